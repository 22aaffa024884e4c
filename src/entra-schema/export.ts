import { type AttributeDefinition, plainAttribute, type Side } from "../attributes/attribute-list.ts";
import { sourceAttribute } from "../attributes/source-schema.ts";
import { type TargetList, targetList, writtenPath } from "../attributes/target-schema.ts";
import type { AttributeMapping, ObjectActions } from "../mapping/definition/attribute-mapping.ts";
import type { MappingSet } from "../mapping/definition/mapping-set.ts";
import { attributesRead, compileMapping } from "../mapping/user/compile.ts";
import type { ScopingFilter } from "../scoping/scope.ts";
import { writeDefinition } from "./attribute-definition.ts";
import { writeMapping } from "./attribute-mapping.ts";
import { type EntraObjectMapping, type EntraSchema, userMappingOf } from "./document.ts";
import { writeFilters } from "./scope.ts";

const entra = "Azure Active Directory";
const application = "customappsso";

/** The schema of a non-gallery application without any mapping, with Graph's names. */
export const emptySchema: EntraSchema = {
	directories: [
		{ name: entra, objects: [{ name: "User", attributes: [] }] },
		{ name: application, objects: [{ name: "User", attributes: [] }] },
	],
	synchronizationRules: [
		{
			editable: true,
			name: "USER_OUTBOUND_USER",
			priority: 1,
			sourceDirectoryName: entra,
			targetDirectoryName: application,
			objectMappings: [
				{
					attributeMappings: [],
					enabled: true,
					flowTypes: "Add, Update, Delete",
					name: "Provision Microsoft Entra ID Users",
					scope: null,
					sourceObjectName: "User",
					targetObjectName: "User",
				},
			],
		},
	],
};

/**
 * A mapping set and its filters as Graph's synchronizationSchema: `document` with the mapping of users updated.
 * Unsupported imported parts are kept, and unchanged parts stay exactly as they were.
 * Attributes that Entra's directories do not define yet are defined: Entra rejects mappings without them.
 *
 * `PUT …/synchronization/jobs/{id}/schema` replaces the whole schema: start from the job's own, not from `emptySchema`.
 * Throws `EntraSchemaError`, `MappingError` and `ExpressionError`.
 */
export function exportSchema(
	set: MappingSet,
	filters: readonly ScopingFilter[],
	document: EntraSchema = emptySchema,
): EntraSchema {
	const found = userMappingOf(document);
	const { json } = found;
	const originals = new Map((json.attributeMappings ?? []).map((one) => [one.targetAttributeName, one]));
	const written = set.mappings.map((mapping) => {
		const original = originals.get(mapping.target);
		const result = writeMapping(mapping, original);
		return { mapping, json: result, isNew: result !== original };
	});
	const groups = json.scope?.groups ?? [];
	const newGroups = writeFilters(filters, groups);
	const scope =
		newGroups.length === 0 && groups.length === 0
			? json.scope
			: { ...(json.scope ?? { inputFilterGroups: [], categoryFilterGroups: [] }), groups: newGroups };
	const users: EntraObjectMapping = {
		...json,
		attributeMappings: written.map((one) => one.json),
		flowTypes: writeActions(set.actions, json.flowTypes),
		...(scope === undefined ? {} : { scope }),
	};
	const synchronizationRules = document.synchronizationRules.map((rule, index) =>
		index !== found.rule
			? rule
			: { ...rule, objectMappings: (rule.objectMappings ?? []).with(found.objectMapping, users) },
	);
	const rule = document.synchronizationRules[found.rule];
	const changed = written.filter(({ isNew }) => isNew).map(({ mapping }) => mapping);
	const { source, target } = set.attributes;
	const known = targetList(set.dialect.attributes);
	return define(
		define(
			{ ...document, synchronizationRules },
			"source",
			rule?.sourceDirectoryName,
			json.sourceObjectName,
			{
				known,
				own: source,
				needed: changed.flatMap(sourceDefinitions),
				flowNull: new Map(),
			},
		),
		"target",
		rule?.targetDirectoryName,
		json.targetObjectName,
		{
			known,
			own: target,
			needed: changed.map((mapping) => targetDefinition(mapping, known)),
			flowNull: new Map(set.mappings.map(({ target, flowNull }) => [target, flowNull])),
		},
	);
}

function writeActions(
	actions: ObjectActions,
	original: string | null | undefined,
): string | null | undefined {
	const words = [
		...(actions.create ? ["Add"] : []),
		...(actions.update ? ["Update"] : []),
		...(actions.delete ? ["Delete"] : []),
	];
	const same = (text: string) =>
		text
			.split(/\s*,\s*/)
			.sort()
			.join() === words.toSorted().join();
	if (original ? same(original) : words.length === 3) return original;
	return words.join(", ");
}

function sourceDefinitions(mapping: AttributeMapping): readonly AttributeDefinition[] {
	return attributesRead(compileMapping(mapping)).map((name) => {
		const known = sourceAttribute(name);
		return known === undefined
			? plainAttribute(name)
			: { ...plainAttribute(name), type: known.type, multiValued: known.multiValued };
	});
}

function targetDefinition({ target }: AttributeMapping, known: TargetList): AttributeDefinition {
	return { ...(known.find(writtenPath(target)) ?? plainAttribute(target)), name: target };
}

/** What a directory's object must define: the set's own list, other attributes of its mappings, and where nulls flow. */
type Definitions = {
	/** The known attributes of the target. */
	readonly known: TargetList;
	readonly own: readonly AttributeDefinition[];
	readonly needed: readonly AttributeDefinition[];
	readonly flowNull: ReadonlyMap<string, boolean>;
};

/** Adds missing definitions to a directory's object, and updates those of the set's own list. */
function define(
	document: EntraSchema,
	side: Side,
	directoryName: string | null | undefined,
	objectName: string | null | undefined,
	{ known, own, needed, flowNull }: Definitions,
): EntraSchema {
	const { directories } = document;
	if (!directories) return document;
	const completed = directories.map((directory) => {
		if (directory.name !== directoryName || !directory.objects) return directory;
		const objects = directory.objects.map((object) => {
			if (object.name !== objectName) return object;
			const listed = new Map(own.map((one) => [one.name.toLowerCase(), one]));
			const present = (object.attributes ?? []).map((one) => {
				const wanted = listed.get(one.name.toLowerCase());
				return wanted === undefined ? one : writeDefinition(side, wanted, known, one);
			});
			const names = new Set(present.map(({ name }) => name.toLowerCase()));
			const added = [...own, ...needed].filter(({ name }) => {
				const isNew = !names.has(name.toLowerCase());
				names.add(name.toLowerCase());
				return isNew;
			});
			const all = [...present, ...added.map((one) => writeDefinition(side, one, known))];
			const attributes = all.map((one) => {
				const wanted = flowNull.get(one.name);
				const isSame = wanted === undefined || wanted === (one.flowNullValues ?? false);
				return isSame ? one : { ...one, flowNullValues: wanted };
			});
			return object.attributes || attributes.length > 0 ? { ...object, attributes } : object;
		});
		return { ...directory, objects };
	});
	return { ...document, directories: completed };
}
