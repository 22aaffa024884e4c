import fc from "fast-check";
import { expect, it } from "vitest";
import { play } from "./play.ts";
import { randomWorld } from "./random-world.ts";

it("plan, on demand, mapping check and run agree user by user over random worlds", async () => {
	await fc.assert(
		fc.asyncProperty(randomWorld, async (world) => {
			const verdicts = await play(world);
			expect(verdicts.filter(({ agrees }) => !agrees)).toEqual([]);
		}),
		{ seed: 20261129, numRuns: 30, interruptAfterTimeLimit: 12_000, markInterruptAsFailure: false },
	);
});
