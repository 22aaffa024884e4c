import { expect, it } from "vitest";
import { statusLines } from "../../../../src/cli/commands/job/status-lines.ts";
import { jobStatus } from "../../../../src/entra/synchronization/job-status.ts";
import examples from "../../../simulator/entra/examples/synchronization-job.json" with { type: "json" };

it.each([
	[1, 1, "1 change, 1 user failed."],
	[0, 2, "0 changes, 2 users failed."],
	[1500, 0, "1,500 changes, 0 users failed."],
])("counts %i changes and %i failed users of the last cycle", (countExported, countEscrowed, text) => {
	const { active } = examples;
	const lastExecution = { ...active.status.lastExecution, countExported, countEscrowed };
	const job = jobStatus.parse({ ...active, status: { ...active.status, lastExecution } });
	expect(statusLines(job)).toContainEqual(expect.stringMatching(new RegExp(`^Last cycle: .* ${text}$`)));
});
