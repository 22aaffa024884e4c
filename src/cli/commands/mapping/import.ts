import type { Session } from "../../../app/session.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument, flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import { namingFile, readMappingFile } from "./mapping-file.ts";
import { printChanges, printNotes, printProblems } from "./report-lines.ts";

export const command = defineCommand({
	description: "Take over the mappings, actions and scoping filters of Entra's synchronization schema.",
	arguments: {
		file: argument("JSON file: the response of Graph's GET …/synchronization/jobs/{id}/schema"),
	},
	options: {
		keepScope: flag("keep the profile's scoping filters as they are"),
		json: flag("print the outcome as JSON"),
		...profileOptions,
	},
	run: ({ file, keepScope, json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => importMappings(session, file, { keepScope, json }, streams)),
});

/**
 * Takes over the mappings, actions and scoping filters of Entra's schema. Returns 1, and changes nothing, when they
 * have an error.
 */
export async function importMappings(
	session: Session,
	file: string,
	{ json, keepScope }: { readonly json: boolean; readonly keepScope: boolean },
	streams: Streams,
): Promise<ExitCode> {
	const content = await readMappingFile(file);
	const report = await namingFile(file, async () =>
		(await session.rules()).mapping.importSchema(content, { filters: keepScope ? "keep" : "replace" }),
	);
	const { saved, initialCycle, changes, problems, notes } = report;
	if (json) {
		streams.out(jsonLine({ saved, initialCycle, changes, notes, problems }));
		return saved ? exitCode.done : exitCode.error;
	}
	if (saved) printChanges(changes, streams.out);
	printNotes(notes, streams.err);
	printProblems(problems, streams.err);
	if (!saved) {
		streams.err(`${cleanText(file)} was not imported. Fix the errors above, and import it again.`);
		return exitCode.error;
	}
	const { name } = session.profile();
	streams.out(
		initialCycle
			? `Imported into the profile ${name}. The next cycle is an initial one: it compares all users.`
			: `Imported into the profile ${name}: its mappings and scoping filters were already the same.`,
	);
	return exitCode.done;
}
