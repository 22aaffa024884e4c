import { type CompiledMappings, sourceAttributes } from "../../mapping/user/compile.ts";
import type { CompiledScope } from "../../scoping/evaluate.ts";
import { shortHash } from "./fingerprint.ts";
import type { ServicePolicy } from "./policy/service-policy.ts";
import type { EngineSettings } from "./settings.ts";

/** Everything an operator decides about provisioning: what users become, who is meant, and what may be done. */
export type Rules = {
	readonly mappings: CompiledMappings;
	readonly scope: CompiledScope;
	readonly settings: EngineSettings;
	/** Of the service that provisions; absent: this program's own (`ownPolicy`). */
	readonly policy?: ServicePolicy;
};

/** The source attributes that mappings and filters read, each once. */
export function attributesOf({ mappings, scope }: Rules): readonly string[] {
	return [...new Set([...sourceAttributes(mappings), ...scope.attributes])];
}

/** Changes with every mapping, filter and permitted action: another one makes the next cycle an initial one. */
export function configurationHash({ mappings, scope }: Rules): string {
	const { dialect: _, ...set } = mappings.set;
	return shortHash(JSON.stringify([set, scope.scope]));
}
