import { expect, it } from "vitest";
import { cycleDetails } from "../../../../src/tui/screens/home/cycle-text.ts";
import { counts, entry, failedEntry } from "../../fake-data.ts";

it("a cycle names its requests once", () => {
	const cycle = {
		...({ id: "C1", kind: "initial", outcome: "completed", error: null } as const),
		...{ startedAt: 0, endedAt: 1000, counts: counts({ requests: 1039 }) },
	};
	expect(cycleDetails(cycle, [], 2000, () => "")).toContainEqual({ label: "Requests", text: "1,039" });
});

it("a cycle that failed as a whole begins with why and what to do, once, and does not say that there was nothing to do", () => {
	const reason = "There is no file users.csv.";
	const cycle = {
		...({ id: "C1", kind: "incremental", outcome: "failed", error: reason } as const),
		...{ startedAt: 0, endedAt: 1000, counts: counts() },
	};
	const { error } = failedEntry(1);
	if (error === null) throw new Error("a failed entry has an error");
	const whole = entry(1, { source: null, target: null, error: { ...error, reason } });
	const details = cycleDetails(cycle, [whole], 2000, () => "Press p.");
	expect(details.slice(0, 4)).toEqual([
		{ label: "Outcome", text: "✗ failed", tone: "bad" },
		{ label: "Error", text: reason, tone: "bad" },
		{ label: "What to do", text: `${error.recommendedAction} Press p.`, bold: true },
		{ label: "Changes", text: "nothing changed" },
	]);
	expect(JSON.stringify(details).split(reason)).toHaveLength(2);
});
