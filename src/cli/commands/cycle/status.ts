import { endNotices } from "../../../app/source/check-ends.ts";
import type { KnownExpiries, readExpiries } from "../../../app/status/read-expiries.ts";
import type { HostedReport } from "../../../app/status/read-hosted-status.ts";
import type { StatusReport } from "../../../app/status/status.ts";
import type { profileName } from "../../../config/from-flags.ts";
import { entraLogLagMs } from "../../../jobs/hosted-log.ts";
import type { OpenMatter } from "../../../ports/open-matter.ts";
import { isOff, isOn, nextRunOf, unknownWords } from "../../../setup/job-status.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { storeOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { matterLines, restLine } from "../../output/matter-lines.ts";
import { countsText } from "../../output/progress-lines.ts";
import { duration, isoTime, relative } from "../../output/show-time.ts";
import { openRecord, statusRecord } from "../../output/status-record.ts";
import type { Streams } from "../../output/streams.ts";
import { statusLines } from "../job/status-lines.ts";

export const command = defineCommand({
	description: "Show whether provisioning works and what is open. Exits with 3 while anything is open.",
	options: {
		json: flag("print one JSON object, for monitoring"),
		...storeOptions,
	},
	async run({ json, demo, ...flags }, { streams, env }) {
		const now = Date.now();
		const hosted = demo ? null : await hostedReport(flags, env, streams);
		const known = demo ? noExpiries : await knownExpiries({ flags, env }, streams, now);
		const expiries = hosted === null ? known : { ...known, ends: hosted.ends };
		if (hosted !== null) return hostedStatus(hosted, { json, now, expiries }, streams);
		const { readStatus } = await import("../../../app/status/read-status.ts");
		return status(await readStatus({ flags, env }, demo, now), { json, now, expiries }, streams);
	},
});

const noExpiries: KnownExpiries = { signIn: null, ends: [] };

async function knownExpiries(
	choice: Parameters<typeof readExpiries>[0],
	{ err }: Streams,
	now: number,
): Promise<KnownExpiries> {
	const { readExpiries } = await import("../../../app/status/read-expiries.ts");
	return readExpiries(choice, err, now);
}

/** Null in direct mode, which asks neither source nor target. */
async function hostedReport(
	flags: Parameters<typeof profileName>[0],
	env: NodeJS.ProcessEnv,
	{ err }: Streams,
): Promise<HostedReport | null> {
	const { readHostedStatus } = await import("../../../app/status/read-hosted-status.ts");
	return readHostedStatus({ flags, env, warn: err });
}

/**
 * The status of a profile in hosted mode: that of Entra's job. Exits with 3 while anything is open, and after a cycle in which users
 * failed, which its log may not show yet.
 */
function hostedStatus(
	{ profile, job, openMatters, logProblem, unreadable }: HostedReport,
	{ json, now, expiries }: StatusOptions,
	streams: Streams,
): ExitCode {
	const unknown = unknownWords(job);
	const failed = job.lastExecution?.countEscrowed ?? 0;
	if (json) {
		const nextRun = nextRunOf(job);
		streams.out(
			jsonLine({
				...{ type: "status", schema: 1, time: new Date(now).toISOString(), profile, mode: "hosted" },
				...{ state: stateOf(job), enabled: isOn(job) },
				nextCycle: nextRun === null ? null : new Date(nextRun).toISOString(),
				...openRecord(openMatters),
				log: { lagMinutes: entraLogLagMs / 60_000, problem: logProblem, unreadable },
				job: { ...job, unknownWords: unknown },
				...expiryRecords(expiries, now),
			}),
		);
	} else {
		for (const line of [`${profile}: hosted mode, provisioned by Entra's own job.`, ...statusLines(job)])
			streams.out(cleanText(line));
		printExpiries(expiries, now, streams);
		// The lines above have the quarantine.
		const isMoreOpen = job.quarantine !== null || unknown.length > 0 || unreadable !== null;
		const others = openMatters.filter(({ kind }) => kind !== "quarantine");
		streams.out(cleanText(openLine(others.length, isMoreOpen, logProblem)));
		printMatters(others, now, streams);
		const rest = others.length - maxShown;
		if (rest > 0)
			streams.out(`and ${rest} more. Run \`sumo-provision job logs --status failure\` to list failures.`);
	}
	return openMatters.length > 0 || failed > 0 || unknown.length > 0 || unreadable !== null
		? exitCode.someFailed
		: exitCode.done;
}

/** @param open number of matters beside what was printed before */
function openLine(open: number, isMoreOpen: boolean, logProblem: string | null): string {
	if (logProblem !== null)
		return `Failing users are not known, because Entra's log cannot be read: ${logProblem}`;
	const lag = `Entra's log is up to ${entraLogLagMs / 60_000} minutes late`;
	const [what, matters] = isMoreOpen
		? ["Nothing else", counted(open, "other open matter")]
		: ["Nothing", counted(open, "open matter")];
	return open === 0 ? `${what} is open. ${lag}.` : `${matters}; ${lag}:`;
}

/** A schedule that is not known here is neither on nor off. */
function stateOf(job: HostedReport["job"]): StatusReport["state"] | "unknown" {
	if (job.quarantine !== null) return "quarantined";
	if (job.progress.length > 0) return "running";
	if (isOn(job)) return unknownWords({ ...job, lastExecution: null }).length === 0 ? "on" : "unknown";
	return isOff(job) ? "off" : "unknown";
}

