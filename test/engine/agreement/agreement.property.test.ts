import fc from "fast-check";
import { expect, it } from "vitest";
import { play } from "./play.ts";
import { type RandomWorld, randomWorld, widerWorld } from "./random-world.ts";

/** Worlds of each test: the same number on any machine. `AGREEMENT_WORLDS` plays more. */
const worlds = Number(process.env.AGREEMENT_WORLDS ?? 30);
/** Milliseconds: far more than these worlds take. */
const patience = 60_000 + worlds * 2_000;

/** Plays random worlds; fails with the smallest one in which something was said that did not happen. */
async function expectAgreement(world: fc.Arbitrary<RandomWorld>, seed: number): Promise<void> {
	const numRuns = worlds;
	await fc.assert(
		fc.asyncProperty(world, async (one) => {
			const verdicts = await play(one);
			expect(verdicts.filter(({ agrees }) => !agrees)).toEqual([]);
		}),
		process.env.FAST_CHECK_SEED === undefined ? { numRuns, seed } : { numRuns },
	);
}

it(
	"they agree also with other matching attributes, expressions, scopes and actions, and users provisioned on demand in between",
	() => expectAgreement(widerWorld, 20_261_130),
	patience,
);

it(
	"plan, on demand, mapping check and run agree user by user over random worlds",
	() => expectAgreement(randomWorld, 20_261_129),
	patience,
);
