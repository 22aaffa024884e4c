import type { Mapping } from "./mapping/mapping.ts";
import type { MappingParts } from "./mapping/mapping-service.ts";
import type { RuleHistoryParts } from "./rules/rule-history-service.ts";
import type { Scoping } from "./scope/scope.ts";
import type { ScopeParts } from "./scope/scope-service.ts";

/** What edits the rules by which a profile provisions. */
export type Rules = { readonly mapping: Mapping; readonly scope: Scoping };

export type RulesParts = Omit<MappingParts, "history"> & ScopeParts & RuleHistoryParts;

/** The services, whose code, with the expression language, is loaded when they are first used. */
export function openRules(parts: RulesParts): () => Promise<Rules> {
	let services: Promise<Rules> | undefined;
	return () => {
		services ??= load(parts);
		return services;
	};
}

async function load(parts: RulesParts): Promise<Rules> {
	const [{ createRuleHistoryService }, { createMappingService }, { createScopeService }] = await Promise.all([
		import("./rules/rule-history-service.ts"),
		import("./mapping/mapping-service.ts"),
		import("./scope/scope-service.ts"),
	]);
	const history = createRuleHistoryService(parts);
	return { mapping: createMappingService({ ...parts, history }), scope: createScopeService(parts) };
}
