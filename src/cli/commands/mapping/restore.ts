import type { Restored } from "../../../app/rules/rule-history.ts";
import { UnknownVersionError } from "../../../app/rules/rule-history-service.ts";
import type { Session } from "../../../app/session.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { defineCommand } from "../../command/define-command.ts";
import { argument, flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";
import { printChanges } from "./report-lines.ts";

export const command = defineCommand({
	description:
		"Save the mappings and scope of an earlier version, or the defaults. The next cycle is an initial one.",
	arguments: {
		version: argument(
			"its number, as mapping versions lists it; or defaults: the guide's mappings and no scoping filter",
		),
	},
	options: { json: flag("print what changed as JSON"), ...profileOptions },
	run: ({ version, json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => restoreVersion(session, version, json, streams)),
});

/**
 * Saves mappings, actions and scope as they were in a version, or ("defaults") as a new profile has them.
 *
 * @throws UsageError when no version has that number
 */
export async function restoreVersion(
	{ rules, profile }: Session,
	written: string,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	if (written === "defaults") return restoreDefaults({ rules, profile }, json, streams);
	const number = /^\d{1,9}$/.test(written) ? Number(written) : 0;
	const list = "Run sumo-provision mapping versions to list them.";
	if (number === 0) throw new UsageError(`${cleanText(written)} is not the number of a version. ${list}`);
	let restored: Restored;
	try {
		restored = await (await rules()).mapping.restore(number);
	} catch (error) {
		const isWrong = error instanceof UnknownVersionError && error.code === "no-such-version";
		throw isWrong ? new UsageError(`${error.message} ${list}`) : error;
	}
	const { changes, initialCycle } = restored;
	if (json) {
		streams.out(jsonLine({ number, initialCycle, changes }));
		return exitCode.done;
	}
	printChanges(changes, streams.out);
	const { name } = profile();
	streams.out(
		initialCycle
			? `Version ${number} is restored in the profile ${name}. The next cycle is an initial one: it compares all users.`
			: `Version ${number} is already what the profile ${name} has.`,
	);
	return exitCode.done;
}

async function restoreDefaults(
	{ rules, profile }: Pick<Session, "rules" | "profile">,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	const { mapping } = await rules();
	const { changes, initialCycle } = await mapping.restoreDefaults();
	if (json) {
		streams.out(jsonLine({ number: "defaults", initialCycle, changes }));
		return exitCode.done;
	}
	printChanges(changes, streams.out);
	const { name } = profile();
	streams.out(
		initialCycle
			? `The profile ${name} has the default mappings, and no scoping filter. The next cycle is an initial one: it compares all users.`
			: `The profile ${name} already has the default mappings, and no scoping filter.`,
	);
	return exitCode.done;
}
