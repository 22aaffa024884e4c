import type { ProvisioningStatus } from "../../../../src/app/provisioning/provisioning.ts";
import { jobStatus } from "../../../../src/entra/synchronization/job-status.ts";
import examples from "../../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import { createFakeSession, type FakeData } from "../../fake-session.ts";

/** Why the job has no such action. */
export const missing = {
	runNow: "Entra runs the cycles of its job by its own clock.",
	stop: "Entra cannot stop a running cycle.",
	preview: "Entra cannot preview a user on demand.",
	retryNow: "Entra retries failed users by itself.",
};

/** A session on a profile in hosted mode, whose job is one of the examples. */
export function hosted(
	example: keyof typeof examples,
	status: Partial<ProvisioningStatus> = {},
	data: FakeData = {},
) {
	const job = jobStatus.parse(examples[example]);
	return createFakeSession({
		profile: { provisioning: { mode: "hosted" } } as NonNullable<FakeData["profile"]>,
		status: { enabled: job.schedule === "Active", hosted: { job, problem: null }, ...status },
		missing,
		...data,
	});
}
