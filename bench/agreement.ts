import fc from "fast-check";
import { play } from "../test/engine/agreement/play.ts";
import { randomWorld } from "../test/engine/agreement/random-world.ts";

/** How often users went as they were planned, over random worlds. */
export type Agreement = {
	/** Users of all cycles. */
	readonly users: number;
	/** Share of users whose plan and run agree, 0 to 1. */
	readonly plan: number;
	/** The same for previews on demand. */
	readonly onDemand: number;
	/** The same for `mapping check --everyone`, of the users who fail in either. */
	readonly check: number;
	/** What was said and what happened where they differ, with how often: the most frequent first. */
	readonly kinds: readonly (readonly [kind: string, count: number])[];
};

/** Plays random worlds against the simulated Sumo Logic. The same seed gives the same worlds. */
export async function agreement(worlds: number, seed = 1): Promise<Agreement> {
	const said = { plan: 0, "on demand": 0, check: 0 };
	const agreed = { plan: 0, "on demand": 0, check: 0 };
	const kinds = new Map<string, number>();
	for (const world of fc.sample(randomWorld, { numRuns: worlds, seed })) {
		for (const verdict of await play(world)) {
			said[verdict.way] += 1;
			if (verdict.agrees) agreed[verdict.way] += 1;
			else {
				const kind = `${verdict.way}, ${verdict.round} cycle: ${verdict.said} → ${verdict.happened}`;
				kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
			}
		}
	}
	return {
		users: said.plan,
		plan: agreed.plan / said.plan,
		onDemand: agreed["on demand"] / said["on demand"],
		check: agreed.check / said.check,
		kinds: [...kinds].sort(([, left], [, right]) => right - left),
	};
}
