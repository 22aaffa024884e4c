import { describe, expect, it } from "vitest";
import { counted } from "../../../src/text/counted.ts";
import { countText } from "../../../src/tui/text/count-text.ts";
import {
	dateTime,
	duration,
	logTime,
	nearTime,
	relativeTime,
	timeOrDate,
} from "../../../src/tui/text/show-time.ts";
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
		expect(countText(counts({ created: 2, staged: 1, requests: 9 }), "")).toBe("2 created · 1 held back");
		expect(countText(counts(), "nothing changed yet")).toBe("nothing changed yet");
		expect(counted(1, "user")).toBe("1 user");
		expect(counted(3, "user")).toBe("3 users");
	});
});

describe("times near to now", () => {
	const now = new Date(2026, 2, 9, 14, 3, 9).getTime();
	const at = (...parts: readonly [number, number, number, number, number]) => new Date(...parts).getTime();

	it("have a date when it is another day, and a year when it is another year", () => {
		expect(nearTime(at(2026, 2, 9, 9, 5), now)).toBe("09:05");
		expect(nearTime(at(2026, 2, 8, 23, 59), now)).toBe("03-08 23:59");
		expect(nearTime(at(2025, 2, 9, 9, 5), now)).toBe("2025-03-09 09:05");
		expect(timeOrDate(at(2026, 2, 9, 9, 5), now)).toBe("09:05");
		expect(timeOrDate(at(2026, 2, 8, 23, 59), now)).toBe("03-08");
		expect(timeOrDate(at(2025, 2, 9, 9, 5), now)).toBe("2025-03-09");
		expect(logTime(now, now)).toBe("14:03:09");
		expect(logTime(at(2026, 2, 8, 23, 59), now)).toBe("03-08 23:59");
		expect(logTime(at(2025, 2, 8, 23, 59), now)).toBe("2025-03-08");
	});

	it("are relative to it in the largest useful unit, rounded", () => {
		expect(relativeTime(now + 6 * 3_600_000 - 5_000, now)).toBe("in 6 h");
		expect(relativeTime(now + 3_590_000, now)).toBe("in 1 h");
		expect(relativeTime(now - 59_000, now)).toBe("59 s ago");
		expect(relativeTime(now - 47.8 * 3_600_000, now)).toBe("2 d ago");
		expect(relativeTime(now + 5 * 3_600_000, now)).toBe("in 5 h");
		expect(relativeTime(now - 180_000, now)).toBe("3 min ago");
		expect(relativeTime(now - 3 * 86_400_000, now)).toBe("3 d ago");
		expect(relativeTime(now, now)).toBe("now");
	});
});
