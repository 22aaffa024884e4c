import { expect, it } from "vitest";
import type { HostedStatus } from "../../../src/jobs/job-status.ts";
import { onOffOf } from "../../../src/tui/text/on-off.ts";

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
])("shows %s", (_, status, text) => {
	expect(onOffOf(status).text).toBe(text);
});
