import { expect, it } from "vitest";
import { plannedCounts } from "../../../src/tui/provisioning/planned-counts.ts";
import { at, planReport } from "../fake-data.ts";

it("a forecast is only shown when it is a second or more", () => {
	const plan = { ...planReport(), madeAt: at, isOutdated: false };
	expect(plannedCounts({ ...plan, forecastSeconds: 8 }, {}, at)).toContain("It takes about 8 s.");
	expect(plannedCounts({ ...plan, forecastSeconds: 0 }, {}, at).join(" ")).not.toContain("It takes");
});
