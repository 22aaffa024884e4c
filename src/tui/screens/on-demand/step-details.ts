import type { OnDemandReport } from "../../../app/provisioning/provisioning.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import { localTimes } from "../../text/local-times.ts";
import { markOf } from "../../text/outcome-mark.ts";
import { type RemedyHint, whatToDo } from "../../text/what-to-do.ts";
import { plannedMark } from "../plan/planned-text.ts";

/** What would happen or has happened, on one line. */
export function verdict({ action, entry, steps }: OnDemandReport, hint: RemedyHint): Detail {
	if (entry !== null) {
		const mark = markOf(entry.status);
		const next =
			entry.error === null ? "" : ` ${localTimes(entry.error.reason)} ${whatToDo(entry.error, hint)}`;
		return { text: `${mark.glyph} ${entry.action}: ${mark.word}.${next}`, tone: mark.tone, bold: true };
	}
	if (action === null) {
		const failed = steps.find(({ status }) => status === "failure");
		return {
			text: failed ? `✗ ${failed.name}: ${failed.summary}` : "– Nothing to do.",
			tone: failed ? "bad" : "dim",
			bold: true,
		};
	}
	const mark = plannedMark(action);
	if (action.type === "fail")
		return {
			text: `✗ Would fail: ${localTimes(action.error.reason)} ${whatToDo(action.error, hint)}`,
			tone: "bad",
			bold: true,
		};
	if (action.type === "skip")
		return { text: `– Would be skipped: ${localTimes(action.detail)}`, tone: "dim", bold: true };
	return {
		text: `${mark.glyph} Would ${mark.word}. Nothing has been written yet; press p to perform it.`,
		tone: mark.tone,
		bold: true,
	};
}

/** The five steps with the details of each. */
export function stepDetails(report: OnDemandReport, hint: RemedyHint): readonly Detail[] {
	return [
		verdict(report, hint),
		...report.steps.flatMap(({ name, status, summary, details }, index): readonly Detail[] => {
			const mark = markOf(status);
			return [
				{ text: "" },
				{ text: `${index + 1} ${mark.glyph} ${name} (${mark.word})`, bold: true, tone: mark.tone },
				...(summary === "" ? [] : [{ text: `  ${localTimes(summary)}` }]),
				...details.map((detail) => ({ label: `  ${detail.name}`, text: detail.value })),
			];
		}),
	];
}
