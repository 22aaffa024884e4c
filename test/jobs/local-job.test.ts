import { describe, expect, it } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { createLocalJob } from "../../src/jobs/local-job.ts";
import type { Capability } from "../../src/jobs/provisioning-job.ts";
import { person } from "../engine/fake-directory.ts";
import { setUp } from "../engine/setup.ts";

function performed<Operation>(capability: Capability<Operation>): Operation {
	if ("missing" in capability) throw new Error(capability.missing);
	return capability.perform;
}

/** The job of an engine in memory, with one assigned user at the source. */
async function open() {
	const setup = await setUp();
	setup.directory.put(person("Ada"), "User");
	let opened = 0;
	const job = createLocalJob({
		engine: async () => {
			opened += 1;
			return setup.engine;
		},
		store: setup.store,
		now: Date.now,
		holder: "test",
	});
	return { ...setup, job, opened: () => opened };
}

describe("the local job", () => {
	it("shows status, log, failures and held-back changes without opening the engine", async () => {
		const { job, opened } = await open();
		expect(await job.status()).toEqual({
			drift: null,
			enabled: false,
			lastCycle: null,
			nextRun: null,
			quarantine: null,
			recentCycles: [],
			otherRunner: null,
			staged: 0,
			openMatters: [],
		});
		expect(await job.newestEntry()).toBeUndefined();
		expect(await job.log({ order: "ascending", limit: 10 })).toEqual([]);
		expect(await job.countLog({})).toBe(0);
		expect(await performed(job.capabilities.failed)()).toEqual([]);
		expect(await performed(job.capabilities.heldBack)()).toEqual([]);
		expect(opened()).toBe(0);
	});

	it("shows the drift that the last comparison found, and when that was", async () => {
		const { job, engine, target } = await open();
		await engine.run();
		const account = target.named("ada@example.com");
		if (account === undefined) throw new Error("no account");
		target.accounts.set(account.id, { ...account, name: { givenName: "Changed", familyName: "Elsewhere" } });
		const before = Date.now();
		await engine.drift({ repair: false, initiatedBy: "test" });
		const { drift } = await job.status();
		expect(drift).toMatchObject({ found: 1 });
		expect(drift?.readAt).toBeGreaterThan(0);
		expect(drift?.readAt).toBeLessThanOrEqual(Math.max(before, Date.now()) + 1);
	});

	it("has every capability, and shows its last cycle and newest entry", async () => {
		const { job, target } = await open();
		expect(Object.values(job.capabilities).every((one) => "perform" in one)).toBe(true);
		expect((await performed(job.capabilities.plan)()).counts.create).toBe(1);
		expect(target.named("ada@example.com")).toBeUndefined();
		expect((await performed(job.capabilities.runNow)()).created).toBe(1);
		expect((await job.status()).lastCycle).toMatchObject({ kind: "initial", created: 1 });
		expect(await job.newestEntry()).toMatchObject({ action: "Create", status: "success" });
	});

	it("shows another runner, but not itself", async () => {
		const { job, store } = await open();
		await store.acquireLease("test");
		expect((await job.status()).otherRunner).toBeNull();
		await store.releaseLease("test");
		await store.acquireLease("other host");
		expect((await job.status()).otherRunner).toBe("other host");
	});

	it("continues a cycle on the engine that replaced its own, and not when it was only stopped", async () => {
		const setup = await setUp({ settings: { concurrency: 1 } });
		for (const name of ["Ada", "Bob"]) setup.directory.put(person(name), "User");
		let engine = setup.engine;
		const job = createLocalJob({
			engine: async () => engine,
			store: setup.store,
			now: Date.now,
			holder: "test",
		});
		const ends: ((engine: Engine) => Promise<void>)[] = [
			(one) => one.close({ replaced: true }),
			(one) => one.stop(),
		];
		setup.target.fate = (call, when) => {
			if (call !== "create" || when !== "before") return;
			const replaced = engine;
			const end = ends.shift();
			if (ends.length === 1) engine = setup.restart();
			void end?.(replaced);
		};
		expect(await performed(job.capabilities.runNow)()).toMatchObject({ outcome: "interrupted", created: 1 });
		expect(ends).toEqual([]);
		expect((await setup.store.cycles(10)).map(({ outcome, error }) => [outcome, error])).toEqual([
			["interrupted", "The cycle was stopped."],
			[
				"interrupted",
				"Source, target or credentials were changed: the cycle was stopped, and continues with them.",
			],
		]);
		expect(await performed(job.capabilities.runNow)()).toMatchObject({ outcome: "completed" });
		expect(setup.target.accounts.size).toBe(2);
	});

	it("keeps the links on a restart from the watermark, and drops them on a full one", async () => {
		const { job, store } = await open();
		await performed(job.capabilities.runNow)();
		await job.restart("watermark");
		expect((await store.state()).watermark).toBeNull();
		expect(await store.link("source-ada")).toBeDefined();
		await job.restart("full");
		expect(await store.link("source-ada")).toBeUndefined();
	});

	it("rejects to allow deletions while none are held back", async () => {
		const { job } = await open();
		await expect(job.allowDeletions()).rejects.toThrow("No deactivations or deletions are held back.");
	});
});