type StatusOptions = {
	readonly json: boolean;
	/** Milliseconds since 1970. */
	readonly now: number;
	readonly expiries: KnownExpiries;
};

/** Open matters shown on one screen. */
const maxShown = 3;

/** Prints the status of a job on one screen, or as one JSON object. */
export function status(
	report: StatusReport,
	{ json, now, expiries }: StatusOptions,
	streams: Streams,
): ExitCode {
	const { openMatters } = report;
	if (json) streams.out(jsonLine({ ...statusRecord(report, now), ...expiryRecords(expiries, now) }));
	else {
		printExpiries(expiries, now, streams);
		for (const line of jobLines(report, now)) streams.out(cleanText(line));
		printMatters(openMatters, now, streams);
		const rest = openMatters.slice(maxShown);
		if (rest.length > 0) streams.out(restLine(rest));
	}
	return openMatters.length > 0 ? exitCode.someFailed : exitCode.done;
}

/** As JSON: the end of the sign-in, and of what else Graph shows, each with a notice when that is soon. */
function expiryRecords({ signIn, ends }: KnownExpiries, now: number) {
	const credentialEnds = ends.map(({ kind, expires }) => ({
		...{ kind, expires: new Date(expires).toISOString() },
		notice: endNotices([{ kind, expires }], now)[0] ?? null,
	}));
	return {
		signIn: signIn && { ...signIn, expires: new Date(signIn.expires).toISOString() },
		credentialEnds,
	};
}

function printExpiries({ signIn, ends }: KnownExpiries, now: number, { out }: Streams): void {
	const notices = [...(signIn?.notice ? [signIn.notice] : []), ...endNotices(ends, now)];
	for (const notice of new Set(notices)) out(cleanText(notice));
}

function printMatters(openMatters: readonly OpenMatter[], now: number, { out }: Streams): void {
	for (const matter of openMatters.slice(0, maxShown)) {
		for (const line of matterLines(matter, now)) out(line);
	}
}

function jobLines(report: StatusReport, now: number): readonly string[] {
	const { profile, state, enabled, pausedUntil, openMatters } = report;
	const onOff = enabled ? "On" : "Off";
	const words = {
		on: "On",
		off: "Off",
		running: `${onOff}, a cycle is running`,
		quarantined: `${onOff}, in quarantine`,
		paused: `${onOff}, paused by the target${pausedUntil === null ? "" : ` until ${isoTime(pausedUntil)} (${relative(pausedUntil, now)})`}`,
	};
	return [
		`${profile}: ${words[state]}.`,
		...runnerLines(report, now),
		...interruptedLines(report, now),
		lastCycleLine(report, now),
		nextCycleLine(report, now),
		openMatters.length === 0 ? "Nothing is open." : `${counted(openMatters.length, "open matter")}:`,
	];
}

function runnerLines({ runner, runningCycle }: StatusReport, now: number): readonly string[] {
	if (runner === null) return [];
	if (runningCycle === null) return [`In use by: ${runner}`];
	const { kind, startedAt } = runningCycle;
	return [`Running: ${kind} cycle since ${isoTime(startedAt)} (${relative(startedAt, now)}), ${runner}`];
}

function interruptedLines({ interruptedCycle }: StatusReport, now: number): readonly string[] {
	if (interruptedCycle === null) return [];
	const { kind, startedAt, holder, lastSign, changed, failed, open } = interruptedCycle;
	const who = holder === null ? "its process" : holder;
	const done = `${counted(changed, "change")} made, ${counted(failed, "failure")}`;
	const unsure = open === 0 ? "" : `, ${counted(open, "change")} to check in the target`;
	return [
		`Interrupted: ${kind} cycle since ${isoTime(startedAt)}, ${who} ended after ${isoTime(lastSign)} (${relative(lastSign, now)}): ${done}${unsure}.`,
		"The next cycle continues from there. Run `sumo-provision run`.",
	];
}

function lastCycleLine({ lastCycle, interruptedCycle }: StatusReport, now: number): string {
	if (lastCycle === null)
		return `Last cycle: none has ${interruptedCycle === null ? "run" : "completed"} yet.`;
	const { kind, outcome, startedAt, endedAt, counts, error } = lastCycle;
	const end = endedAt ?? startedAt;
	const did = outcome === "completed" ? countsText(counts) : (error ?? countsText(counts, "nothing changed"));
	const took = duration(Math.max(0, end - startedAt) / 1000);
	return `Last cycle: ${kind}, ${outcome} ${isoTime(end)} (${relative(end, now)}) after ${took}: ${did}`;
}

function nextCycleLine({ enabled, nextCycle, overdue }: StatusReport, now: number): string {
	if (!enabled) return "Next cycle: not scheduled here, because provisioning is Off.";
	if (nextCycle === null) return "Next cycle: not scheduled yet.";
	const due = `Next cycle: ${isoTime(nextCycle)} (${relative(nextCycle, now)})`;
	return overdue
		? `${due}. No process runs cycles: open the console, or schedule \`sumo-provision run\`.`
		: due;
}
