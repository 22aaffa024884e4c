import type { JobStatus } from "../../jobs/job-status.ts";
import { isOff, isOn } from "../../setup/job-status.ts";
import type { Tone } from "../theme/theme.ts";
import { drawable } from "./fit-text.ts";

/** Whether provisioning is on: mark and word, word for screen readers, and color. */
export type OnOff = { readonly text: string; readonly word: string; readonly tone: Tone };

/** On or Off, or unknown while Entra's job cannot be read, which may well be on; Entra's word where that is neither. */
export function onOffOf({ enabled, hosted }: Pick<JobStatus, "enabled" | "hosted">): OnOff {
	if (hosted?.job === null && hosted.problem !== null)
		return { text: "? Unknown", word: "unknown", tone: "caution" };
	const job = hosted?.job;
	if (job && !isOn(job) && !isOff(job)) {
		const word = drawable(job.schedule);
		return { text: `? ${word}`, word, tone: "caution" };
	}
	return enabled ? { text: "● On", word: "on", tone: "good" } : { text: "○ Off", word: "off", tone: "dim" };
}
