import { describe, expect, it } from "vitest";
import { localTimes, localValue } from "../../../src/tui/text/local-times.ts";

const now = new Date(2026, 10, 29, 9, 0).getTime();
const iso = (...when: readonly [number, number, number, number, number]) => new Date(...when).toISOString();

describe("times in a sentence", () => {
	it("are local, and say how far away they are", () => {
		expect(localTimes(`Next attempt: ${iso(2026, 10, 29, 14, 0)}.`, now)).toBe(
			"Next attempt: 14:00 (in 5 h).",
		);
	});

	it("have a date when not today, and a year when not this one", () => {
		expect(localTimes(`Held back since ${iso(2026, 10, 28, 21, 30)}: 3`, now)).toBe(
			"Held back since 11-28 21:30 (12 h ago): 3",
		);
		expect(localTimes(`since ${iso(2025, 2, 9, 4, 5)}`, now)).toBe("since 2025-03-09 04:05 (630 d ago)");
	});

	it("may be several, to the minute or the second", () => {
		const [first, second] = [iso(2026, 10, 29, 8, 0).slice(0, 16), iso(2026, 10, 29, 9, 3).slice(0, 19)];
		expect(localTimes(`${first}Z, ${second}Z`, now)).toBe("08:00 (1 h ago), 09:03 (in 3 min)");
	});

	it("leave alone what only resembles one", () => {
		const text = "id-2026-13-45T99:99:99Z 2026-11-29 T12:00Z";
		expect(localTimes(text, now)).toBe(text);
	});
});

describe("a value that is a time", () => {
	it("stays as it was read or sent, followed by what it means here", () => {
		const value = iso(2026, 10, 29, 8, 0);
		expect(localValue(value, now)).toBe(`${value} (08:00, 1 h ago)`);
	});

	it.each(["2026-11-29", "Analyst", "", "since 2026-11-29T08:00:00Z", "2026-13-45T99:99:99Z"])(
		"is not %s",
		(value) => {
			expect(localValue(value, now)).toBe(value);
		},
	);
});
