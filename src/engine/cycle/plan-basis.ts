import { shortHash } from "../plan/fingerprint.ts";
import type { Rules } from "../plan/rules.ts";

/** The versions of everything that a plan is based on, as short hashes to compare: a plan is stale once one of them has changed. */
export type PlanBasis = {
	readonly mapping: string;
	readonly scope: string;
	/** How far the source was read. */
	readonly source: string;
	/** The accounts that were listed or looked up. */
	readonly target: string;
};

/** The versions of mappings, scope and what was read. */
export function basisOf({ mappings, scope }: Rules, watermark: string, target: string): PlanBasis {
	const { dialect: _, ...set } = mappings.set;
	return {
		mapping: shortHash(JSON.stringify(set)),
		scope: shortHash(JSON.stringify(scope.scope)),
		source: shortHash(watermark),
		target,
	};
}
