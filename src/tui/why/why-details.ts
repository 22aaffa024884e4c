import type { OnDemandStep } from "../../app/provisioning/provisioning.ts";
import type { WhyReport, WhyValue } from "../../app/why/why.ts";
import { actionName } from "../../ports/log/log-action-name.ts";
import type { Detail } from "../components/detail/detail-pane.tsx";
import { heading } from "../components/detail/detail-sections.ts";
import { entrySummary } from "../entry/entry-details.ts";
import { localTimes } from "../text/local-times.ts";
import { markOf } from "../text/outcome-mark.ts";
import { dateTime } from "../text/show-time.ts";
import type { RemedyHint } from "../text/what-to-do.ts";

/** Maximum entries shown; the log has the others. */
const maxEntries = 200;

/** A report as details: the decision, each step, the assignments, each value with its parts, the history. */
export function whyDetails(
	{ user, decision, waits, remedies, steps, assignments, values, history }: WhyReport,
	hint: RemedyHint,
	now: number,
): readonly Detail[] {
	const more = history.length - maxEntries;
	return [
		{ label: "User name", text: user.userName || "–" },
		{ label: "Object ID", text: user.id },
		{ label: "Now", text: localTimes(decision, now), bold: true },
		...waits.map((wait) => ({ label: "But", text: localTimes(wait, now), tone: "caution" as const })),
		...remedies
			.map(hint)
			.filter((text) => text !== "")
			.map((text) => ({ label: "What to do", text, bold: true })),
		...steps.flatMap((step) => stepDetails(step, now)),
		...heading("Assignments"),
		...(assignments.length === 0 ? [{ text: "– Not assigned.", tone: "dim" as const }] : []),
		...assignments.map(({ role, sends, via }) => ({
			label: role,
			text: `${via === null ? "directly" : `through ${via}`} · ${sends === null ? "sends no role value" : `sends ${sends}`}`,
		})),
		...(values.length === 0 ? [] : heading("Values")),
		...values.flatMap(valueDetails),
		...heading("History, newest first"),
		...(history.length === 0 ? [{ text: "– No log entries yet.", tone: "dim" as const }] : []),
		...history.slice(0, maxEntries).map((entry) => ({
			label: dateTime(entry.time),
			text: `${markOf(entry.status).glyph} ${actionName(entry)} ${entrySummary(entry)}`,
			tone: markOf(entry.status).tone,
		})),
		...(more > 0 ? [{ text: `and ${more} more; sumo-provision why lists all of them` }] : []),
	];
}

function stepDetails({ name, summary, details }: OnDemandStep, now: number): readonly Detail[] {
	return [
		...heading(name),
		{ text: localTimes(summary, now) },
		...details.map(({ name: label, value: text }) => ({ label, text })),
	];
}

function valueDetails({ target, mapping, value, note, reads, parts }: WhyValue): readonly Detail[] {
	return [
		{ label: target, text: `${value ?? "–"}${note === "" ? "" : ` (${note})`}`, bold: true },
		{ label: "  by", text: mapping, tone: "dim" },
		...reads.map((read) => ({ label: "  reads", text: `${read.name}: ${read.value}` })),
		...parts.map(({ depth, text, yields }) => ({
			label: "  part",
			text: `${"  ".repeat(depth)}${text} → ${yields}`,
		})),
	];
}
