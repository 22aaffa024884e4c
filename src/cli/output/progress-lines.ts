import type { AnsweredCreation, CycleSummary, EngineEvent, Progress } from "../../ports/event.ts";
import { actionLabel, skipLabel, unknownLabel } from "../../ports/log/log-action-label.ts";
import type { NewLogEntry } from "../../ports/log/log-entry.ts";
import type { CycleCounts } from "../../ports/store/cycle.ts";
import { asSentence } from "../../text/as-sentence.ts";
import { cleanLines, cleanText } from "../../text/clean-text.ts";
import { counted } from "../../text/counted.ts";
import { remedyCommand, whatToDo } from "./remedy-command.ts";

/** A log entry in one line: status, action, user, and change or reason. */
export function entryLine(entry: NewLogEntry): string {
	const what = whatHappened(entry);
	return cleanText(
		`${entry.status.padEnd(7)} ${entry.action.padEnd(8)} ${nameOf(entry)}${what === "" ? "" : `: ${what}`}`,
	);
}

/** A creation that the target answered, and that has no outcome yet, in the form of an entry. */
export function answeredLine(answered: AnsweredCreation): string {
	return cleanText(
		`pending ${answered.action.padEnd(8)} ${nameOf(answered)}: the target answered; the account is compared at the end of the cycle`,
	);
}

function nameOf({ source, target }: Pick<NewLogEntry, "source" | "target">): string {
	const who = source ?? target;
	if (who === null) return "";
	return `${who.displayName}${who.userName === "" ? "" : ` <${who.userName}>`}`;
}

/** The error, the skip reason, the changes, or for an action without a name of its own the label of a step. */
function whatHappened(entry: NewLogEntry): string {
	const { error, skipReason, action, modifiedProperties } = entry;
	if (error !== null)
		return `${error.code}: ${asSentence(error.reason)} ${whatToDo(error, entry.source)}`.trim();
	if (skipReason !== null) return skipLabel(entry);
	if (action === "Create") return unknownLabel(entry);
	const changes = modifiedProperties.map(
		({ name, old, new: value }) => `${name}: ${old ?? "–"} → ${value ?? "–"}`,
	);
	const deed = unknownLabel(entry) || actionLabel(entry);
	return [...(deed === "" ? [] : [deed]), changes.join("; ")].join(" ").trim();
}

/** How many users fail although a cycle did nothing for them, and the command that lists them. */
export function stillFailingText(count: number): string {
	const users = counted(count, "user still fails", "users still fail");
	return `${users}. Run \`sumo-provision failures\` to list them.`;
}

function progressLine({ phase, done, total, secondsLeft }: Progress): string {
	if (total === null) return done === 0 ? phase : `${phase}: ${done}`;
	const left = secondsLeft === null ? "" : `, about ${counted(Math.ceil(secondsLeft), "second")} left`;
	return `${phase}: ${done} of ${total}${left}`;
}

/** Counts whose name is not a word. */
const countNames: Readonly<Record<string, string>> = {
	notApplied: "accepted but not applied",
	notReached: "not reached",
	staged: "held back",
};

/** The counts of a cycle that are not 0: `2 created, 1 failed`. */
function shownCounts(summary: CycleCounts): string {
	const parts = (
		[
			"created",
			"updated",
			"enabled",
			"disabled",
			"deleted",
			"skipped",
			"failed",
			"notApplied",
			"staged",
			"notReached",
		] as const
	)
		.filter((name) => (summary[name] ?? 0) > 0)
		.map((name) => `${summary[name]} ${countNames[name] ?? name}`);
	return parts.join(", ");
}

/** What a cycle did; `none` when it did nothing. */
export function countsText(counts: CycleCounts, none = "nothing to do"): string {
	return shownCounts(counts) || none;
}

/** The end of a cycle as text, in one to four lines. */
export function summaryLines(summary: CycleSummary): readonly string[] {
	const counts = shownCounts(summary);
	const did = counts === "" ? (summary.outcome === "completed" ? ": nothing to do" : "") : `: ${counts}`;
	const spent = `${summary.seconds.toFixed(1)} s with ${counted(summary.requests, "request")}`;
	const lines = [
		`Cycle ${summary.outcome} ${summary.outcome === "completed" ? "in" : "after"} ${spent}${did}.`,
	];
	const { failed, notApplied = 0, stillFailing } = summary;
	if (stillFailing > failed + notApplied) lines.push(stillFailingText(stillFailing));
	if (summary.error !== null) lines.push(...cleanLines(summary.error));
	const next = summary.remedy === null ? "" : remedyCommand(summary.remedy);
	if (next !== "") lines.push(next);
	return lines;
}

/**
 * Prints engine events as plain lines for a terminal without cursor movement: every log entry, every warning, and progress after each
 * tenth of the work.
 */
export function progressLines(print: (line: string) => void): (event: EngineEvent) => void {
	let shown = "";
	return (event) => {
		switch (event.type) {
			case "cycleStarted":
				print(`${event.kind === "initial" ? "Initial" : "Incremental"} cycle: ${cleanText(event.reason)}`);
				break;
			case "progress": {
				const { phase, done, total } = event.progress;
				const tenth = total === null || total === 0 ? 0 : Math.floor((done * 10) / total);
				const mark = `${phase} ${tenth}`;
				if (mark !== shown) {
					shown = mark;
					print(progressLine(event.progress));
				}
				break;
			}
			case "entry":
				print(entryLine(event.entry));
				break;
			case "creationAnswered":
				print(answeredLine(event));
				break;
			case "warning":
				print(
					cleanText(`warning: ${event.message} ${event.remedy ? remedyCommand(event.remedy) : ""}`.trim()),
				);
				break;
			case "cycleEnded":
				break;
		}
	};
}
