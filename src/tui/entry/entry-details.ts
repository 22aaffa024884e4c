import { actionLabel } from "../../ports/log-action-label.ts";
import type { LogEntry, LogIdentity, ModifiedProperty } from "../../ports/log-entry.ts";
import type { Detail } from "../components/detail-pane.tsx";
import { markOf } from "../text/outcome-mark.ts";
import { dateTime } from "../text/show-time.ts";
import { type RemedyHint, whatToDo } from "../text/what-to-do.ts";

/** Who an entry is about, as people call them. */
export function entrySubject({ source, target }: LogEntry): string {
	return source?.displayName || target?.displayName || source?.userName || target?.userName || "–";
}

/** `title: Analyst → Manager`; what is not there reads `(none)`. */
export function changeText({ name, old, new: next }: ModifiedProperty): string {
	return old === null ? `${name}: ${next ?? "(none)"}` : `${name}: ${old} → ${next ?? "(none)"}`;
}

/**
 * An entry in one line: why it failed or was skipped, else what was done or found and what changed, else what its last step
 * says. The code comes before the reason of an error: the reason begins with a name that stands beside it in most lists, and
 * the line may be cut.
 */
export function entryGist(entry: LogEntry): string {
	const { error, skipReason, modifiedProperties, steps } = entry;
	if (error !== null) return `${error.code}: ${error.reason}`;
	if (skipReason !== null) return skipReason;
	const told = `${actionLabel(entry)} ${modifiedProperties.map(changeText).join(", ")}`.trim();
	return told === "" ? (steps.at(-1)?.description ?? "") : told;
}

function identity(label: string, who: LogIdentity): Detail {
	if (who === null) return { label, text: "–", tone: "dim" };
	return { label, text: [who.displayName, who.userName, who.id].filter((part) => part !== "").join(" · ") };
}

const heading = (text: string): readonly Detail[] => [{ text: "" }, { text, bold: true, tone: "accent" }];

/** Everything an entry says, for the detail pane: fields, values old → new, steps, and what to do about an error. */
export function entryDetails(entry: LogEntry, hint: RemedyHint): readonly Detail[] {
	const { glyph, word, tone } = markOf(entry.status);
	return [
		{ label: "Status", text: `${glyph} ${word}`, tone },
		{ label: "Action", text: entry.action },
		...(entry.skipReason === null ? [] : [{ label: "Skipped because", text: entry.skipReason }]),
		{ label: "Time", text: `${dateTime(entry.time)} · took ${entry.durationMs} ms` },
		identity("Source user", entry.source),
		identity("Sumo user", entry.target),
		{ label: "Initiated by", text: entry.initiatedBy },
		...(entry.error === null
			? []
			: [
					...heading("Error"),
					{ label: "Code", text: `${entry.error.code} (${entry.error.category})` },
					{ label: "Reason", text: entry.error.reason, tone: "bad" as const },
					{ label: "What to do", text: whatToDo(entry.error, hint), bold: true },
				]),
		...(entry.modifiedProperties.length === 0
			? []
			: [
					...heading("Values"),
					...entry.modifiedProperties.map(({ name, old, new: next }) => ({
						label: name,
						text: old === null ? (next ?? "(none)") : `${old} → ${next ?? "(none)"}`,
					})),
				]),
		...(entry.steps.length === 0
			? []
			: [
					...heading("Steps"),
					...entry.steps.map((step) => {
						const mark = markOf(step.status);
						return {
							label: step.type,
							text: `${mark.glyph} ${mark.word}: ${step.description}`,
							tone: mark.tone,
						};
					}),
				]),
		...heading("Ids"),
		{ label: "Entry", text: `#${entry.sequence}` },
		{ label: "Cycle", text: entry.cycleId },
		{ label: "Change", text: entry.changeId },
	];
}
