import type { PlanReport } from "../../../app/provisioning/provisioning.ts";
import type { recordUnopened } from "../../../app/provisioning/record-unopened.ts";
import type { Session } from "../../../app/session.ts";
import type { CycleSummary } from "../../../ports/event.ts";
import { asSentence } from "../../../text/as-sentence.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { progressLines, stillFailingText, summaryLines } from "../../output/progress-lines.ts";
import { whatToDo } from "../../output/remedy-command.ts";
import type { Streams } from "../../output/streams.ts";
import { interruptible } from "../../session/interruptible.ts";
import {
	brokenPlanRecord,
	brokenRecord,
	nothingSeen,
	planRecord,
	summaryRecord,
	withEvent,
} from "./run-record.ts";

export const command = defineCommand({
	description: "Run one provisioning cycle now, without the console.",
	options: {
		plan: flag("show the changes without making any"),
		json: flag("print one JSON object per line, the summary last"),
		...profileOptions,
	},
	run: ({ plan: planOnly, json, ...flags }, { streams, withSession, env }) =>
		interruptible(streams.err, async (signal) => {
			let isOpened = false;
			try {
				return await withSession(flags, async (session) => {
					isOpened = true;
					await warnOfFile(session, streams.err);
					return (planOnly ? plan : run)(session, { json, signal }, streams);
				});
			} catch (error) {
				if (!isOpened && !planOnly && !flags.demo) await keepVisible(error, { flags, env }, streams.err);
				throw error;
			}
		}),
});

/** `status` shows what kept a scheduled run from starting. If that can't be recorded, the error itself is still printed. */
async function keepVisible(
	error: unknown,
	choice: Parameters<typeof recordUnopened>[0],
	print: (line: string) => void,
): Promise<void> {
	const { recordUnopened } = await import("../../../app/provisioning/record-unopened.ts");
	try {
		await recordUnopened(choice, error);
	} catch (cause) {
		print(cleanText(`warning: This can't be recorded for \`sumo-provision status\`: ${errorMessage(cause)}`));
	}
}

/** Prints what is wrong with a source that is a file. A file that can't be read is left to the cycle, which fails with the reason. */
async function warnOfFile({ profile, people }: Session, print: (line: string) => void): Promise<void> {
	const { source } = profile();
	if (source.type !== "file") return;
	const problems = await people.file().then(
		(file) => file?.problems ?? [],
		() => [],
	);
	for (const { line, message, fix } of problems) {
		const place = line === null ? source.path : `${source.path}, line ${line}`;
		print(cleanText(`warning: ${place}: ${message} ${fix}`));
	}
}

type RunOptions = { readonly json: boolean; readonly signal?: AbortSignal };

/**
 * Runs one provisioning cycle and reports on it: JSON lines on `out`, or text on `err` with the summary on `out`. If there are any JSON lines,
 * the last one is a summary, also when the cycle breaks off. Until the session is closed, warnings go to `err`: a notification may fail after
 * the end of the cycle.
 */
export async function run(session: Session, options: RunOptions, streams: Streams): Promise<ExitCode> {
	const print = progressLines(streams.err);
	let ended = false;
	let seen = nothingSeen;
	session.provisioning.subscribe((event) => {
		if (!options.json || ended) return print(event);
		seen = withEvent(seen, event);
		if (event.type !== "cycleEnded") streams.out(jsonLine(event));
	});
	const summary = await session.provisioning.runNow(options.signal).catch((error: unknown) => {
		if (seen.hasBegun) streams.out(jsonLine(brokenRecord(seen, error)));
		throw error;
	});
	ended = true;
	if (options.json) streams.out(jsonLine(summaryRecord(summary)));
	else for (const line of summaryLines(summary)) streams.out(line);
	return codeOf(summary);
}

/** Shows what a cycle would do, and writes nothing. */
async function plan(session: Session, options: RunOptions, streams: Streams): Promise<ExitCode> {
	const warned = new Set<string>();
	const warn = (message: string) => {
		if (!warned.has(message)) streams.err(cleanText(`warning: ${message}`));
		warned.add(message);
	};
	session.provisioning.subscribe((event) => {
		if (event.type === "warning") warn(event.message);
	});
	let isBegun = false;
	const report = await session.provisioning
		.plan({
			signal: options.signal,
			onAction: (action) => {
				isBegun = true;
				streams.out(
					options.json ? jsonLine({ type: "plan", action: withoutSets(action) }) : actionLine(action),
				);
			},
		})
		.catch((error: unknown) => {
			if (options.json && isBegun) streams.out(jsonLine(brokenPlanRecord(error)));
			throw error;
		});
	for (const { message } of report.warnings ?? []) warn(message);
	if (options.json) streams.out(jsonLine(planRecord(report)));
	else streams.out(planLine(report));
	return report.stillFailing > 0 ? exitCode.someFailed : exitCode.done;
}

function codeOf(summary: CycleSummary): ExitCode {
	if (summary.outcome !== "completed") return exitCode.error;
	const { failed, notApplied = 0, stillFailing } = summary;
	return failed + notApplied + stillFailing > 0 ? exitCode.someFailed : exitCode.done;
}

/** What `sets` has is in `changes` already. */
function withoutSets(action: PlanReport["actions"][number]) {
	if (!("sets" in action)) return action;
	const { sets: _, ...shown } = action;
	return shown;
}

function actionLine(action: PlanReport["actions"][number]): string {
	const who = action.source ?? action.target;
	const name = who === null ? "" : `${who.displayName} <${who.userName}>`;
	const changes = action.changes.map(
		({ name: property, old, new: value }) => `${property}: ${old ?? "–"} → ${value ?? "–"}`,
	);
	const why =
		action.type === "fail"
			? [`${asSentence(action.error.reason)} ${whatToDo(action.error, action.source)}`]
			: action.type === "skip"
				? [action.detail]
				: "note" in action && action.note
					? [...changes, action.note]
					: changes;
	return cleanText(`${action.type.padEnd(7)} ${name}${why.length === 0 ? "" : `: ${why.join("; ")}`}`);
}

function planLine({ counts, stillFailing, forecastSeconds, guard }: PlanReport): string {
	const parts = (["create", "update", "enable", "disable", "delete", "skip", "fail", "unchanged"] as const)
		.filter((type) => counts[type] > 0)
		.map((type) => `${counts[type]} ${type}`);
	const held =
		guard === null
			? ""
			: ` The deletion guard would hold back ${counted(guard.held, "deactivation or deletion", "deactivations and deletions")}. ${guard.reason}`;
	return `Plan: ${parts.length === 0 ? "nothing to do" : parts.join(", ")}; about ${counted(Math.ceil(forecastSeconds), "second")}.${held}${stillFailingWords(stillFailing, counts.fail)}`;
}

function stillFailingWords(count: number, planned: number): string {
	return count > planned ? ` ${stillFailingText(count)}` : "";
}
