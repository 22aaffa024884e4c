import { expect, it } from "vitest";
import { jobStatus } from "../../../src/entra/synchronization/job-status.ts";
import type { HostedStatus } from "../../../src/jobs/job-status.ts";
import { onOffOf } from "../../../src/tui/text/on-off.ts";
import examples from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };

const unread = (problem: string | null): HostedStatus => ({ job: null, problem });

it.each([
	["On", { enabled: true }, "● On"],
	["Off", { enabled: false }, "○ Off"],
	["Off before Entra's job was read", { enabled: false, hosted: unread(null) }, "○ Off"],
	[
		"unknown when Entra's job cannot be read",
		{ enabled: false, hosted: unread("No permission.") },
		"? Unknown",
	],
	[
		"Entra's word for a schedule that is neither",
		{
			enabled: false,
			hosted: {
				job: jobStatus.parse({ ...examples.active, schedule: { state: "Throttled" } }),
				problem: null,
			},
		},
		"? Throttled",
	],
])("shows %s", (_, status, text) => {
	expect(onOffOf(status).text).toBe(text);
});
