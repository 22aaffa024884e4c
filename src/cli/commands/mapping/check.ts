import type { MappingProblem } from "../../../app/mapping/mapping.ts";
import type { Session } from "../../../app/session.ts";
import type { TargetProblem } from "../../../mapping/check-target.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { counted } from "../../output/progress-lines.ts";
import type { Streams } from "../../output/streams.ts";
import { printProblems } from "./report-lines.ts";

export const command = defineCommand({
	description: "Check the mappings and scoping filters and list their problems, with line and column.",
	options: {
		everyone: flag(
			"also map all users in scope, and list the users that the target would reject, with the reason",
		),
		json: flag("print the problems as JSON"),
		...profileOptions,
	},
	run: ({ everyone, json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => checkProfileMappings(session, { everyone, json }, streams), {
			offline: !everyone,
		}),
});

type CheckOptions = {
	readonly json: boolean;
	/** Also map all users in scope, once the mappings have no error. */
	readonly everyone: boolean;
};

/**
 * Prints the problems of the profile's mappings and scoping filters, and the users in scope that the target would reject.
 * Returns 1 for an error.
 */
export async function checkProfileMappings(
	{ mapping }: Session,
	{ json, everyone }: CheckOptions,
	streams: Streams,
): Promise<ExitCode> {
	const problems = await mapping.checkAll();
	const refused = everyone && !hasError(problems) ? await mapping.checkUsers() : [];
	if (json) streams.out(jsonLine({ problems, ...(everyone ? { users: refused } : {}) }));
	else if (problems.length + refused.length === 0) streams.out("No problems.");
	else {
		printProblems(problems, streams.out);
		printRefused(refused, streams.out);
	}
	return hasError(problems) || hasError(refused) ? exitCode.error : exitCode.done;
}

function hasError(problems: readonly Pick<MappingProblem, "severity">[]): boolean {
	return problems.some(({ severity }) => severity === "error");
}

function printRefused(problems: readonly TargetProblem[], print: (line: string) => void): void {
	for (const { severity, message, users } of problems) {
		const concerned = users.length === 0 ? "no user has it yet" : counted(users.length, "user");
		print(`${severity}: ${cleanText(message)} (${concerned})`);
		for (const { displayName, value } of users) print(`  ${cleanText(displayName)}: ${cleanText(value)}`);
	}
}
