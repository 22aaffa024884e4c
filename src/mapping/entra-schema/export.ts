import type { ScopingFilter } from "../../scoping/scope.ts";
import type { AttributeMapping, MappingSet, ObjectActions } from "../attribute-mapping.ts";
import { attributesRead, compileMapping } from "../compile.ts";
import { sourceAttribute } from "../source-schema.ts";
import { targetAttribute, writtenPath } from "../target-schema.ts";
import { writeMapping } from "./attribute-mapping.ts";
import {
	type EntraAttributeDefinition,
	type EntraObjectMapping,
	type EntraSchema,
	userMappingOf,
} from "./document.ts";
import { writeFilters } from "./scope.ts";

const entra = "Azure Active Directory";
const application = "customappsso";

/** The schema of a non-gallery application without any mapping, in the names that Graph gives it. */
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
 * A mapping set and its filters as Graph's synchronizationSchema: `document` with the mapping of users brought up to
 * date. What was imported and not understood is kept, and what did not change stays as it was, to the letter.
 * Attributes that Entra's directories do not define yet are defined, without which it refuses their mappings.
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
	return define(
		define(
			{ ...document, synchronizationRules },
			rule?.sourceDirectoryName,
			json.sourceObjectName,
			changed.flatMap(sourceDefinitions),
			new Map(),
		),
		rule?.targetDirectoryName,
		json.targetObjectName,
		changed.map(targetDefinition),
		new Map(set.mappings.map(({ target, flowNull }) => [target, flowNull])),
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

function definition(name: string, more: Partial<EntraAttributeDefinition>): EntraAttributeDefinition {
	return {
		anchor: false,
		apiExpressions: [],
		caseExact: false,
		defaultValue: null,
		flowNullValues: false,
		metadata: [],
		multivalued: false,
		mutability: "ReadWrite",
		required: false,
		referencedObjects: [],
		type: "String",
		...more,
		name,
	};
}

function sourceDefinitions(mapping: AttributeMapping): readonly EntraAttributeDefinition[] {
	return attributesRead(compileMapping(mapping)).map((name) => {
		const known = sourceAttribute(name);
		if (known === undefined) return definition(name, {});
		return definition(name, { type: known.type, multivalued: known.multiValued });
	});
}

function targetDefinition({ target }: AttributeMapping): EntraAttributeDefinition {
	const known = targetAttribute(writtenPath(target));
	if (known === undefined) return definition(target, {});
	const { type, multiValued, caseExact, required } = known;
	return definition(target, { type, multivalued: multiValued, caseExact, required });
}

/** Adds the definitions that a directory's object lacks, and sets for each target whether nulls flow to it. */
function define(
	document: EntraSchema,
	directoryName: string | null | undefined,
	objectName: string | null | undefined,
	definitions: readonly EntraAttributeDefinition[],
	flowNull: ReadonlyMap<string, boolean>,
): EntraSchema {
	const { directories } = document;
	if (!directories) return document;
	const completed = directories.map((directory) => {
		if (directory.name !== directoryName || !directory.objects) return directory;
		const objects = directory.objects.map((object) => {
			if (object.name !== objectName) return object;
			const present = object.attributes ?? [];
			const names = new Set(present.map(({ name }) => name.toLowerCase()));
			const added = definitions.filter(({ name }) => {
				const isNew = !names.has(name.toLowerCase());
				names.add(name.toLowerCase());
				return isNew;
			});
			const attributes = [...present, ...added].map((one) => {
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
