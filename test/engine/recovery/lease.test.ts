import { describe, expect, it } from "vitest";
import { RunnerLease } from "../../../src/engine/recovery/lease.ts";
import type { Cycle } from "../../../src/ports/store/cycle.ts";
import { person } from "../fake-directory.ts";
import { setUp } from "../setup.ts";

const nothing = {
	created: 0,
	updated: 0,
	disabled: 0,
	enabled: 0,
	deleted: 0,
	skipped: 0,
	failed: 0,
	staged: 0,
	requests: 0,
};

const running = (id: string, kind: Cycle["kind"], startedAt: number): Cycle => ({
	id,
	kind,
	startedAt,
	endedAt: null,
	outcome: "running",
	counts: nothing,
	error: null,
});

describe("a process that was suspended for longer than its lease", () => {
	it("writes nothing after another process has taken over, and leaves no intent", async () => {
		const { engine, directory, target, store, clock } = await setUp({ settings: { concurrency: 1 } });
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		let writes = 0;
		target.waiting = async () => {
			writes += 1;
			if (writes !== 2) return;
			while ((await store.countLog({})) === 0) await new Promise((resolve) => setImmediate(resolve));
			clock.leap(31_000);
			expect(await store.acquireLease("another")).toBe(2);
		};
		const summary = await engine.run();
		expect(summary).toMatchObject({ outcome: "interrupted", created: 1, failed: 0 });
		expect(summary.error).toContain("Another process runs this profile: another");
		expect([...target.accounts.values()].map(({ userName }) => userName)).toEqual(["ada@example.com"]);
		expect(await store.openIntents()).toEqual([]);
		expect(await store.escrow()).toEqual([]);
		expect((await store.lease())?.holder).toBe("another");
	});

	it("names the process that has run the profile in the meantime, also when that has ended", async () => {
		const { store, clock } = await setUp();
		for (const leap of [0, 31_000]) {
			const lease = new RunnerLease(store, clock, "this", null);
			const work = lease.hold(async () => {
				clock.leap(31_000);
				expect(await store.acquireLease("another")).not.toBeNull();
				await store.releaseLease("another");
				clock.leap(leap);
				await lease.confirm();
			});
			await expect(work).rejects.toThrow("Another process ran this profile in the meantime (another)");
		}
	});

	it("continues when no other process has taken over in the meantime, and then none can", async () => {
		const { engine, directory, target, store, clock } = await setUp({ settings: { concurrency: 1 } });
		for (const name of ["Ada", "Bob"]) directory.put(person(name), "User");
		const others: (number | null)[] = [];
		target.waiting = () => clock.leap(31_000);
		target.fate = async (call, when) => {
			if (call !== "create" || when !== "before") return;
			others.push(await store.acquireLease("another"));
		};
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 2 });
		expect(others).toEqual([null, null]);
	});
});

describe("a process that does not notice that another has taken over", () => {
	it("records no outcome, and leaves the change to the other process", async () => {
		const { engine, directory, target, store, clock, restart } = await setUp();
		directory.put(person("Ada"), "User");
		target.fate = async (call, when) => {
			if (call !== "create" || when !== "after") return;
			target.fate = () => undefined;
			clock.leap(31_000);
			expect(await store.acquireLease("another")).toBe(2);
		};
		const summary = await engine.run();
		expect(summary).toMatchObject({ outcome: "interrupted" });
		expect(summary.error).toContain("Another process took over this profile (another)");
		expect(await store.countLog({})).toBe(0);
		expect(await store.openIntents()).toHaveLength(1);

		await store.releaseLease("another");
		expect(await restart({}, "third").run()).toMatchObject({ outcome: "completed" });
		expect(await store.openIntents()).toEqual([]);
		expect(await store.countLog({ actions: ["Create"], statuses: ["success"] })).toBe(1);
		expect(target.accounts.size).toBe(1);
	});
});

describe("runs that were interrupted by the end of their process", () => {
	it("are ended by the next run of any kind, with the time of their last entry and counts from the log", async () => {
		const { engine, directory, store, clock } = await setUp();
		const ada = directory.put(person("Ada"), "User");
		directory.put(person("Bob", { givenName: null }), "User");
		await engine.run();
		const [{ id, counts } = { id: "", counts: nothing }] = await store.cycles(1);
		const lastEntry = clock.now();
		// The state after a SIGKILL.
		await store.updateCycle(id, { endedAt: null, outcome: "running", counts: nothing });
		await store.startCycle(running("by hand", "manual", lastEntry));
		await store.startCycle(running("on demand", "onDemand", lastEntry));
		clock.advance(60_000);

		await engine.provision(ada.id, { perform: true });
		const cycles = await store.cycles(10);
		const error = "The process ended during the run.";
		for (const killed of [id, "by hand", "on demand"]) {
			const cycle = cycles.find((one) => one.id === killed);
			expect(cycle).toMatchObject({ outcome: "interrupted", endedAt: lastEntry, error });
		}
		const { requests: _, ...done } = counts;
		expect(cycles.find((one) => one.id === id)?.counts).toMatchObject(done);
		expect(done).toMatchObject({ created: 1, failed: 1 });
		expect(cycles.filter(({ outcome }) => outcome === "running")).toEqual([]);
		const ends = await store.log({ order: "ascending", limit: 100, actions: ["Cycle"] });
		expect(ends).toMatchObject([{ cycleId: id, status: "warning", error: null, time: lastEntry }]);
	});
});

describe("a process whose lease an operator broke", () => {
	it("writes nothing more, does not renew it, and records nothing", async () => {
		const { engine, directory, target, store, clock } = await setUp({ settings: { concurrency: 1 } });
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		let writes = 0;
		target.waiting = async () => {
			writes += 1;
			if (writes !== 2) return;
			while ((await store.countLog({})) === 0) await new Promise((resolve) => setImmediate(resolve));
			await store.breakLease("released by ana");
			clock.leap(16_000);
		};
		const summary = await engine.run();
		expect(summary).toMatchObject({ outcome: "interrupted", created: 1, failed: 0 });
		expect(summary.error).toMatch(/^An operator released this profile from this process/);
		expect([...target.accounts.values()].map(({ userName }) => userName)).toEqual(["ada@example.com"]);
		expect(await store.lease()).toBeUndefined();
		target.waiting = () => undefined;
		expect(await engine.run()).toMatchObject({ outcome: "completed", created: 2 });
	});
});

describe("a lease", () => {
	it("is confirmed once for writes at the same time, and again after a moment by either clock", async () => {
		const { store, clock } = await setUp();
		let looks = 0;
		const counting = {
			...store,
			async lease() {
				looks += 1;
				return store.lease();
			},
		};
		const lease = new RunnerLease(counting, clock, "this", null);
		await lease.hold(async () => {
			await Promise.all([lease.confirm(), lease.confirm(), lease.confirm()]);
			await lease.confirm();
			expect(looks).toBe(1);
			for (const pass of [() => clock.advance(20), () => clock.leap(20), () => clock.set(1_000)]) {
				const before = looks;
				pass();
				await lease.confirm();
				await lease.confirm();
				expect(looks).toBe(before + 1);
			}
			await store.breakLease("released by ana");
			clock.advance(20);
			await expect(lease.confirm()).rejects.toThrow("An operator released this profile");
		});
	});
});
