import { describe, expect, it } from "vitest";
import { backOffMs, defaultBackOff, readRetryAfter } from "../../src/http/retry-timing.ts";

describe("Back-off", () => {
	it("is a random part of a span that doubles up to its end", () => {
		const at = (retry: number, chance: number) => backOffMs(retry, undefined, defaultBackOff, () => chance);
		expect([1, 2, 3, 7, 1000].map((retry) => at(retry, 1))).toEqual([500, 1000, 2000, 30_000, 30_000]);
		expect(at(3, 0)).toBe(0);
		expect(at(3, 0.25)).toBe(500);
	});

	it("is what the server asked for, when it did", () => {
		expect(backOffMs(1, 7000, defaultBackOff, () => 1)).toBe(7000);
	});
});

describe("Retry-After", () => {
	const read = (headers: Record<string, string>) =>
		readRetryAfter(new Headers(headers), Date.parse("2026-01-01T00:00:00Z"));

	it("is read as seconds", () => {
		expect(read({ "retry-after": "3" })).toBe(3000);
		expect(read({ "retry-after": "0" })).toBe(0);
		expect(read({ "retry-after": "1.5" })).toBe(1500);
	});

	it("is read as a date, by the server's own clock when it tells it", () => {
		expect(read({ "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT" })).toBe(5000);
		expect(
			read({ "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT", date: "Thu, 01 Jan 2026 00:00:03 GMT" }),
		).toBe(2000);
		expect(read({ "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" })).toBe(0);
	});

	it("is at most a year, however many digits it has", () => {
		const year = 365 * 24 * 3_600_000;
		for (const value of ["9".repeat(400), "99999999999", "Thu, 01 Jan 9999 00:00:00 GMT"])
			expect(read({ "retry-after": value })).toBe(year);
		expect(read({ "retry-after": "86400" })).toBe(86_400_000);
	});

	it("is nothing when absent or not to be read", () => {
		expect(read({})).toBeUndefined();
		for (const value of ["soon", "-5", "2, 5", "+2", "1e3", ""])
			expect([value, read({ "retry-after": value })]).toEqual([value, undefined]);
	});
});
