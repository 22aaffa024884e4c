import { describe, expect, it } from "vitest";
import { jobStatus } from "../../src/entra/synchronization/job-status.ts";
import { JobNotSwitchedError, withShownSwitches } from "../../src/jobs/shown-switches.ts";
import type { HostedService } from "../../src/ports/hosted-service.ts";
import examples from "../simulator/entra/examples/synchronization-job.json" with { type: "json" };

/** A job that shows these schedules in turn, the last one from then on. */
function jobShowing(...schedules: readonly string[]) {
	const done: string[] = [];
	const left = [...schedules];
	const refuse = () => Promise.reject(new Error("not part of this test"));
	const service: HostedService = {
		status: async () => {
			const schedule = (left.length > 1 ? left.shift() : left[0]) ?? "";
			done.push(schedule);
			return { ...jobStatus.parse(examples.active), schedule };
		},
		start: async () => void done.push("start"),
		pause: async () => void done.push("pause"),
		restart: async () => void done.push("restart"),
		...{ onDemand: refuse, log: refuse },
	};
	const sleep = async () => void done.push("wait");
	return { done, shown: withShownSwitches(service, { sleep }) };
}

describe("a switch of Entra's job", () => {
	it("ends with the first look that shows it", async () => {
		const paused = jobShowing("Active", "Active", "Paused");
		await paused.shown.pause();
		expect(paused.done).toEqual(["pause", "Active", "wait", "Active", "wait", "Paused"]);
		const started = jobShowing("Active");
		await started.shown.start();
		await started.shown.restart(["watermark"]);
		expect(started.done).toEqual(["start", "Active", "restart", "Active"]);
	});

	it.each([
		["pause", "Active", /accepted the pause, but its job is still on/, "pause-hosted-job"],
		["start", "Paused", /accepted the start, but its job is still off/, "restart-hosted-job"],
		["restart", "Disabled", /accepted the restart, but its job is still off/, "restart-hosted-job"],
		["pause", "Evaluating", /does not show whether it is on.*the schedule "Evaluating"/, "pause-hosted-job"],
		["start", "Unknown", /whether it is on. Entra does not report the schedule/, "restart-hosted-job"],
	] as const)(
		"fails when a %s is accepted and the job stays %s",
		async (command, schedule, message, remedy) => {
			const { done, shown } = jobShowing(schedule);
			const switching = command === "restart" ? shown.restart(["watermark"]) : shown[command]();
			const error = await switching.catch((thrown: unknown) => thrown);
			expect(error).toBeInstanceOf(JobNotSwitchedError);
			expect(error).toMatchObject({ message: expect.stringMatching(message), remedy: { type: remedy } });
			expect(done.filter((one) => one === command)).toHaveLength(1);
			expect(done.filter((one) => one === "wait")).toHaveLength(11);
		},
	);
});
