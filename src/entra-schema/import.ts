import { targetList } from "../attributes/target-schema.ts";
import type { ObjectActions } from "../mapping/definition/attribute-mapping.ts";
import type { MappingSet } from "../mapping/definition/mapping-set.ts";
import type { TargetDialect } from "../mapping/definition/target-dialect.ts";
import type { ScopingFilter } from "../scoping/scope.ts";
import { readAttributes } from "./attribute-definition.ts";
import { readMapping } from "./attribute-mapping.ts";
import { definitionsOf, type EntraSchema, readDocument, userMappingOf } from "./document.ts";
import type { SchemaNote } from "./schema-note.ts";
import { readFilter } from "./scope.ts";

/** The content of an Entra schema in the product's terms. */
export type EntraImport = {
	/** Not checked yet: see `checkMappings`. */
	readonly set: MappingSet;
	/** The supported scoping filters. */
	readonly filters: readonly ScopingFilter[];
	/** The whole schema, for `exportSchema`, so that a round trip loses nothing. */
	readonly document: EntraSchema;
	/** What is kept but not used here, or works differently. */
	readonly notes: readonly SchemaNote[];
};

/**
 * Imports Graph's synchronizationSchema: the mapping of users with its attribute mappings, actions, scoping filters
 * and attribute lists.
 * Whether assigned users or all are provisioned is not part of it. Throws `EntraSchemaError`.
 *
 * @see https://learn.microsoft.com/graph/api/synchronization-synchronizationschema-get
 */
export function importSchema(content: unknown, dialect: TargetDialect): EntraImport {
	const document = readDocument(content);
	const { rule, objectMapping, json } = userMappingOf(document);
	const notes = unused(document, rule, objectMapping);
	if (json.enabled === false) {
		const text = `${json.name ?? "The mapping of users"} is not enabled in Entra`;
		notes.push({ about: "disabled-mapping", text });
	}
	const { sourceDirectoryName, targetDirectoryName } = document.synchronizationRules[rule] ?? {};
	const targets = definitionsOf(document, targetDirectoryName, json.targetObjectName);
	const sources = definitionsOf(document, sourceDirectoryName, json.sourceObjectName);
	const mapped = new Set(json.attributeMappings?.map(({ targetAttributeName: name }) => name));
	const known = targetList(dialect.attributes);
	const { attributes, notes: listed } = readAttributes(sources, targets, known, mapped);
	notes.push(...listed.map((text) => ({ about: "attribute-list", text }) as const));
	const flowsNull = new Set(
		targets.filter(({ flowNullValues }) => flowNullValues === true).map(({ name }) => name),
	);
	const read = (json.attributeMappings ?? []).map((mapping) =>
		readMapping(mapping, flowsNull.has(mapping.targetAttributeName)),
	);
	notes.push(...read.flatMap((one) => one.notes));
	const filters: ScopingFilter[] = [];
	for (const [index, group] of (json.scope?.groups ?? []).entries()) {
		const found = readFilter(group, index);
		if ("filter" in found) {
			filters.push(found.filter);
			continue;
		}
		const text = `Scoping filter ${found.problem}: it is kept, but matches no user here`;
		notes.push({ about: "scoping-filter", text });
	}
	const mappings = read.map(({ mapping }) => mapping);
	const set = { mappings, actions: actionsOf(json.flowTypes), entraStrict: false, attributes, dialect };
	return { set, filters, document, notes };
}

function actionsOf(flowTypes: string | null | undefined): ObjectActions {
	if (!flowTypes) return { create: true, update: true, delete: true };
	const words = new Set(flowTypes.split(",").map((word) => word.trim().toLowerCase()));
	return { create: words.has("add"), update: words.has("update"), delete: words.has("delete") };
}

function unused(document: EntraSchema, rule: number, objectMapping: number): SchemaNote[] {
	return document.synchronizationRules.flatMap(({ objectMappings }, ruleIndex) =>
		(objectMappings ?? []).flatMap(({ name, sourceObjectName }, index): readonly SchemaNote[] => {
			if (ruleIndex === rule && index === objectMapping) return [];
			const what = name ?? `The mapping of ${sourceObjectName ?? "another object"}`;
			const text = `${what} is kept, but not used here: users only are provisioned`;
			return [{ about: "unused-mapping", text }];
		}),
	);
}
