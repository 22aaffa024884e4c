import { describeRuleChange } from "../../../app/rules/rule-changes.ts";
import type { RuleVersion } from "../../../app/rules/rule-history.ts";
import type { Session } from "../../../app/session.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";

export const command = defineCommand({
	description: "List every saved version of mappings and scope: by whom, when, and what changed.",
	options: { json: flag("print the versions as JSON"), ...profileOptions },
	run: ({ json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => listVersions(session, json, streams)),
});

/** Prints every saved version of mappings and scope, newest first: by whom, when, and what changed. */
export async function listVersions({ rules }: Session, json: boolean, streams: Streams): Promise<ExitCode> {
	const { mapping } = await rules();
	const versions = await mapping.versions();
	if (json) streams.out(jsonLine({ versions }));
	else if (versions.length === 0) streams.out("Nothing has been saved yet.");
	else for (const line of versions.flatMap(versionLines)) streams.out(line);
	return exitCode.done;
}

function versionLines({ number, savedAt, savedBy, changes, isCurrent }: RuleVersion): readonly string[] {
	const who = savedBy === null ? "found as it was" : `saved by ${savedBy}`;
	const head = `${number}  ${new Date(savedAt).toISOString()}  ${who}${isCurrent ? "  (current)" : ""}`;
	return [head, ...changes.flatMap(describeRuleChange).map((line) => `    ${line}`)].map(cleanText);
}
