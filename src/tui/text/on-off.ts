import type { JobStatus } from "../../jobs/job-status.ts";
import type { Tone } from "../theme/theme.ts";

/** Whether provisioning is on: mark and word, word for screen readers, and color. */
export type OnOff = { readonly text: string; readonly word: string; readonly tone: Tone };

/** On or Off, or unknown while Entra's job cannot be read, which may well be on. */
export function onOffOf({ enabled, hosted }: Pick<JobStatus, "enabled" | "hosted">): OnOff {
	if (hosted?.job === null && hosted.problem !== null)
		return { text: "? Unknown", word: "unknown", tone: "caution" };
	return enabled ? { text: "● On", word: "on", tone: "good" } : { text: "○ Off", word: "off", tone: "dim" };
}
