import { describe, expect, it } from "vitest";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { createEventFeed } from "../../../src/app/events/event-feed.ts";
import { createProvisioningService } from "../../../src/app/provisioning/provisioning-service.ts";
import { createLocalJob } from "../../../src/jobs/local-job.ts";
import type { EngineEvent } from "../../../src/ports/event.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { sampleOutcome } from "../../store/samples.ts";

const counts = {
	created: 1,
	updated: 0,
	disabled: 0,
	enabled: 0,
	deleted: 0,
	skipped: 0,
	failed: 0,
	staged: 0,
	requests: 2,
};

/** A console that looks at a store which another process writes to. */
async function looking() {
	const store = await openStore(":memory:");
	const bus = createEventBus();
	const provisioning = createProvisioningService({
		job: createLocalJob({
			engine: () => Promise.reject(new Error("Nothing runs in this process.")),
			store,
			holder: "this process",
		}),
		events: bus,
		feed: createEventFeed(bus),
		limit: () => ({ perSecond: 4, used: 0 }),
	});
	const events: EngineEvent[] = [];
	provisioning.subscribe((event) => events.push(event));
	return { store, provisioning, events };
}

describe("a console beside another process", () => {
	it("hears of new log entries, once", async () => {
		const { store, provisioning, events } = await looking();
		await store.settle([sampleOutcome("a"), sampleOutcome("b")]);
		await provisioning.lookAround();
		await provisioning.lookAround();
		expect(events).toMatchObject([{ type: "entry", entry: { changeId: "b", sequence: 2 } }]);
	});

	it("shows each cycle that ends there as the last one", async () => {
		const { store, provisioning } = await looking();
		for (const id of ["first", "second"]) {
			const cycle = { id, kind: "initial", startedAt: 0, endedAt: 1000, outcome: "completed" } as const;
			await store.startCycle({ ...cycle, counts, error: null });
			await provisioning.lookAround();
			expect(provisioning.status().lastCycle).toMatchObject({ cycleId: id, created: 1, seconds: 1 });
		}
	});
});
