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
