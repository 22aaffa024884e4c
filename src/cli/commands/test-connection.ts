import type { ConnectionReport } from "../../app/connection/connection.ts";
import type { Session } from "../../app/session.ts";
import { cleanLines, cleanText } from "../../text/clean-text.ts";
import { defineCommand } from "../command/define-command.ts";
import { flag } from "../options/option.ts";
import { profileOptions } from "../options/profile-options.ts";
import { type ExitCode, exitCode } from "../output/exit-code.ts";
import { jsonLine } from "../output/json-line.ts";
import { remedyCommand } from "../output/remedy-command.ts";
import type { Streams } from "../output/streams.ts";

export const command = defineCommand({
	description: "Test the connection to the target and the source, as the portal's Test Connection does.",
	options: { json: flag("print the outcome as JSON"), ...profileOptions },
	run: ({ json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => testConnection(session, json, streams)),
});

/** Does what the portal's Test Connection does, for the target and for the source. */
export async function testConnection(session: Session, json: boolean, streams: Streams): Promise<ExitCode> {
	const draft = session.connection.current();
	const [target, source] = await Promise.all([
		session.connection.test(draft).then(withCommand),
		session.connection.testSource(draft).then(withCommand),
	]);
	if (json) {
		streams.out(jsonLine({ type: "connection", target, source }));
	} else {
		for (const { ok, message, advice } of [target, source]) {
			for (const line of cleanLines(message)) (ok ? streams.out : streams.err)(line);
			if (advice !== "") streams.err(cleanText(advice));
		}
	}
	return target.ok && source.ok ? exitCode.done : exitCode.error;
}

/** The same report with the command that helps as its last advice. */
function withCommand<Report extends ConnectionReport>(report: Report): Report {
	const command = report.remedy === undefined ? "" : remedyCommand(report.remedy);
	return { ...report, advice: `${report.advice} ${command}`.trim() };
}
