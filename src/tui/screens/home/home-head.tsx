import { Box, Text, useIsScreenReaderEnabled } from "ink";
import type { ProvisioningStatus } from "../../../app/provisioning/provisioning.ts";
import { entraLogLagMs } from "../../../jobs/hosted-log.ts";
import { notReported, unknownWords } from "../../../setup/job-status.ts";
import { counted } from "../../../text/counted.ts";
import { thousands } from "../../../text/thousands.ts";
import { ProgressBar, quartersDone } from "../../components/progress-bar.tsx";
import { useNow } from "../../hooks/use-now.ts";
import { keyFor } from "../../keys/key-table.ts";
import { countText } from "../../text/count-text.ts";
import { cycleMark, executionMark } from "../../text/cycle-mark.ts";
import { drawable } from "../../text/fit-text.ts";
import { onOffOf } from "../../text/on-off.ts";
import { duration, nearTime, plannedTime, relativeTime } from "../../text/show-time.ts";
import { paint, type Tone } from "../../theme/theme.ts";
import { cycleLabel, sparkline } from "./cycle-text.ts";

/** Lines of the head. */
export const headLines = 3;

/** Cycles named beside the sparkline, as far as they fit. */
const named = 5;

type Part = { readonly text: string; readonly tone: Tone; readonly bold?: boolean };

/** What is open, as counts: the worst first. */
function openParts({ openMatters, staged, hosted }: ProvisioningStatus, expiring: number): readonly Part[] {
	const count = (kind: string) => openMatters.filter((matter) => matter.kind === kind).length;
	const parts: Part[] = [];
	if (count("quarantine") > 0) parts.push({ text: "! QUARANTINE", tone: "bad", bold: true });
	if (count("cycleFailed") > 0) parts.push({ text: "✗ LAST CYCLE FAILED", tone: "bad", bold: true });
	if (count("paused") > 0) parts.push({ text: "‖ PAUSED BY THE TARGET", tone: "caution", bold: true });
	if (count("userFails") > 0)
		parts.push({ text: `✗ ${count("userFails")} FAILING`, tone: "bad", bold: true });
	if (staged > 0) parts.push({ text: `‖ ${staged} HELD BACK`, tone: "caution", bold: true });
	if (count("changeNotApplied") > 0)
		parts.push({ text: `! ${count("changeNotApplied")} NOT APPLIED`, tone: "caution", bold: true });
	for (const { about, word } of hosted?.job ? unknownWords(hosted.job) : [])
		parts.push({ text: `? ${about}: ${drawable(word)}`, tone: "caution", bold: true });
	if (expiring > 0)
		parts.push({
			text: `! ${counted(expiring, "CREDENTIAL EXPIRES", "CREDENTIALS EXPIRE")}`,
			tone: "caution",
			bold: true,
		});
	return parts;
}

/** The state of the job on three lines: On or Off with next and last cycle, what is open, and the last cycles. */
export function HomeHead({
	status,
	isHosted,
	credentialsKeys,
	expiring,
}: {
	readonly status: ProvisioningStatus;
	/** Whether Entra's own job provisions the profile. */
	readonly isHosted: boolean;
	/** The keys of the screen for credentials; null once an access key is saved. */
	readonly credentialsKeys: string | null;
	/** Secrets and certificates that expire soon. */
	readonly expiring: number;
}) {
	const now = useNow(10_000);
	const { enabled, running, nextRun, lastCycle, otherRunner, recentCycles = [] } = status;
	const next = !enabled || nextRun === null ? "–" : plannedTime(nextRun, now);
	const last = lastCycle && {
		mark: cycleMark({ outcome: lastCycle.outcome, counts: lastCycle }),
		at: recentCycles.find(({ id }) => id === lastCycle.cycleId)?.endedAt ?? null,
	};
	/** The running cycle of Entra's job. */
	const [entra] = status.hosted?.job?.progress ?? [];
	const onOff = onOffOf(status);
	const open = openParts(status, expiring);
	const isReader = useIsScreenReaderEnabled();
	if (isReader)
		return (
			<Box flexDirection="column">
				<Text>{`Provisioning is ${onOff.word}.`}</Text>
				{enabled && nextRun !== null && (
					<Text>{`The next cycle is ${nextRun > now ? `at ${nearTime(nextRun, now)}` : "due"}.`}</Text>
				)}
				{running !== null && <Text>{quartersDone(running.done, running.total)}</Text>}
				{running === null && last !== null && (
					<Text>{`Last cycle: ${lastCycle?.kind}, ${last.mark.word}, took ${duration(lastCycle?.seconds ?? 0)}.`}</Text>
				)}
				{otherRunner !== null && <Text>{`Read-only: ${otherRunner} runs this profile.`}</Text>}
				{open.length === 0 ? (
					<NothingOpen {...{ status, isHosted, credentialsKeys }} />
				) : (
					<Text>{`Needs you: ${open.map(({ text }) => text.toLowerCase()).join(", ")}.`}</Text>
				)}
			</Box>
		);
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Text wrap="truncate-end">
				<Text bold {...paint(onOff.tone)}>
					{onOff.text}
				</Text>
				{entra !== undefined ? (
					<Text>
						{"  "}
						<ProgressBar done={entra.completed} total={entra.total} width={16} />
						{` ${entra.completed}/${entra.total} ${drawable(entra.units)}  last `}
					</Text>
				) : running === null ? (
					<Text>{`  next ${next === "due" ? "is due" : next}  last ${last?.at == null ? "" : `${nearTime(last.at, now)} `}`}</Text>
				) : (
					<Text>
						{"  "}
						<ProgressBar done={running.done} total={running.total} width={16} />
						{running.total === null ? ` ${running.phase}…` : ` ${running.done}/${running.total}`}
						{running.secondsLeft === null ? "" : ` · ${duration(running.secondsLeft)} left`}
						{` · ${countText(running.counts, "nothing changed yet")}`}
					</Text>
				)}
				{running === null &&
					(last === null ? (
						<LastOfEntra status={status} now={now} />
					) : (
						<Text {...paint(last.mark.tone)}>
							{`${lastCycle?.kind} ${last.mark.glyph} ${last.mark.word} in ${duration(lastCycle?.seconds ?? 0)}`}
						</Text>
					))}
			</Text>
			<Text wrap="truncate-end">
				{otherRunner !== null && (
					<Text {...paint("caution")}>{`! read-only: ${otherRunner} runs this profile  `}</Text>
				)}
				{open.length === 0 ? (
					<NothingOpen {...{ status, isHosted, credentialsKeys }} />
				) : (
					open.map(({ text, tone, bold = false }) => (
						<Text key={text} bold={bold} {...paint(tone)}>
							{`${text}   `}
						</Text>
					))
				)}
				<NextAttempt status={status} now={now} />
				<DriftReading status={status} now={now} />
			</Text>
			<Text wrap="truncate-end">
				<Text dimColor>Cycles </Text>
				{recentCycles.length === 0 ? <Text dimColor>–</Text> : <Text>{sparkline(recentCycles)}</Text>}
				{recentCycles.slice(0, named).map((cycle) => (
					<Text key={cycle.id} {...paint(cycleMark(cycle).tone)}>
						{`  ${cycleLabel(cycle, now)}`}
					</Text>
				))}
			</Text>
		</Box>
	);
}

