import { expect, it } from "vitest";
import { jobStatus } from "../../src/entra/synchronization/job-status.ts";
import { createHostedJob } from "../../src/jobs/hosted-job.ts";
import examples from "../simulator/entra/examples/synchronization-job.json" with { type: "json" };

it("reads the status no more often than its pace, unless it is asked for a fresh one", async () => {
	let reads = 0;
	const refuse = () => Promise.reject(new Error("not part of this test"));
	const job = createHostedJob({
		service: {
			status: async () => {
				reads += 1;
				return jobStatus.parse(examples.active);
			},
			...{ start: refuse, pause: refuse, restart: refuse, onDemand: refuse },
		},
		log: { log: async () => [], newestOfEach: async () => [], countLog: async () => 0 },
		unreadable: async () => null,
		now: () => 0,
		paceMs: 10_000,
		...{ assertAlone: refuse, onSwitched: refuse, plan: refuse },
	});
	await job.status();
	await job.status();
	expect(reads).toBe(1);
	await job.status({ fresh: true });
	expect(reads).toBe(2);
	await job.status();
	expect(reads).toBe(2);
});

it("counts no read that began before the job was switched", async () => {
	const refuse = () => Promise.reject(new Error("not part of this test"));
	const active = jobStatus.parse(examples.active);
	let schedule = "Active";
	const begun = Promise.withResolvers<void>();
	const late = Promise.withResolvers<void>();
	let reads = 0;
	const job = createHostedJob({
		service: {
			status: async () => {
				const shown = { ...active, schedule };
				reads += 1;
				if (reads === 1) {
					begun.resolve();
					await late.promise;
				}
				return shown;
			},
			pause: async () => {
				schedule = "Paused";
			},
			...{ start: refuse, restart: refuse, onDemand: refuse },
		},
		log: { log: async () => [], newestOfEach: async () => [], countLog: async () => 0 },
		unreadable: async () => null,
		now: () => 0,
		paceMs: 10_000,
		onSwitched: async () => undefined,
		...{ assertAlone: refuse, plan: refuse },
	});
	const before = job.status();
	await begun.promise;
	await job.setEnabled(false);
	expect(await job.status()).toMatchObject({ enabled: false });
	late.resolve();
	expect(await before).toMatchObject({ enabled: false });
	expect(await job.status()).toMatchObject({ enabled: false });
	expect(reads).toBe(2);
});
