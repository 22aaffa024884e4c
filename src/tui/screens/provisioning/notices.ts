import type { ProvisioningStatus } from "../../../app/provisioning/provisioning.ts";
import type { OpenMatter } from "../../../ports/open-matter.ts";
import { andMore } from "../../../text/and-more.ts";
import { asSentence } from "../../../text/as-sentence.ts";
import { counted } from "../../../text/counted.ts";
import { keyFor } from "../../keys/key-table.ts";
import { wrapText } from "../../text/fit-text.ts";
import { nearTime, plannedTime } from "../../text/show-time.ts";
import type { RemedyHint } from "../../text/what-to-do.ts";
import type { Tone } from "../../theme/theme.ts";

export type Notice = { readonly text: string; readonly tone: Tone };

type Matter<Kind extends OpenMatter["kind"]> = Extract<OpenMatter, { readonly kind: Kind }>;
type UserMatter = Matter<"userFails"> | Matter<"changeNotApplied">;

/**
 * What needs the operator's attention at `now` (milliseconds since 1970), with the fix: everything that is open, whatever the last cycle did.
 * The first
 * users are named as far as that takes no more than two lines of `width` cells: the log below needs the others.
 */
export function noticesOf(
	status: ProvisioningStatus,
	hint: RemedyHint,
	now: number,
	width: number,
): readonly Notice[] {
	const { quarantine, staged, otherRunner, openMatters } = status;
	const notices: Notice[] = [];
	if (otherRunner !== null)
		notices.push({
			text: `! Another process (${otherRunner}) is running this profile. This console is read-only; quit the other process to run cycles here.`,
			tone: "caution",
		});
	if (quarantine !== null)
		notices.push({
			text: `! In quarantine since ${nearTime(quarantine.since, now)}: ${quarantine.reason} Fix the cause, then press ${keyFor("provision")} to run a cycle. The quarantine ends automatically when a cycle succeeds.`,
			tone: "bad",
		});
	for (const matter of openMatters) {
		if (matter.kind === "cycleFailed")
			notices.push({ text: failedCycleText(matter, hint, now), tone: "bad" });
		if (matter.kind === "paused")
			notices.push({
				text: `! Paused by the target: ${asSentence(matter.reason)} ${matter.recommendedAction}`,
				tone: "caution",
			});
	}
	if (staged > 0)
		notices.push({
			text: `! ${counted(staged, "deactivation or deletion", "deactivations and deletions")} held back by the deletion guard. Press ${keyFor("plan")} to see them, ${keyFor("allow")} to allow them one time, or fix the cause and run again.`,
			tone: "caution",
		});
	const failing = openMatters.filter((matter) => matter.kind === "userFails");
	const notApplied = openMatters.filter((matter) => matter.kind === "changeNotApplied");
	if (failing.length > 0)
		notices.push({
			text: naming(
				failing,
				width,
				(who) =>
					`! ${counted(failing.length, "user fails", "users fail")}${who} ${nextAttemptText(failing, now)} ${keyFor("kind")} shows their log entries, ${keyFor("retry")} retries all.`,
			),
			tone: "bad",
		});
	if (notApplied.length > 0)
		notices.push({
			text: naming(
				notApplied,
				width,
				(who) =>
					`! ${counted(notApplied.length, "change")} accepted but not applied${who} Press ${keyFor("kind")} for the warnings in the log.`,
			),
			tone: "caution",
		});
	return notices;
}

function failedCycleText(matter: Matter<"cycleFailed">, hint: RemedyHint, now: number): string {
	const { since, attempts, reason, recommendedAction, remedy } = matter;
	const times = attempts === 1 ? "The last cycle failed" : `${attempts} cycles in a row failed, the first`;
	const helps = hint(remedy) || recommendedAction;
	return `! ${times} at ${nearTime(since, now)}: ${reason} ${helps}`;
}

/** Users to name: the others are in the log. */
const maxNamed = 3;

/** The sentence with as many names as two lines hold. */
function naming(matters: readonly UserMatter[], width: number, text: (who: string) => string): string {
	for (let count = Math.min(maxNamed, matters.length); count > 0; count -= 1) {
		const sentence = text(`: ${named(matters, count)}.`);
		if (wrapText(sentence, width).length <= 2) return sentence;
	}
	return text(".");
}

/** `Ada Byron (RoleNotFound) and 2 more` */
function named(matters: readonly UserMatter[], count: number): string {
	const names = matters
		.slice(0, count)
		.map(({ user, code }) => `${user.displayName || user.userName || user.id} (${code})`);
	return andMore(names, matters.length);
}

/** When the first of them is retried. */
function nextAttemptText(matters: readonly UserMatter[], now: number): string {
	const first = Math.min(...matters.map(({ nextAttempt }) => nextAttempt ?? Number.POSITIVE_INFINITY));
	if (first === Number.POSITIVE_INFINITY) return "No further attempt is planned.";
	return first > now ? `Next attempt ${plannedTime(first, now)}.` : "The next attempt is due.";
}
