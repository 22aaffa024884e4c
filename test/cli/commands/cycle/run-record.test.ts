import { describe, expect, it } from "vitest";
import {
	brokenPlanRecord,
	brokenRecord,
	nothingSeen,
	withEvent,
} from "../../../../src/cli/commands/cycle/run-record.ts";
import type { EngineEvent } from "../../../../src/ports/event.ts";
import { StoreError } from "../../../../src/ports/store/store-error.ts";

const full = new StoreError("full", "There is no space left for /h/acme.sqlite.");
const counts = {
	...{ created: 3, updated: 0, disabled: 0, enabled: 0, deleted: 0 },
	...{ skipped: 1, failed: 2, staged: 0, requests: 9 },
};
const events: readonly EngineEvent[] = [
	{ type: "cycleStarted", time: 1, cycleId: "c1", kind: "initial", reason: "No cycle has completed yet." },
	{
		type: "progress",
		time: 2,
		cycleId: "c1",
		progress: { phase: "provisioning", done: 6, total: 10, counts, secondsLeft: 1, requestsPerSecond: 4 },
	},
	{ type: "warning", time: 3, message: "The end of the cycle could not be logged." },
];

describe("the last line of a run whose store fails", () => {
	it("has the counts of the last progress, and null for what only the store has", () => {
		const seen = events.reduce(withEvent, nothingSeen);
		expect(seen.hasBegun).toBe(true);
		expect(brokenRecord(seen, full)).toEqual({
			type: "summary",
			...counts,
			...{ cycleId: "c1", kind: "initial", outcome: "failed", remedy: null },
			...{ notReached: null, stillFailing: null, seconds: null },
			error: "There is no space left for /h/acme.sqlite.",
		});
	});

	it("is not a line of its own when nothing was printed before", () => {
		expect(nothingSeen.hasBegun).toBe(false);
	});

	it("names the error of a plan, too", () => {
		expect(brokenPlanRecord(full)).toMatchObject({ type: "summary", plan: true, outcome: "failed" });
	});
});
