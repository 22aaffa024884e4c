import type { LogEntry } from "../../../ports/log/log-entry.ts";
import type { Cycle } from "../../../ports/store/cycle.ts";
import { thousands } from "../../../text/thousands.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import { heading } from "../../components/detail/detail-sections.ts";
import { type Column, markCell } from "../../components/list/column.ts";
import { entrySubject, entrySummary } from "../../entry/entry-details.ts";
import { cycleCountText } from "../../text/count-text.ts";
import { cycleMark } from "../../text/cycle-mark.ts";
import { duration, nearTime, relativeTime } from "../../text/show-time.ts";
import { type RemedyHint, whatToDo } from "../../text/what-to-do.ts";

/** Changes made in a cycle. */
function changesOf({ counts }: Pick<Cycle, "counts">): number {
	const { created, updated, enabled, disabled, deleted } = counts;
	return created + updated + enabled + disabled + deleted;
}

/** Changes made or refused in a cycle. */
function triedOf(cycle: Pick<Cycle, "counts">): number {
	return changesOf(cycle) + cycle.counts.failed;
}

const levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** The changes of each cycle as one bar, oldest first: `▁▁█▁`. `cycles`: newest first. */
export function sparkline(cycles: readonly Cycle[]): string {
	const most = Math.max(1, ...cycles.map(triedOf));
	return cycles
		.toReversed()
		.map((cycle) => levels[Math.ceil((triedOf(cycle) / most) * (levels.length - 1))])
		.join("");
}

function secondsOf({ startedAt, endedAt }: Cycle): number | null {
	return endedAt === null ? null : Math.max(0, endedAt - startedAt) / 1000;
}

/** `21:00 ✓ 0`, `20:51 ! 31/5`: when it began, how it ended, how many changes, and how many users failed. */
export function cycleLabel(cycle: Cycle, now: number): string {
	const { failed } = cycle.counts;
	return `${nearTime(cycle.startedAt, now)} ${cycleMark(cycle).glyph} ${thousands(changesOf(cycle))}${failed === 0 ? "" : `/${thousands(failed)}`}`;
}

/** The columns of the last cycles. */
export function cycleColumns(now: () => number): readonly Column<Cycle>[] {
	return [
		{
			title: "Started",
			width: 11,
			text: ({ startedAt }) => nearTime(startedAt, now()),
			exported: ({ startedAt }) => new Date(startedAt).toISOString(),
			order: ({ startedAt }) => startedAt,
			tone: () => "dim",
		},
		{ title: "Kind", width: 11, text: ({ kind }) => kind },
		{
			title: "Outcome",
			width: 15,
			...markCell(cycleMark),
		},
		{
			title: "Took",
			width: 8,
			optional: 1,
			order: secondsOf,
			text: (cycle) => {
				const seconds = secondsOf(cycle);
				return seconds === null ? "" : duration(seconds);
			},
		},
		{
			title: "Changes",
			width: { min: 20, grow: 1 },
			text: (cycle) => cycle.error ?? cycleCountText(cycle),
		},
	];
}

/** A cycle in full, with its error and the entries that failed in it. */
export function cycleDetails(
	cycle: Cycle,
	entries: readonly LogEntry[],
	now: number,
	hint: RemedyHint,
): readonly Detail[] {
	const { glyph, word, tone } = cycleMark(cycle);
	const isWhole = ({ source, target }: LogEntry) => source === null && target === null;
	/** Why the cycle failed as a whole: its reason is that of the cycle. */
	const whole = entries.find((entry) => isWhole(entry) && entry.error !== null)?.error;
	const failures = cycle.error === null ? entries : entries.filter((entry) => !isWhole(entry));
	const seconds = secondsOf(cycle);
	return [
		{ label: "Outcome", text: `${glyph} ${word}`, tone },
		...(cycle.error === null ? [] : [{ label: "Error", text: cycle.error, tone: "bad" as const }]),
		...(whole == null ? [] : [{ label: "What to do", text: whatToDo(whole, hint), bold: true }]),
		{ label: "Changes", text: cycleCountText(cycle) },
		{ label: "Started", text: `${nearTime(cycle.startedAt, now)} (${relativeTime(cycle.startedAt, now)})` },
		{ label: "Took", text: seconds === null ? "still running" : duration(seconds) },
		{ label: "Kind", text: cycle.kind },
		{ label: "Requests", text: thousands(cycle.counts.requests) },
		{ label: "Cycle", text: cycle.id },
		...(failures.length === 0 ? [] : heading("Failed")),
		...failures.flatMap((entry): readonly Detail[] => [
			{ text: entrySubject(entry), bold: true },
			{ text: entrySummary(entry), tone: "bad" },
		]),
	];
}