/** The last cycle of Entra's job; none before the first one. */
function LastOfEntra({ status, now }: { readonly status: ProvisioningStatus; readonly now: number }) {
	const { hosted } = status;
	const last = hosted?.job?.lastExecution ?? null;
	const isKnown = hosted === undefined || (hosted.job !== null && hosted.job.code !== notReported);
	if (last === null) return <Text dimColor>{isKnown ? "none yet" : "not known"}</Text>;
	const ended = Date.parse(last.timeEnded);
	const mark = executionMark(last);
	return (
		<Text>
			{Number.isNaN(ended) ? "" : `${nearTime(ended, now)} `}
			<Text {...paint(mark.tone)}>{`${mark.glyph} ${mark.word}`}</Text>
			{`, ${counted(last.countExported, "change")}`}
		</Text>
	);
}

/** What the head shows while nothing is open, as far as that is known. */
function NothingOpen({
	status,
	isHosted,
	credentialsKeys,
}: {
	readonly status: ProvisioningStatus;
	readonly isHosted: boolean;
	readonly credentialsKeys: string | null;
}) {
	const { hosted, lastCycle, running } = status;
	if (isHosted && hosted === undefined) return <Text>Reading the state of Entra's job…</Text>;
	const problem = hosted?.problem ?? hosted?.logProblem ?? null;
	if (problem !== null) return <Text {...paint("caution")}>{`! Not known what needs you: ${problem}`}</Text>;
	if (hosted?.unreadable) return <Text {...paint("caution")}>{`! ${drawable(hosted.unreadable)}`}</Text>;
	const failed = hosted?.job?.lastExecution?.countEscrowed ?? 0;
	if (hosted !== undefined)
		return (
			<Text>
				{failed > 0 ? (
					<Text {...paint("caution")}>{`! ${counted(failed, "user")} failed, not named by the log yet`}</Text>
				) : (
					<Text {...paint("good")}>✓ Nothing needs you</Text>
				)}
				<Text dimColor>{`  Entra's log is up to ${entraLogLagMs / 60_000} min late`}</Text>
			</Text>
		);
	if (lastCycle !== null) return <Text {...paint("good")}>✓ Nothing needs you</Text>;
	if (running !== null) return <Text>The first cycle is running.</Text>;
	if (credentialsKeys !== null)
		return (
			<Text
				{...paint("caution")}
			>{`! No credentials are saved yet: press ${credentialsKeys} to enter them.`}</Text>
		);
	return (
		<Text>
			No cycle has run yet: press {keyFor("plan")} for a plan, {keyFor("provision")} to run.
		</Text>
	);
}

/** The drift of the last comparison with its age, or that there was none since the first cycle; nothing where the job does not compare. */
function DriftReading({ status, now }: { readonly status: ProvisioningStatus; readonly now: number }) {
	const { drift, lastCycle } = status;
	if (drift === undefined || (drift === null && lastCycle === null)) return null;
	if (drift === null) return <Text dimColor>{"   drift not read yet"}</Text>;
	return (
		<Text {...paint(drift.found > 0 ? "caution" : "dim")}>
			{`   drift ${thousands(drift.found)} (${relativeTime(drift.readAt, Math.max(now, drift.readAt))})`}
		</Text>
	);
}

/** When the first failing user is tried again. */
function NextAttempt({ status, now }: { readonly status: ProvisioningStatus; readonly now: number }) {
	const times = status.openMatters.flatMap(({ kind, nextAttempt }) =>
		kind === "userFails" && nextAttempt !== null ? [nextAttempt] : [],
	);
	if (times.length === 0) return null;
	const first = Math.min(...times);
	return <Text dimColor>{`next attempt ${plannedTime(first, now)}`}</Text>;
}
