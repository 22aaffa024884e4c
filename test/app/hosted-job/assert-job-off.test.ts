import { expect, it } from "vitest";
import { jobOffCheck } from "../../../src/app/hosted-job/assert-job-off.ts";
import { createSynchronizationJobs } from "../../../src/entra/synchronization/synchronization-jobs.ts";
import { DirectoryError, type DirectoryErrorCode } from "../../../src/ports/source/directory.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { stubClient } from "../../entra/stub-client.ts";
import examples from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };

/** The check for an application whose job has this schedule, or whose job cannot be read. */
async function open(job: { readonly schedule: string } | DirectoryErrorCode) {
	const warnings: string[] = [];
	const jobs = createSynchronizationJobs(
		stubClient(() => {
			if (typeof job === "string") throw new DirectoryError(job, "Graph does not answer.");
			return { value: [{ ...examples.active, schedule: { state: job.schedule } }] };
		}),
		"principal",
		false,
	);
	const store = await openStore(":memory:", { databaseClock: () => 0 });
	const check = jobOffCheck({
		directory: { hostedJob: (_, signal) => jobs.current(signal) },
		store,
		starts: { of: async () => ({ by: "ada", at: 0 }) },
		mode: () => "direct",
		appName: "Sumo Logic",
		warn: (message) => warnings.push(message),
		now: () => 0,
	});
	return { check, warnings };
}

it.each([
	["before", "Nothing was changed: Entra's own job provisions"],
	["during", "The cycle was stopped: Entra's own job provisions"],
] as const)("refuses what would provision while Entra's job is on (%s)", async (when, words) => {
	const { check } = await open({ schedule: "Active" });
	await expect(check(when)).rejects.toThrow(words);
	const { check: paused } = await open({ schedule: "Paused" });
	await expect(paused(when)).resolves.toBeUndefined();
});

it("refuses while the schedule of Entra's job is a word that is not known here", async () => {
	const { check } = await open({ schedule: "Throttled" });
	await expect(check("before")).rejects.toThrow('Entra reports the schedule "Throttled"');
});

it("does not stop a cycle because Graph cannot be asked now, but does not begin one", async () => {
	const { check, warnings } = await open("network");
	await expect(check("during")).resolves.toBeUndefined();
	await expect(check("before")).rejects.toThrow("Graph does not answer.");
	expect(warnings).toEqual([]);
});
