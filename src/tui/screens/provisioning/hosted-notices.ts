import type { ProvisioningStatus } from "../../../app/provisioning/provisioning.ts";
import { entraLogDays, entraLogLagMs } from "../../../jobs/hosted-log.ts";
import {
	isOn,
	quarantineAdvice,
	quarantineReason,
	unknownWords,
	unknownWordText,
} from "../../../setup/job-status.ts";
import { counted } from "../../../text/counted.ts";
import { keyFor } from "../../keys/key-table.ts";
import { nearTime, relativeTime } from "../../text/show-time.ts";
import { type RemedyHint, whatToDo, withHint } from "../../text/what-to-do.ts";
import type { Notice } from "./notices.ts";

type Hosted = NonNullable<ProvisioningStatus["hosted"]>;
type Quarantine = NonNullable<NonNullable<Hosted["job"]>["quarantine"]>;

/** What to know about Entra's log. */
export const entraLogNote = `up to ${entraLogLagMs / 60_000} min late, kept ${entraLogDays.free} days (${entraLogDays.licensed} with P1/P2)`;

/** What needs the operator's attention about Entra's own job, with the key that helps. */
export function hostedNotices(
	{ job, problem, remedy, unreadable }: Hosted,
	hint: RemedyHint,
	now: number,
): readonly Notice[] {
	const notices: Notice[] = [];
	if (problem !== null)
		notices.push({
			text: `! The state of Entra's job could not be read: ${withHint(problem, remedy, hint)}`,
			tone: "bad",
		});
	if (job?.quarantine)
		notices.push({ text: quarantineText(job.quarantine, isOn(job), hint, now), tone: "bad" });
	if (unreadable) notices.push({ text: `! ${unreadable}`, tone: "caution" });
	for (const unknown of job === null ? [] : unknownWords(job))
		notices.push({ text: `? ${unknownWordText(unknown)}`, tone: "caution" });
	if (job?.code === "NotConfigured")
		notices.push({
			text: `! The job has no credentials yet. ${hint({ type: "set-up-hosted-job" })}`,
			tone: "caution",
		});
	if (job?.escrowsPruned)
		notices.push({
			text: `! The initial cycle dropped failed users. Fix the causes in the log, then press ${keyFor("restart")} to read them again.`,
			tone: "caution",
		});
	const failed = job?.lastExecution?.countEscrowed ?? 0;
	if (failed > 0)
		notices.push({
			text: `! ${counted(failed, "user")} failed in the last cycle, and Entra retries ${failed === 1 ? "the user" : "them"}. Press ${keyFor("kind")} for the failures in the log.`,
			tone: "bad",
		});
	return notices;
}

function quarantineText(quarantine: Quarantine, on: boolean, hint: RemedyHint, now: number): string {
	const { reason, since, nextAttempt } = quarantine;
	const next = !on || nextAttempt === "" ? "" : ` Next attempt ${timeText(nextAttempt, now)}.`;
	return `! In quarantine since ${timeText(since, now)}: ${quarantineReason(quarantine)}. ${whatToDo(quarantineAdvice(reason), hint)}${next}`;
}

/** A time of Graph in the local zone, and how far away it is; as it is when it is not a time. */
export function timeText(time: string, now: number): string {
	const at = Date.parse(time);
	return Number.isNaN(at) ? time || "an unknown time" : `${nearTime(at, now)} (${relativeTime(at, now)})`;
}
