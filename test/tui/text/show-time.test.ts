import { describe, expect, it } from "vitest";
import { counted } from "../../../src/text/counted.ts";
import { countText } from "../../../src/tui/text/count-text.ts";
import { dateTime, duration } from "../../../src/tui/text/show-time.ts";
import { counts } from "../fake-data.ts";

describe("durations", () => {
	it.each([
		[-3, "0 s"],
		[0.4, "0 s"],
		[59.4, "59 s"],
		[60, "1 min 00 s"],
		[185, "3 min 05 s"],
		[7800, "2 h 10 min"],
		[400_000, "4 d"],
	])("of %d seconds read %s", (seconds, text) => {
		expect(duration(seconds)).toBe(text);
	});
});

describe("times and counts", () => {
	it("say when nothing is known", () => {
		expect(dateTime(null)).toBe("–");
	});

	it("name what there is any of", () => {
		expect(countText(counts({ created: 2, staged: 1, requests: 9 }))).toBe("2 created · 1 held back");
		expect(countText(counts())).toBe("nothing to do");
		expect(counted(1, "user")).toBe("1 user");
		expect(counted(3, "user")).toBe("3 users");
	});
});
