import { describeRuleChange } from "../../../app/rules/rule-changes.ts";
import type { Restored, RuleVersion } from "../../../app/rules/rule-history.ts";
import { UnknownVersionError } from "../../../app/rules/rule-history-service.ts";
import type { Session } from "../../../app/session.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";

/** Prints every saved state of mappings and scope, newest first, each with who, when, and what changed by it. */
export async function listVersions({ mapping }: Session, json: boolean, streams: Streams): Promise<ExitCode> {
	const versions = await mapping.versions();
	if (json) streams.out(jsonLine({ versions }));
	else if (versions.length === 0) streams.out("Nothing was saved yet.");
	else for (const line of versions.flatMap(versionLines)) streams.out(line);
	return exitCode.done;
}

/**
 * Saves mappings, actions and scope as they were in a version, or ("defaults") as a new profile has them.
 *
 * @throws UsageError when there is no version of that number
 */
export async function restoreVersion(
	{ mapping, profile }: Session,
	written: string,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	if (written === "defaults") return restoreDefaults({ mapping, profile }, json, streams);
	const number = /^\d{1,9}$/.test(written) ? Number(written) : 0;
	const list = "sumo-provision mapping versions lists them";
	if (number === 0) throw new UsageError(`${cleanText(written)} is not the number of a version: ${list}.`);
	let restored: Restored;
	try {
		restored = await mapping.restore(number);
	} catch (error) {
		const isWrong = error instanceof UnknownVersionError && error.code === "no-such-version";
		throw isWrong ? new UsageError(`${error.message} ${list}.`) : error;
	}
	const { changes, initialCycle } = restored;
	if (json) {
		streams.out(jsonLine({ number, initialCycle, changes }));
		return exitCode.done;
	}
	printChanges(changes, streams);
	const { name } = profile();
	streams.out(
		initialCycle
			? `Version ${number} is restored in the profile ${name}. The next cycle is an initial one: it looks at everybody again.`
			: `Version ${number} is what the profile ${name} holds already.`,
	);
	return exitCode.done;
}

async function restoreDefaults(
	{ mapping, profile }: Pick<Session, "mapping" | "profile">,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	const { changes, initialCycle } = await mapping.restoreDefaults();
	if (json) {
		streams.out(jsonLine({ number: "defaults", initialCycle, changes }));
		return exitCode.done;
	}
	printChanges(changes, streams);
	const { name } = profile();
	streams.out(
		initialCycle
			? `The profile ${name} has the default mappings, and no scoping filter. The next cycle is an initial one: it looks at everybody again.`
			: `The profile ${name} has the default mappings already, and no scoping filter.`,
	);
	return exitCode.done;
}

function printChanges(changes: Restored["changes"], streams: Streams): void {
	for (const line of changes.flatMap(describeRuleChange)) streams.out(cleanText(line));
}

function versionLines({ number, savedAt, savedBy, changes, isCurrent }: RuleVersion): readonly string[] {
	const who = savedBy === null ? "found as it was" : `saved by ${savedBy}`;
	const head = `${number}  ${new Date(savedAt).toISOString()}  ${who}${isCurrent ? "  (current)" : ""}`;
	return [head, ...changes.flatMap(describeRuleChange).map((line) => `    ${line}`)].map(cleanText);
}
