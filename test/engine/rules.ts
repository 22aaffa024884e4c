import type { EngineSettings } from "../../src/engine/plan/settings.ts";
import type { MappingSet } from "../../src/mapping/definition/mapping-set.ts";
import { compileMappings, redactedAttributes } from "../../src/mapping/user/compile.ts";
import { compileScope } from "../../src/scoping/evaluate.ts";
import type { Scope } from "../../src/scoping/scope.ts";
import { defaultMappingSet } from "../mapping/sumo-defaults.ts";

export const defaultSettings: EngineSettings = {
	intervalMinutes: 40,
	requestsPerSecond: 4,
	concurrency: 5,
	reactivation: "try",
	hardDelete: "disable",
	deletionGuard: { enabled: true, count: 20, percent: 10 },
	driftEvery: 0,
	driftRepair: false,
};

export const defaultScope: Scope = { users: "assigned", filters: [], skipOutOfScopeDeletions: false };

export type Choices = {
	readonly settings?: Partial<EngineSettings>;
	readonly mappings?: Partial<MappingSet>;
	readonly scope?: Partial<Scope>;
};

export function rulesOf({ settings, mappings, scope }: Choices = {}) {
	const compiled = compileMappings({ ...defaultMappingSet, ...mappings });
	return {
		settings: { ...defaultSettings, ...settings },
		mappings: compiled,
		scope: compileScope({ ...defaultScope, ...scope }, redactedAttributes(compiled)),
	};
}
