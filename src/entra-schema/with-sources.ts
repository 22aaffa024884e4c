import { type EntraAttributeMapping, type EntraSchema, type EntraSource, userMappingOf } from "./document.ts";

/** The expressions of the mapping of users that `after` has and `before` has not, by target. Throws `EntraSchemaError`. */
export function newExpressions(before: EntraSchema, after: EntraSchema): ReadonlyMap<string, string> {
	const old = new Map(mappingsOf(before).map((one) => [one.targetAttributeName, one.source?.expression]));
	return new Map(
		mappingsOf(after).flatMap(({ targetAttributeName: target, source }) =>
			source?.type === "Function" && source.expression && source.expression !== old.get(target)
				? [[target, source.expression]]
				: [],
		),
	);
}

/** The schema with these sources in the mapping of users, by target. Throws `EntraSchemaError`. */
export function withSources(document: EntraSchema, sources: ReadonlyMap<string, EntraSource>): EntraSchema {
	if (sources.size === 0) return document;
	const found = userMappingOf(document);
	const attributeMappings = (found.json.attributeMappings ?? []).map((mapping) => {
		const source = sources.get(mapping.targetAttributeName);
		return source === undefined ? mapping : { ...mapping, source };
	});
	const synchronizationRules = document.synchronizationRules.map((rule, at) =>
		at !== found.rule
			? rule
			: {
					...rule,
					objectMappings: (rule.objectMappings ?? []).with(found.objectMapping, {
						...found.json,
						attributeMappings,
					}),
				},
	);
	return { ...document, synchronizationRules };
}

function mappingsOf(document: EntraSchema): readonly EntraAttributeMapping[] {
	return userMappingOf(document).json.attributeMappings ?? [];
}
