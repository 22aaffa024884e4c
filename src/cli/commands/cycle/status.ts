import type { StatusReport } from "../../../app/status/status.ts";
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
import { statusRecord } from "../../output/status-record.ts";
import type { Streams } from "../../output/streams.ts";

export const command = defineCommand({
	description: "Show whether provisioning works and what is open. Exits with 3 while anything is open.",
	options: {
		json: flag("print one JSON object, for monitoring"),
		...storeOptions,
	},
	async run({ json, demo, ...flags }, { streams, env }) {
		const { readStatus } = await import("../../../app/status/read-status.ts");
		const now = Date.now();
		return status(await readStatus({ flags, env }, demo, now), { json, now }, streams);
	},
});

type StatusOptions = {
	readonly json: boolean;
	/** Milliseconds since 1970. */
	readonly now: number;
};

/** Open matters shown on one screen. */
const maxShown = 3;

/** Prints the status of a job on one screen, or as one JSON object. */
export function status(report: StatusReport, { json, now }: StatusOptions, streams: Streams): ExitCode {
	const { openMatters } = report;
	if (json) streams.out(jsonLine(statusRecord(report, now)));
	else {
		for (const line of jobLines(report, now)) streams.out(cleanText(line));
		for (const matter of openMatters.slice(0, maxShown)) {
			for (const line of matterLines(matter, now)) streams.out(line);
		}
		const rest = openMatters.slice(maxShown);
		if (rest.length > 0) streams.out(restLine(rest));
	}
	return openMatters.length > 0 ? exitCode.someFailed : exitCode.done;
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

function lastCycleLine({ lastCycle }: StatusReport, now: number): string {
	if (lastCycle === null) return "Last cycle: none has run yet.";
	const { kind, outcome, startedAt, endedAt, counts, error } = lastCycle;
	const end = endedAt ?? startedAt;
	const did = outcome === "completed" ? countsText(counts) : (error ?? countsText(counts));
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
