import { actionLabel, skipLabel, unknownLabel } from "../../ports/log/log-action-label.ts";
import { actionName } from "../../ports/log/log-action-name.ts";
import type { LogEntry, LogIdentity, ModifiedProperty } from "../../ports/log/log-entry.ts";
import type { Detail } from "../components/detail/detail-pane.tsx";
import { heading, stepsSection, valuesSection } from "../components/detail/detail-sections.ts";
import { localTimes } from "../text/local-times.ts";
import { markOf } from "../text/outcome-mark.ts";
import { shortReason, withoutJson } from "../text/short-reason.ts";
import { dateTime } from "../text/show-time.ts";
import { type RemedyHint, whatToDo } from "../text/what-to-do.ts";

/** The display name of the user or account of an entry. */
export function entrySubject({ source, target }: LogEntry): string {
	return source?.displayName || target?.displayName || source?.userName || target?.userName || "–";
}

/** `title: Analyst → Manager`; a missing value is shown as `(none)`. */
export function changeText({ name, old, new: next }: ModifiedProperty): string {
	return old === null ? `${name}: ${next ?? "(none)"}` : `${name}: ${old} → ${next ?? "(none)"}`;
}

/**
 * An entry on one line: why it failed, the code last, or was skipped; otherwise the action and what changed; otherwise the description of its last
 * step. The reason leaves out the user, as the list names the user, and the line may be cut.
 */
export function entrySummary(entry: LogEntry): string {
	const { error, skipReason, modifiedProperties, steps } = entry;
	if (error !== null)
		return `${localTimes(shortReason(error.reason, entry.source ?? entry.target))} · ${error.code}`;
	if (skipReason !== null) return localTimes(skipLabel(entry));
	const summary =
		`${localTimes(unknownLabel(entry) || actionLabel(entry))} ${modifiedProperties.map(changeText).join(", ")}`.trim();
	return summary === "" ? localTimes(steps.at(-1)?.description ?? "") : summary;
}

function identity(label: string, who: LogIdentity): Detail {
	if (who === null) return { label, text: "–", tone: "dim" };
	return { label, text: [who.displayName, who.userName, who.id].filter((part) => part !== "").join(" · ") };
}

/** All details of an entry: how to fix an error, and its reason, then fields, values old → new, and steps. */
export function entryDetails(entry: LogEntry, hint: RemedyHint): readonly Detail[] {
	const { glyph, word, tone } = markOf(entry.status);
	return [
		...(entry.error === null
			? []
			: [
					{ label: "What to do", text: whatToDo(entry.error, hint), bold: true },
					{ label: "Reason", text: localTimes(withoutJson(entry.error.reason)), tone: "bad" as const },
					{ label: "Code", text: `${entry.error.code} (${entry.error.category})` },
				]),
		{ label: "Status", text: `${glyph} ${word}`, tone },
		{ label: "Action", text: actionName(entry) },
		...(entry.skipReason === null ? [] : [{ label: "Skipped because", text: localTimes(skipLabel(entry)) }]),
		{ label: "Time", text: `${dateTime(entry.time)} · took ${entry.durationMs} ms` },
		identity("Source user", entry.source),
		identity("Account", entry.target),
		{ label: "Initiated by", text: entry.initiatedBy },
		...valuesSection(entry.modifiedProperties),
		...stepsSection(entry.steps),
		...heading("IDs"),
		{ label: "Entry", text: entry.id ?? `#${entry.sequence}` },
		{ label: "Cycle", text: entry.cycleId },
		{ label: "Change", text: entry.changeId },
	];
}
