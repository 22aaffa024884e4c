import { expect, it } from "vitest";
import type { JobExecution } from "../../../src/setup/job-status.ts";
import { cycleCountText } from "../../../src/tui/text/count-text.ts";
import { cycleMark, executionMark } from "../../../src/tui/text/cycle-mark.ts";
import { counts } from "../fake-data.ts";

it.each([
	["completed", {}, "✓ completed"],
	["completed", { staged: 1200 }, "‖ 1,200 held back"],
	["completed", { staged: 3, failed: 1 }, "! 1 failed"],
	["completed", { notApplied: 2 }, "! 2 failed"],
	["interrupted", {}, "– stopped"],
	["failed", {}, "✗ failed"],
] as const)("a cycle that %s with %j is %s", (outcome, change, text) => {
	const { glyph, word, tone } = cycleMark({ outcome, counts: counts(change) });
	expect(`${glyph} ${word}`).toBe(text);
	expect(tone === "good").toBe(text.startsWith("✓"));
});

const execution: JobExecution = {
	...{ state: "Succeeded", timeBegan: "", timeEnded: "", countImported: 0, countEntitled: 0 },
	...{ countExported: 0, countEscrowed: 0, error: null },
};

it.each<[Partial<JobExecution>, string]>([
	[{}, "✓ completed"],
	[{ countEscrowed: 2 }, "! 2 failed"],
	[{ state: "EntryLevelErrors" }, "! some failed"],
	[{ state: "Failed" }, "✗ failed"],
	[{ error: "TooManyDeletes" }, "✗ failed"],
	[{ state: "Unknown" }, "? outcome unknown"],
	[{ state: "Deferred" }, "? Deferred"],
])("a cycle of Entra's job with %j is %s", (change, text) => {
	const { glyph, word, tone } = executionMark({ ...execution, ...change });
	expect(`${glyph} ${word}`).toBe(text);
	expect(tone === "good").toBe(text.startsWith("✓"));
});

it("says only of a cycle that completed that there was nothing to do", () => {
	expect(cycleCountText({ outcome: "completed", counts: counts() })).toBe("nothing to do");
	expect(cycleCountText({ outcome: "failed", counts: counts() })).toBe("nothing changed");
});
