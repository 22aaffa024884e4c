import { describe, expect, it } from "vitest";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { createEventFeed } from "../../../src/app/events/event-feed.ts";
import { createProvisioningService } from "../../../src/app/provisioning/provisioning-service.ts";
import { createLocalJob } from "../../../src/jobs/local-job.ts";
import type { EngineEvent } from "../../../src/ports/event.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { sampleOutcome } from "../../store/samples.ts";
import { planReport } from "../../tui/fake-data.ts";
import { progress, summary } from "../../tui/fake-session.ts";

const counts = {
	created: 1,
	updated: 0,
	disabled: 0,
	enabled: 0,
	deleted: 0,
	skipped: 0,
	failed: 0,
	staged: 0,
	openMatters: [],
	requests: 2,
};

/** A console that looks at a store which another process writes to. */
async function looking() {
	const store = await openStore(":memory:");
	const bus = createEventBus();
	const job = createLocalJob({
		engine: () => Promise.reject(new Error("Nothing runs in this process.")),
		store,
		now: Date.now,
		holder: "this process",
	});
	const provisioning = createProvisioningService({
		job: () => job,
		mode: () => "direct",
		events: bus,
		feed: createEventFeed(bus),
		limit: () => ({ perSecond: 4, used: 0 }),
		now: () => 7,
	});
	const events: EngineEvent[] = [];
	provisioning.subscribe((event) => events.push(event));
	return { store, job, provisioning, events, bus };
}

describe("a console beside another process", () => {
	it("shows new log entries, once", async () => {
		const { store, provisioning, events } = await looking();
		await store.settle([sampleOutcome("a"), sampleOutcome("b")]);
		await provisioning.checkOthers();
		await provisioning.checkOthers();
		expect(events).toMatchObject([{ type: "entry", entry: { changeId: "b", sequence: 2 } }]);
	});

	it("has the last entries at hand until one is added", async () => {
		const { store, provisioning } = await looking();
		await store.settle([sampleOutcome("a"), sampleOutcome("b")]);
		expect(provisioning.recent()).toEqual([]);
		await provisioning.readRecent();
		expect(provisioning.recent().map(({ changeId }) => changeId)).toEqual(["b", "a"]);
		await store.settle([sampleOutcome("c")]);
		await provisioning.checkOthers();
		expect(provisioning.recent()).toEqual([]);
	});

	it("shows each cycle that ends there as the last one", async () => {
		const { store, provisioning } = await looking();
		for (const id of ["first", "second"]) {
			const cycle = { id, kind: "initial", startedAt: 0, endedAt: 1000, outcome: "completed" } as const;
			await store.startCycle({ ...cycle, counts, error: null });
			await provisioning.checkOthers();
			expect(provisioning.status().lastCycle).toMatchObject({ cycleId: id, created: 1, seconds: 1 });
		}
	});

	it("does not read Entra's log again that the status shows as unreadable", async () => {
		const { job, bus } = await looking();
		let logProblem: string | null = "The permission ProvisioningLog.Read.All is missing.";
		let reads = 0;
		const provisioning = createProvisioningService({
			job: () => ({
				...job,
				status: async () => ({ ...(await job.status()), hosted: { job: null, problem: null, logProblem } }),
				newestEntry: async () => {
					reads += 1;
					return undefined;
				},
			}),
			mode: () => "hosted",
			events: bus,
			feed: createEventFeed(bus),
			limit: () => ({ perSecond: 4, used: 0 }),
			now: () => 7,
		});
		await provisioning.checkOthers();
		expect(reads).toBe(0);
		logProblem = null;
		await provisioning.checkOthers();
		expect(reads).toBe(1);
	});
});

describe("the provisioning status", () => {
	it("is read again when something changed the job, and published only when it differs", async () => {
		const { store, provisioning, bus } = await looking();
		let published = 0;
		bus.on(["statusChanged"], () => {
			published += 1;
		});
		await store.setState({ enabled: true });
		await bus.publish({ type: "jobChanged" });
		expect(provisioning.status().enabled).toBe(true);
		await bus.publish({ type: "connectionChanged" });
		await bus.publish({ type: "targetChanged" });
		expect(published).toBe(1);
		await store.setState({ enabled: false });
		await bus.publish({ type: "sourceChanged" });
		expect(provisioning.status().enabled).toBe(true);
	});

	it("follows the progress of a cycle to its summary", async () => {
		const { provisioning, bus } = await looking();
		await bus.publish({ type: "progress", time: 0, cycleId: "C1", progress: progress() });
		expect(provisioning.status().running).toMatchObject({ phase: "provisioning" });
		await bus.publish({ type: "cycleEnded", time: 0, summary: summary() });
		expect(provisioning.status()).toMatchObject({ running: null, lastCycle: { cycleId: "C1" } });
	});
});

describe("a job without a capability", () => {
	it("rejects the operation with the reason, and before anything is read", async () => {
		const { job } = await looking();
		const bus = createEventBus();
		const missing = "Entra's job has no plan.";
		const provisioning = createProvisioningService({
			job: () => ({ ...job, capabilities: { ...job.capabilities, plan: { missing } } }),
			mode: () => "direct",
			events: bus,
			feed: createEventFeed(bus),
			limit: () => ({ perSecond: 4, used: 0 }),
			now: () => 7,
		});
		await expect(provisioning.plan()).rejects.toMatchObject({ message: missing, code: "missing-capability" });
		expect(await provisioning.failed()).toEqual([]);
	});
});

describe("the last plan", () => {
	it("is kept with its time, and outdated by a cycle or by a change of profile, source or target", async () => {
		const { job } = await looking();
		const bus = createEventBus();
		const report = planReport();
		const perform = async () => report;
		const provisioning = createProvisioningService({
			job: () => ({ ...job, capabilities: { ...job.capabilities, plan: { perform } } }),
			mode: () => "direct",
			events: bus,
			feed: createEventFeed(bus),
			limit: () => ({ perSecond: 4, used: 0 }),
			now: () => 7,
		});
		expect(provisioning.lastPlan()).toBeNull();
		for (const type of ["connectionChanged", "sourceChanged", "targetChanged"] as const) {
			await provisioning.plan();
			const { counts: planned, guard, forecastSeconds } = report;
			const kept = { counts: planned, guard, forecastSeconds };
			expect(provisioning.lastPlan()).toEqual({ ...kept, madeAt: 7, isOutdated: false });
			await bus.publish({ type });
			expect(provisioning.lastPlan()).toMatchObject({ isOutdated: true });
		}
		await provisioning.plan();
		await bus.publish({ type: "cycleEnded", time: 0, summary: summary() });
		expect(provisioning.lastPlan()).toMatchObject({ isOutdated: true });
	});
});
