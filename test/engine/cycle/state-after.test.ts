import { describe, expect, it } from "vitest";
import { type Processed, stateAfter } from "../../../src/engine/cycle/state-after.ts";
import { configurationHash } from "../../../src/engine/plan/rules.ts";
import { rulesOf } from "../rules.ts";

const rules = rulesOf();
const processed: Processed = {
	cycleId: "7",
	started: 1000,
	verdict: { type: "go" },
	position: () => "read up to here",
	rules,
	uncertain: 0,
	isPartial: false,
};
const nothingHeld = { allowedDeletions: null, stagedDeletions: null };
const began = { configuration: "of the last cycle" };
const held = {
	type: "hold",
	hash: "h1",
	held: 4,
	threshold: 2,
	cause: "count",
	reason: "4 of 5 users would be deactivated.",
} as const;

describe("the state after a cycle", () => {
	it("moves the position, and ends quarantine, pause and failures", () => {
		expect(stateAfter(processed, nothingHeld, began)).toEqual({
			state: {
				watermark: "read up to here",
				allowedDeletions: null,
				stagedDeletions: null,
				configuration: configurationHash(rules),
				quarantine: null,
				pausedUntil: null,
				failedCycles: null,
			},
			warnings: [],
		});
	});

	it("has the next cycle see all users again while deletions are held back, and says so", () => {
		const { state, warnings } = stateAfter({ ...processed, verdict: held }, nothingHeld, began);
		expect(state).toMatchObject({
			watermark: null,
			allowedDeletions: null,
			stagedDeletions: { hash: "h1", count: 4, threshold: 2, reason: held.reason, cycleId: "7", since: 1000 },
			configuration: configurationHash(rules),
		});
		expect(warnings).toEqual([
			{
				message:
					"4 of 5 users would be deactivated. 4 deactivations and deletions are held back until they are allowed.",
				remedy: { type: "allow-deletions" },
			},
		]);
	});

	it("keeps since when the same deletions are held back, and that they were allowed meanwhile", () => {
		const since = { hash: "h1", count: 4, threshold: 2, cycleId: "3", since: 10 };
		const before = { allowedDeletions: "h1", stagedDeletions: since };
		expect(stateAfter({ ...processed, verdict: held }, before, began).state).toMatchObject({
			...before,
			stagedDeletions: { ...since, reason: held.reason },
		});
		const others = { allowedDeletions: "h0", stagedDeletions: { ...since, hash: "h0" } };
		expect(stateAfter({ ...processed, verdict: held }, others, began).state).toMatchObject({
			allowedDeletions: null,
			stagedDeletions: { hash: "h1", since: 1000 },
		});
	});

	it("keeps the rules of the last cycle where users were left out, so that they are seen again", () => {
		expect(stateAfter({ ...processed, isPartial: true }, nothingHeld, began).state).toMatchObject({
			watermark: null,
			configuration: "of the last cycle",
		});
	});

	it("has the next cycle compare all users where creations are uncertain, and says how many", () => {
		const { state, warnings } = stateAfter(
			{ ...processed, uncertain: 3, isPartial: true },
			nothingHeld,
			began,
		);
		expect(state).toMatchObject({ watermark: null, configuration: null });
		expect(warnings.map(({ message }) => message)).toEqual([
			"The target answered 3 creations with success, and did not show whether the accounts exist: the next cycle compares all users.",
		]);
	});
});
