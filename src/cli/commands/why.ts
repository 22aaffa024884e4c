import type { Session } from "../../app/session.ts";
import type { WhyReport } from "../../app/why/why.ts";
import { cleanText } from "../../text/clean-text.ts";
import { defineCommand } from "../command/define-command.ts";
import { argument, flag } from "../options/option.ts";
import { profileOptions } from "../options/profile-options.ts";
import { type ExitCode, exitCode } from "../output/exit-code.ts";
import { jsonLine } from "../output/json-line.ts";
import { entryLine } from "../output/progress-lines.ts";
import { remedyCommand } from "../output/remedy-command.ts";
import type { Streams } from "../output/streams.ts";

export const command = defineCommand({
	description:
		"Explain how one user is provisioned: scope, match, roles, each value, the plan and the history.",
	arguments: { user: argument("an ID, a user name, an email address, or words of a name") },
	options: { json: flag("print one JSON object"), ...profileOptions },
	run: ({ user, json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => why(session, user, { json }, streams)),
});

/** Explains one user: what a cycle would do and why, each value, and everything that has been done. Writes nothing. */
export async function why(
	session: Pick<Session, "why">,
	user: string,
	{ json }: { readonly json: boolean },
	streams: Streams,
): Promise<ExitCode> {
	const report = await session.why.explain(await session.why.find(user));
	if (json) streams.out(jsonLine({ type: "why", ...report }));
	else for (const line of reportLines(report)) streams.out(line);
	return exitCode.done;
}

function reportLines({
	user,
	decision,
	waits,
	remedies,
	steps,
	assignments,
	values,
	history,
}: WhyReport): readonly string[] {
	const lines = [
		`${user.displayName} <${user.userName}>, ${user.id}`,
		`Now: ${decision}`,
		...waits.map((wait) => `But: ${wait}`),
		...remedies
			.map((remedy) => remedyCommand(remedy, user))
			.filter((text) => text !== "")
			.map((text) => `What to do: ${text}`),
	];
	for (const { name, status, summary, details } of steps) {
		lines.push("", `${name} (${status}): ${summary}`);
		for (const detail of details) lines.push(`  ${detail.name}: ${detail.value}`);
	}
	lines.push("", "Assignments");
	if (assignments.length === 0) lines.push("  none");
	for (const { role, sends, via } of assignments) {
		const how = via === null ? "directly" : `through ${via}`;
		lines.push(`  ${role}, ${how}, ${sends === null ? "sends no role value" : `sends ${sends}`}`);
	}
	if (values.length > 0) lines.push("", "Values");
	for (const { target, mapping, value, note, reads, parts } of values) {
		lines.push(`  ${target}: ${value ?? "–"}${note === "" ? "" : ` (${note})`}`, `    by ${mapping}`);
		for (const read of reads) lines.push(`    reads ${read.name}: ${read.value}`);
		for (const { depth, text, yields } of parts) lines.push(`    ${"  ".repeat(depth)}${text} → ${yields}`);
	}
	lines.push("", "History, newest first");
	if (history.length === 0) lines.push("  nothing has been done yet");
	for (const entry of history) lines.push(`  ${new Date(entry.time).toISOString()} ${entryLine(entry)}`);
	return lines.map((line) => `${/^ */.exec(line)?.[0] ?? ""}${cleanText(line.trimStart())}`);
}
