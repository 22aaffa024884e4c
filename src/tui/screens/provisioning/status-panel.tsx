import { Box, Text, useIsScreenReaderEnabled } from "ink";
import { memo } from "react";
import type { ProvisioningStatus } from "../../../app/provisioning/provisioning.ts";
import { counted } from "../../../text/counted.ts";
import { ProgressBar, quartersDone } from "../../components/progress-bar.tsx";
import { keyFor } from "../../keys/key-table.ts";
import { countText, cycleCountText } from "../../text/count-text.ts";
import { cycleMark } from "../../text/cycle-mark.ts";
import { drawable, wrapText } from "../../text/fit-text.ts";
import { duration } from "../../text/show-time.ts";
import { paint } from "../../theme/theme.ts";
import { NextRun } from "./next-run.tsx";
import type { Notice } from "./notices.ts";

/** Lines of the panel at this width. */
export function panelHeight(notices: readonly Notice[], width: number): number {
	return 5 + notices.reduce((sum, { text }) => sum + wrapText(text, width).length, 0);
}

/** The last cycle on two lines: outcome, and counts or error. */
function lastCycleTexts({ lastCycle, running }: ProvisioningStatus): readonly [string, string] {
	if (lastCycle === null)
		return [running === null ? "No cycle has run yet." : "This is the first cycle.", ""];
	const { kind, outcome, seconds, requests, error } = lastCycle;
	const { glyph, word } = cycleMark({ outcome, counts: lastCycle });
	return [
		`Last cycle: ${kind}, ${glyph} ${word} in ${duration(seconds)}, ${counted(requests, "request")}`,
		error ?? cycleCountText({ outcome, counts: lastCycle }),
	];
}

/** Whether the last cycle failed as a whole or for any user. */
function hasFailures({ lastCycle }: ProvisioningStatus): boolean {
	if (lastCycle === null) return false;
	return lastCycle.error !== null || lastCycle.failed + (lastCycle.notApplied ?? 0) > 0;
}

/** On or Off, the running cycle, the last one, and notices for the operator. */
export const StatusPanel = memo(function StatusPanel({
	status,
	notices,
	width,
}: {
	readonly status: ProvisioningStatus;
	readonly notices: readonly Notice[];
	readonly width: number;
}) {
	const { enabled, running, nextRun } = status;
	const [how, result] = lastCycleTexts(status);
	const barWidth = Math.max(10, Math.min(40, width - 34));
	const isReader = useIsScreenReaderEnabled();
	if (isReader)
		return (
			<Box flexDirection="column">
				<Text>{`Provisioning is ${enabled ? "on" : "off"}.`}</Text>
				<Text>{running === null ? `${how} ${result}` : quartersDone(running.done, running.total)}</Text>
				{notices.map(({ text }) => (
					<Text key={text}>{text}</Text>
				))}
			</Box>
		);
	return (
		<Box flexDirection="column" width={width} flexShrink={0}>
			<Text wrap="truncate-end">
				<Text bold>Provisioning </Text>
				<Text bold {...paint(enabled ? "good" : "dim")}>
					{enabled ? "● On" : "○ Off"}
				</Text>
				<Text>{"  "}</Text>
				{enabled && nextRun !== null && running === null && <NextRun at={nextRun} />}
				{!enabled && <Text dimColor>press {keyFor("onOff")} to turn it on</Text>}
			</Text>
			{running === null ? (
				<Text dimColor>
					No cycle is running. Press {keyFor("provision")} to run one, {keyFor("plan")} to plan one.
				</Text>
			) : (
				<Text wrap="truncate-end">
					<ProgressBar done={running.done} total={running.total} width={barWidth} />
					<Text>
						{running.total === null || running.phase !== "provisioning"
							? ` ${running.phase}…`
							: ` ${running.done}/${running.total}`}
					</Text>
					<Text dimColor>
						{running.secondsLeft === null ? "" : ` · ${duration(running.secondsLeft)} left`}
					</Text>
				</Text>
			)}
			<Text wrap="truncate-end">
				{running === null ? how : countText(running.counts, "nothing changed yet")}
			</Text>
			<Text wrap="truncate-end" {...paint(running === null && hasFailures(status) ? "bad" : "plain")}>
				{drawable(running === null ? result : how) || " "}
			</Text>
			{notices.map(({ text, tone }) => (
				<Text key={text} {...paint(tone)}>
					{wrapText(text, width).join("\n")}
				</Text>
			))}
			<Text> </Text>
		</Box>
	);
});
