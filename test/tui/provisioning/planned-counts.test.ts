import { expect, it } from "vitest";
import { plannedCounts } from "../../../src/tui/provisioning/planned-counts.ts";
import { at, planReport } from "../fake-data.ts";

it("a forecast is only shown when it is a second or more", () => {
	const plan = { ...planReport(), madeAt: at, isOutdated: false };
	expect(plannedCounts({ ...plan, forecastSeconds: 8 }, {}, at)).toContain("It takes about 8 s.");
	expect(plannedCounts({ ...plan, forecastSeconds: 0 }, {}, at).join(" ")).not.toContain("It takes");
});

it("says why the guard would hold back what is planned, and what stays of that when users are left out", () => {
	const reason = "All 3 managed accounts would be disabled or deleted.";
	const plan = (guard: ReturnType<typeof planReport>["guard"]) => ({
		...planReport({ guard }),
		madeAt: at,
		isOutdated: false,
	});
	const of = (guard: Parameters<typeof plan>[0], disable: number) =>
		plannedCounts(plan(guard), { disable }, at).find((line) => line.startsWith("The deletion guard"));
	const all = { held: 3, threshold: 20, cause: "all", reason } as const;
	expect(of(all, 0)).toBe(`The deletion guard would hold back 3 deactivations and deletions. ${reason}`);
	expect(of(all, 1)).toBeUndefined();
	expect(of({ ...all, threshold: 1 }, 1)).toBe(
		"The deletion guard would hold back 2 deactivations and deletions.",
	);
	const source = { ...all, cause: "source", reason: "The source shows no users at all." } as const;
	expect(of(source, 1)).toContain(`2 deactivations and deletions. ${source.reason}`);
	expect(of(source, 3)).toBeUndefined();
});
