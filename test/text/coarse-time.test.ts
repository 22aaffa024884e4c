import { expect, it } from "vitest";
import { duration, relative } from "../../src/cli/output/show-time.ts";
import { coarseTime } from "../../src/text/coarse-time.ts";

it.each([
	[0.4, 0, "s"],
	[59.4, 59, "s"],
	[59.5, 1, "min"],
	[89, 1, "min"],
	[90, 2, "min"],
	[3569, 59, "min"],
	[3570, 1, "h"],
	[5399, 1, "h"],
	[47.49 * 3600, 47, "h"],
	[47.5 * 3600, 2, "days"],
	[60 * 3600, 3, "days"],
] as const)(
	"%d seconds are rounded to %d %s: no unit has as many as the next one is long",
	(seconds, count, unit) => {
		expect(coarseTime(seconds)).toEqual({ count, unit });
		expect(duration(seconds)).toBe(`${count} ${unit}`);
	},
);

it("is a distance before and after now on the command line", () => {
	expect(relative(3_600_000, 0)).toBe("in 1 h");
	expect(relative(0, 720_000)).toBe("12 min ago");
	expect(relative(999, 0)).toBe("now");
});
