import type { Mapping, MappingProblem } from "../../../app/mapping/mapping.ts";
import type { Session } from "../../../app/session.ts";
import type { TargetProblem } from "../../../mapping/check/check-target.ts";
import type { ErrorCode } from "../../../ports/errors/error-code.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import { printProblems } from "./report-lines.ts";

export const command = defineCommand({
	description: "Check the mappings and scoping filters and list their problems, with line and column.",
	options: {
		everyone: flag(
			"also map all users in scope, and list the users that the target would reject or that would fail in the next cycle, with the reason",
		),
		json: flag("print the problems as JSON"),
		...profileOptions,
	},
	run: ({ everyone, json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => checkProfileMappings(session, { everyone, json }, streams), {
			offline: !everyone,
		}),
});

/** The part of a session that is checked. */
type CheckedSession = {
	readonly rules: () => Promise<{ readonly mapping: Pick<Mapping, "checkAll" | "checkUsers"> }>;
	readonly provisioning: Pick<Session["provisioning"], "plan">;
};

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
	{ rules, provisioning }: CheckedSession,
	{ json, everyone }: CheckOptions,
	streams: Streams,
): Promise<ExitCode> {
	const { mapping } = await rules();
	const problems = await mapping.checkAll();
	const isChecked = everyone && !hasError(problems);
	const refused = isChecked ? await mapping.checkUsers() : [];
	const { failing, warnings } = isChecked ? await planned(provisioning) : { failing: [], warnings: [] };
	if (json) {
		const found = everyone ? { users: refused, failing, warnings } : {};
		streams.out(jsonLine({ problems, ...found }));
	} else if (problems.length + refused.length + failing.length + warnings.length === 0)
		streams.out("No problems.");
	else {
		printProblems(problems, streams.out);
		for (const { message } of warnings) streams.out(cleanText(`warning: ${message}`));
		printRefused(refused, streams.out);
		printFailing(failing, streams.out);
	}
	const isWrong = hasError(problems) || hasError(refused) || failing.length > 0;
	return isWrong ? exitCode.error : exitCode.done;
}

/** A user who fails in the next cycle, with the code and the reason that it logs. */
type FailingUser = {
	readonly id: string | null;
	readonly displayName: string;
	readonly userName: string;
	readonly code: ErrorCode;
	readonly reason: string;
};

/** The users who fail in the plan of the next cycle, or failed before and are not due: what no mapping alone shows. */
async function planned(provisioning: CheckedSession["provisioning"]) {
	const failing: FailingUser[] = [];
	const { warnings = [] } = await provisioning.plan({
		onAction: (action) => {
			const error =
				action.type === "fail" ? action.error : action.type === "skip" ? action.failure : undefined;
			if (error === undefined) return;
			const { id = null, displayName = "", userName = "" } = action.source ?? {};
			failing.push({ id, displayName, userName, code: error.code, reason: error.reason });
		},
	});
	return { failing, warnings };
}

function printFailing(failing: readonly FailingUser[], print: (line: string) => void): void {
	if (failing.length === 0) return;
	print(`error: ${counted(failing.length, "user")} would fail in the next cycle:`);
	for (const { displayName, code, reason } of failing)
		print(cleanText(`  ${displayName}: ${code}: ${reason}`));
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
