import { Box, Text } from "ink";
import { memo } from "react";
import type { ProvisioningStatus } from "../../../app/provisioning/provisioning.ts";
import { isOff, isOn, notReported } from "../../../setup/job-status.ts";
import { counted } from "../../../text/counted.ts";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { keyFor } from "../../keys/key-table.ts";
import { executionMark } from "../../text/cycle-mark.ts";
import { drawable, wrapText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { timeText } from "./hosted-notices.ts";
import { NextRun } from "./next-run.tsx";
import type { Notice } from "./notices.ts";

type Hosted = NonNullable<ProvisioningStatus["hosted"]>;
type Job = NonNullable<Hosted["job"]>;

/** The last cycle on two lines: outcome, and counts or error. */
function lastCycleTexts(
	{ code, lastExecution, lastSuccess, steadySince }: Job,
	now: number,
): readonly [string, string] {
	if (lastExecution === null)
		return [code === notReported ? "Last cycle: not known." : "No cycle has ended yet.", ""];
	const { timeEnded, countImported, countExported, error } = lastExecution;
	const { glyph, word } = executionMark(lastExecution);
	const initial = steadySince === null ? "Initial cycle" : "Last cycle";
	const isSame = lastSuccess?.timeEnded === timeEnded;
	const success =
		lastSuccess === null || isSame ? "" : ` Last success ${timeText(lastSuccess.timeEnded, now)}.`;
	const counts = `${counted(countImported, "user")} read · ${counted(countExported, "change")}`;
	return [`${initial}: ${glyph} ${word}, ended ${timeText(timeEnded, now)}`, error ?? `${counts}.${success}`];
}

/** `57 users synchronized`; Graph names pairs of object types, of which the first is the source's. */
function countsText({ counts }: Job): string {
	const parts = Object.entries(counts).map(([kind, count]) =>
		counted(count, kind.split(" ")[0]?.toLowerCase() || "object"),
	);
	return parts.length === 0 ? "" : `${parts.join(", ")} synchronized`;
}

/** Whether the last cycle failed as a whole or for any user. */
function hasFailures(job: Job | null): boolean {
	const last = job?.lastExecution ?? null;
	return last !== null && (last.error !== null || last.countEscrowed > 0);
}

/** State, progress, last and next run of Entra's own job, and notices for the operator. */
export const HostedPanel = memo(function HostedPanel({
	hosted: { job, problem },
	nextRun,
	notices,
	width,
	now,
}: {
	readonly hosted: Hosted;
	/** Milliseconds since 1970; null when no cycle is scheduled. */
	readonly nextRun: number | null;
	readonly notices: readonly Notice[];
	readonly width: number;
	/** Milliseconds since 1970. */
	readonly now: number;
}) {
	const [how, result] = job === null ? ["", ""] : lastCycleTexts(job, now);
	const [progress] = job?.progress ?? [];
	const barWidth = Math.max(10, Math.min(40, width - 34));
	return (
		<Box flexDirection="column" width={width} flexShrink={0}>
			<Text wrap="truncate-end">
				<Text bold>{"Entra's job "}</Text>
				{job === null ? (
					<Text dimColor>{problem === null ? "reading…" : "unknown"}</Text>
				) : (
					<Text bold {...paint(isOn(job) ? "good" : isOff(job) ? "dim" : "caution")}>
						{isOn(job) ? "● On" : `${isOff(job) ? "○" : "?"} ${drawable(job.schedule)}`}
					</Text>
				)}
				<Text>{"  "}</Text>
				{nextRun !== null && progress === undefined && <NextRun at={nextRun} />}
				{job !== null && isOff(job) && <Text dimColor>press {keyFor("onOff")} to start it</Text>}
			</Text>
			{progress === undefined ? (
				<Text dimColor wrap="truncate-end">
					{[job === null ? "" : `State ${drawable(job.code)}`, job === null ? "" : countsText(job)]
						.filter((text) => text !== "")
						.join(" · ") || " "}
				</Text>
			) : (
				<Text wrap="truncate-end">
					<ProgressBar done={progress.completed} total={progress.total} width={barWidth} />
					<Text>{` ${progress.completed}/${progress.total} ${drawable(progress.units)}`}</Text>
				</Text>
			)}
			<Text wrap="truncate-end" {...paint(hasFailures(job) ? "bad" : "plain")}>
				{drawable(how) || " "}
			</Text>
			<Text wrap="truncate-end" {...paint(job?.lastExecution?.error ? "bad" : "plain")}>
				{drawable(result) || " "}
			</Text>
			{notices.map(({ text, tone }) => (
				<Text key={text} {...paint(tone)}>
					{wrapText(text, width).join("\n")}
				</Text>
			))}
			<Text dimColor wrap="truncate-end">
				Entra runs the cycles. Press ! for what its job cannot do.
			</Text>
		</Box>
	);
});
