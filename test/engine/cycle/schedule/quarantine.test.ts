import { describe, expect, it } from "vitest";
import {
	CallHealth,
	inQuarantine,
	isHopeless,
	QuarantineError,
	quarantineDelay,
} from "../../../../src/engine/cycle/schedule/quarantine.ts";
import { day, minute } from "../../fake-clock.ts";
import { person } from "../../fake-directory.ts";
import { refusal } from "../../fake-target.ts";
import { setUp } from "../../setup.ts";

describe("quarantine", () => {
	it("begins at once when the credentials are refused, and ends with a cycle that succeeds", async () => {
		const { engine, directory, target, store, events } = await setUp();
		directory.put(person("Ada"), "User");
		target.fate = () => {
			throw refusal("unauthorized", 401, "Credential could not be verified.");
		};
		expect(await engine.run()).toMatchObject({ outcome: "quarantined", created: 0 });
		await engine.run();
		expect((await store.state()).quarantine).toMatchObject({ code: "InvalidCredentials", attempts: 2 });
		expect((await store.state()).quarantine?.reason).toBe(
			"The target refuses the access key, so the cycle ended. The target answered: Credential could not be verified.",
		);
		expect(events.filter(({ type }) => type === "warning")).toHaveLength(1);
		target.fate = () => undefined;
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 1 });
		expect((await store.state()).quarantine).toBeNull();
	});

	it("begins when more than 40 % of at least 50 calls fail", () => {
		const health = new CallHealth();
		for (let call = 0; call < 29; call += 1) health.note(null);
		for (let call = 0; call < 20; call += 1) health.note("RoleNotFound");
		expect(() => health.note("RoleNotFound")).toThrow(QuarantineError);
	});

	it("does not begin while 40 % fail, or before there are 50 calls", () => {
		const few = new CallHealth();
		const many = new CallHealth();
		expect(() => {
			for (let call = 0; call < 49; call += 1) few.note("Conflict");
			for (let call = 0; call < 300; call += 1) many.note(null);
			for (let call = 0; call < 200; call += 1) many.note("Conflict");
		}).not.toThrow();
	});

	it("stops the cycle that earned it", async () => {
		const { engine, directory, target, entries } = await setUp();
		target.fate = (call, when) => {
			if (call === "create" && when === "before") throw refusal("invalid", 400, "not today");
		};
		for (let index = 0; index < 200; index += 1) directory.put(person(`P${index}`), "User");
		const summary = await engine.run();
		expect(summary.outcome).toBe("quarantined");
		expect(target.calls.filter((call) => call.startsWith("create")).length).toBeLessThan(60);
		expect(summary.notReached).toBe(200 - summary.failed);
		const [end, ...failed] = (await entries()).toReversed();
		expect(failed.length).toBe(summary.failed);
		expect(end).toMatchObject({
			action: "Cycle",
			status: "failure",
			error: { code: "SchemaAttributeValidationFailed", reason: summary.error },
			steps: [{ description: expect.stringContaining(`${summary.notReached} users were not reached.`) }],
		});
		expect(await engine.escrow()).toHaveLength(summary.failed);
	});

	it("doubles the wait for each attempt, up to a day", () => {
		const waits = [1, 2, 3, 6, 30].map((attempts) =>
			quarantineDelay({ since: 0, code: "Conflict", reason: "", attempts, switchedOff: false }, 40 * minute),
		);
		expect(waits).toEqual([80 * minute, 160 * minute, 320 * minute, day, day]);
	});

	it("that began in the future, because a clock was ahead, begins now", () => {
		const ahead = { since: 365 * day, code: "Timeout", reason: "", attempts: 3, switchedOff: false } as const;
		expect(inQuarantine(ahead, "Timeout", "slow", day)).toMatchObject({ since: day, attempts: 4 });
	});

	it("keeps its beginning, and switches provisioning off after 28 days", async () => {
		expect(
			inQuarantine(
				{ since: 5, code: "Conflict", reason: "", attempts: 1, switchedOff: false },
				"Timeout",
				"x",
				9,
			),
		).toEqual({
			...{ since: 5, code: "Timeout", reason: "x", attempts: 2, switchedOff: false },
			...{ lastFailed: 9, lastedMs: 4 },
		});
		const { engine, target, store, clock, directory, entries } = await setUp();
		directory.put(person("Ada"), "User");
		target.fate = () => {
			throw refusal("unauthorized", 401, "no");
		};
		await engine.setEnabled(true);
		for (let failed = 0; failed < 28; failed += 1) {
			await engine.run();
			clock.advance(day + minute);
		}
		expect(await store.state()).toMatchObject({ enabled: true, quarantine: { switchedOff: false } });
		await engine.run();
		expect(await store.state()).toMatchObject({
			enabled: false,
			nextRun: null,
			quarantine: { switchedOff: true },
		});
		const words = "Provisioning was in quarantine for 28 days and is now Off.";
		const switchedOff = async () => (await entries()).filter(({ action }) => action === "Other");
		expect(await switchedOff()).toMatchObject([
			{ status: "failure", error: { code: "InvalidCredentials", reason: expect.stringContaining(words) } },
		]);
		// Run by a timer from outside it was Off all along: there is nothing to tell.
		await engine.run();
		expect((await switchedOff()).length).toBe(1);
		// Switched On again it gets all of its time again.
		await engine.setEnabled(true);
		await engine.run();
		expect(await store.state()).toMatchObject({ enabled: true, quarantine: { since: clock.now() } });
	});

	it.each([
		["an hour after a clock was set 28 days forward", [28 * day, minute * 60]],
		["after a clock was corrected that had been years behind", [20_000 * day, day, day]],
		["after a clock went to and fro", [28 * day, -28 * day, 28 * day, -28 * day, 28 * day]],
		["after a machine was off for months", [100 * day, 100 * day]],
	])("leaves provisioning On %s", async (_, steps) => {
		const { engine, target, store, clock, directory } = await setUp();
		directory.put(person("Ada"), "User");
		target.fate = () => {
			throw refusal("unauthorized", 401, "no");
		};
		await engine.setEnabled(true);
		await engine.run();
		for (const step of steps) {
			clock.advance(step);
			await engine.run();
			expect(await store.state()).toMatchObject({ enabled: true, quarantine: { switchedOff: false } });
		}
	});

	it("written by an older version counts a day per attempt", () => {
		const older = { since: 0, code: "Timeout", reason: "", switchedOff: false } as const;
		expect(isHopeless(inQuarantine({ ...older, attempts: 3 }, "Timeout", "slow", 40 * day))).toBe(false);
		expect(isHopeless(inQuarantine({ ...older, attempts: 30 }, "Timeout", "slow", 27 * day))).toBe(false);
		expect(isHopeless(inQuarantine({ ...older, attempts: 30 }, "Timeout", "slow", 28 * day))).toBe(true);
	});

	it("is ended by hand", async () => {
		const { engine, target, store, directory } = await setUp();
		directory.put(person("Ada"), "User");
		target.fate = () => {
			throw refusal("unauthorized", 401, "no");
		};
		await engine.run();
		await engine.clearQuarantine();
		expect((await store.state()).quarantine).toBeNull();
	});
});
