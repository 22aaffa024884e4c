import fc from "fast-check";
import { expect, it } from "vitest";
import { play } from "./play.ts";
import { randomWorld, widerWorld } from "./random-world.ts";

it("they agree also with other matching attributes, expressions, scopes and actions, and users provisioned on demand in between", async () => {
	await fc.assert(
		fc.asyncProperty(widerWorld, async (world) => {
			const verdicts = await play(world);
			expect(verdicts.filter(({ agrees }) => !agrees)).toEqual([]);
		}),
		{ seed: 20261130, numRuns: 30, interruptAfterTimeLimit: 12_000, markInterruptAsFailure: false },
	);
});

it("plan, on demand, mapping check and run agree user by user over random worlds", async () => {
	await fc.assert(
		fc.asyncProperty(randomWorld, async (world) => {
			const verdicts = await play(world);
			expect(verdicts.filter(({ agrees }) => !agrees)).toEqual([]);
		}),
		{ seed: 20261129, numRuns: 30, interruptAfterTimeLimit: 12_000, markInterruptAsFailure: false },
	);
});
