import { describe, expect, it } from "vitest";
import { ScimError } from "../../../../src/scim/errors.ts";
import { hour, minute } from "../../fake-clock.ts";
import { person } from "../../fake-directory.ts";
import { setUp } from "../../setup.ts";

const banned = (ms: number | null = 3 * hour, status = 429) =>
	new ScimError(status === 429 ? "too-many-requests" : "unavailable", `${status}: wait`, {
		status,
		pause: { ms },
	});

/** Ten users, and a target that refuses everything from the fourth creation on. */
async function stoppedAtTheFourth(fault: () => ScimError, when: "before" | "after" = "before") {
	const setup = await setUp({ settings: { concurrency: 2 } });
	const { directory, target } = setup;
	for (let index = 0; index < 10; index += 1) directory.put(person(`P${index}`), "User");
	let creations = 0;
	target.fate = (call, moment) => {
		if (call === "create" && moment === when) creations += 1;
		if (creations >= 4 && moment === when) throw fault();
	};
	return setup;
}

describe("a target that asks for a long pause", () => {
	it.each([429, 503])(
		"stops the cycle between two users, and no user is marked as failed (%i)",
		async (status) => {
			const { engine, store, clock, entries, events } = await stoppedAtTheFourth(() =>
				banned(3 * hour, status),
			);
			const summary = await engine.run();
			const until = clock.now() + 3 * hour;
			expect(summary).toMatchObject({
				outcome: "paused",
				created: 3,
				failed: 0,
				notReached: 7,
				stillFailing: 0,
				pausedUntil: until,
				error: expect.stringContaining(new Date(until).toISOString()),
			});
			expect(await store.escrow()).toEqual([]);
			expect((await store.state()).quarantine).toBeNull();
			const log = await entries();
			expect(log.map(({ action, status: of }) => `${action} ${of}`)).toEqual([
				...Array.from({ length: 3 }, () => "Create success"),
				"Cycle warning",
			]);
			expect(log.at(-1)?.steps[0]?.description).toMatch(
				/stopped for a pause: .*until .* 7 users were not reached\./,
			);
			expect(events.filter(({ type }) => type === "warning")).toMatchObject([
				{ message: expect.stringContaining(new Date(until).toISOString()), remedy: { type: "wait" } },
			]);
		},
	);

	it("is tried again after a day at the latest, and the words say so", async () => {
		const { engine, clock } = await stoppedAtTheFourth(() => banned(50 * hour));
		const summary = await engine.run();
		const until = clock.now() + 24 * hour;
		expect(summary).toMatchObject({ outcome: "paused", pausedUntil: until });
		expect(summary.error).toMatch(/^The target asks to send nothing for more than a day \(the next attempt/);
		expect(summary.error).toContain(new Date(until).toISOString());
	});

	it("schedules no cycle before its end, and the next cycle continues with the others", async () => {
		const { engine, store, clock, target } = await stoppedAtTheFourth(banned);
		await engine.setEnabled(true);
		await engine.run();
		const until = clock.now() + 3 * hour;
		expect(await store.state()).toMatchObject({ pausedUntil: until, nextRun: until });
		target.fate = () => undefined;
		clock.advance(3 * hour);
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 7, failed: 0 });
		expect(await store.state()).toMatchObject({ pausedUntil: null, nextRun: clock.now() + 40 * minute });
	});

	it("does not say until when if the target does not", async () => {
		const { engine, store } = await stoppedAtTheFourth(() => banned(null));
		expect(await engine.run()).toMatchObject({ outcome: "paused", pausedUntil: null, failed: 0 });
		expect((await store.state()).pausedUntil).toBeNull();
	});

	it("leaves open whether the change in flight was made, and the next cycle asks", async () => {
		const { engine, store, target, entries } = await stoppedAtTheFourth(() => banned(hour, 503), "after");
		await engine.run();
		const open = await store.openIntents();
		expect(open.length).toBeGreaterThan(0);
		target.fate = () => undefined;
		await engine.run();
		expect(await store.openIntents()).toEqual([]);
		const created = (await entries()).filter(({ action }) => action === "Create");
		expect(created.map(({ source }) => source?.id).sort()).toEqual(
			Array.from({ length: 10 }, (_, index) => `source-p${index}`),
		);
		expect(target.calls.filter((call) => call.startsWith("create"))).toHaveLength(10);
	});
});

describe("a key that is refused in the middle of a cycle, for good", () => {
	it("marks no user as failed: those in flight and those after them were not reached", async () => {
		const { engine, store, entries } = await stoppedAtTheFourth(
			() => new ScimError("unauthorized", "401: no", { status: 401 }),
		);
		expect(await engine.run()).toMatchObject({
			outcome: "quarantined",
			created: 3,
			failed: 0,
			notReached: 7,
		});
		expect(await store.escrow()).toEqual([]);
		expect((await entries()).filter(({ status }) => status === "failure")).toMatchObject([
			{ action: "Cycle" },
		]);
	});
});
