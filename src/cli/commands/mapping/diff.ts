import type { Session } from "../../../app/session.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag, optionalArgument } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import { namingFile, readMappingFile } from "./mapping-file.ts";
import { printChanges, printNotes } from "./report-lines.ts";

export const command = defineCommand({
	description: "Show what would change if the profile took over the mappings of a file, or the defaults.",
	arguments: {
		file: optionalArgument(
			"JSON file: Entra's synchronization schema, or {mappings: […]}; the defaults without it",
		),
	},
	options: { json: flag("print the differences as JSON"), ...profileOptions },
	run: ({ file, json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => diffMappings(session, file, json, streams), { offline: true }),
});

/** Prints what would change if the profile took over the mappings of a file, or the defaults when there is no file. */
export async function diffMappings(
	session: Session,
	file: string | undefined,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	const content = file === undefined ? undefined : await readMappingFile(file);
	const { changes, notes } = await namingFile(file, async () =>
		(await session.rules()).mapping.diff(content),
	);
	if (json) {
		streams.out(jsonLine({ changes, notes }));
		return exitCode.done;
	}
	const other = file === undefined ? "the defaults" : cleanText(file);
	if (changes.length === 0) streams.out(`No differences from ${other}.`);
	else streams.err(`From the profile ${session.profile().name} to ${other}:`);
	printChanges(changes, streams.out);
	printNotes(notes, streams.err);
	return exitCode.done;
}
