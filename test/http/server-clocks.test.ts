import { describe, expect, it } from "vitest";
import { createConnector } from "../../src/http/connector.ts";
import { noteClock, skewWarning } from "../../src/http/server-clocks.ts";

const now = Date.UTC(2026, 0, 2, 3, 4, 5);
const shown = (minutes: number) => new Date(now + minutes * 60_000).toUTCString();

describe("the clock of a server", () => {
	it("is named with this machine's when they are minutes apart, in either direction", () => {
		const connector = createConnector({});
		noteClock(connector, "a.example", { date: shown(-10), age: null }, now);
		expect(skewWarning(connector)).toBe(
			"The clock of this machine shows 2026-01-02T03:04:05Z, and that of a.example 2026-01-02T02:54:05Z: they are 10 minutes apart. Set this machine's clock, for example with `timedatectl set-ntp true`.",
		);
		noteClock(connector, "b.example", { date: shown(90), age: null }, now);
		expect(skewWarning(connector)).toContain("b.example 2026-01-02T04:34:05Z: they are 90 minutes apart");
		for (const [apart, words] of [
			[5 * 3_600_000, "5 hours"],
			[-365 * 86_400_000, "365 days"],
		] as const) {
			noteClock(connector, "d.example", { date: new Date(now + apart).toUTCString(), age: null }, now);
			expect(skewWarning(connector, "d.example")).toContain(`they are ${words} apart`);
		}
		expect(skewWarning(connector, "a.example")).toContain("a.example");
		expect(skewWarning(connector, "c.example")).toBeUndefined();
	});

	it("is not worth a word within minutes, out of a cache, or without a date; the last answer counts", () => {
		const connector = createConnector({});
		for (const headers of [
			{ date: shown(2), age: null },
			{ date: shown(-60), age: "3600" },
			{ date: null, age: null },
			{ date: "yesterday", age: null },
		]) {
			noteClock(connector, "a.example", headers, now);
			expect(skewWarning(connector)).toBeUndefined();
		}
		noteClock(connector, "a.example", { date: shown(60), age: null }, now);
		noteClock(connector, "a.example", { date: shown(0), age: "0" }, now);
		expect(skewWarning(connector)).toBeUndefined();
	});
});
