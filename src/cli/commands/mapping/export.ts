import { writeFile } from "node:fs/promises";
import type { Session } from "../../../app/session.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag, text } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine, jsonText } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";

export const command = defineCommand({
	description: "Write the mappings and scoping filters as Entra's synchronization schema.",
	options: {
		output: text("file", "the file to write; standard output without it"),
		json: flag("on standard output: one line"),
		...profileOptions,
	},
	run: ({ output, json, ...flags }, { streams, withSession }) => {
		const options = { json, ...(output !== undefined && { output }) };
		return withSession(flags, (session) => exportMappings(session, options, streams), { offline: true });
	},
});

/** Writes the profile's mappings and scoping filters as Entra's schema, to a file or to `out`. */
export async function exportMappings(
	{ rules, profile }: Session,
	{ json, output }: { readonly json: boolean; readonly output?: string },
	streams: Streams,
): Promise<ExitCode> {
	const { mapping } = await rules();
	const { schema, isWhole } = await mapping.exportSchema();
	if (output === undefined) {
		streams.out(json ? jsonLine(schema) : jsonText(schema));
	} else {
		await writeSchema(output, `${jsonText(schema)}\n`);
		if (json) streams.out(jsonLine({ file: output, whole: isWhole }));
		else streams.out(`The mappings of the profile ${profile().name} are in ${cleanText(output)}.`);
	}
	if (!isWhole) {
		streams.err(
			"No Entra schema has been imported into this profile, so this one holds only the mapping of users. Entra's PUT replaces the whole schema: import the job's own schema first.",
		);
	}
	return exitCode.done;
}

async function writeSchema(file: string, text: string): Promise<void> {
	try {
		await writeFile(file, text);
	} catch (error) {
		throw new Error(`Can't write ${file}: ${errorMessage(error)}`);
	}
}
