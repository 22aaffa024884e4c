import type { Session } from "../../../app/session.ts";
import { isGivenUp } from "../../../engine/record/escrow.ts";
import type { Escrow } from "../../../ports/store/escrow.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag, optionalTexts } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";

export const command = defineCommand({
	description: "List users that failed and when they are retried, or retry them in the next cycle.",
	options: {
		retry: optionalTexts("user", "retry these (IDs or display names) in the next cycle; all without a name"),
		json: flag("print one JSON object per line"),
		...profileOptions,
	},
	run: ({ retry, json, ...flags }, { streams, withSession }) => {
		const chosen = retry === undefined ? null : retry === true ? [] : retry;
		const options = { retry: chosen, json, now: Date.now() };
		return withSession(flags, (session) => failedUsers(session, options, streams), { stored: true });
	},
});

type FailedUsersFlags = {
	/** Which users to retry: IDs or display names; empty for all. Null only lists. */
	readonly retry: readonly string[] | null;
	readonly json: boolean;
	/** Milliseconds since 1970. */
	readonly now: number;
};

/** Lists the users that failed and when they are retried, or makes them due in the next cycle regardless of their back-off. */
async function failedUsers(
	{ provisioning }: Session,
	{ retry, json, now }: FailedUsersFlags,
	streams: Streams,
): Promise<ExitCode> {
	const failed = await provisioning.failed();
	const chosen = retry === null || retry.length === 0 ? failed : retry.map((name) => named(name, failed));
	if (retry !== null && chosen.length > 0)
		await provisioning.retryNow(chosen.map(({ sourceId }) => sourceId));
	for (const one of chosen) streams.out(json ? jsonLine({ type: "failed", ...one }) : lineOf(one, now));
	if (json) return exitCode.done;
	const users = counted(chosen.length, "user");
	streams.out(retry === null ? `${users} failed.` : `The next cycle retries ${users}.`);
	return exitCode.done;
}

function named(name: string, failed: readonly Escrow[]): Escrow {
	const found = failed.filter(({ sourceId, displayName }) => sourceId === name || displayName === name);
	const [one] = found;
	if (one !== undefined && found.length === 1) return one;
	throw new UsageError(
		one === undefined
			? `No failed user has the ID or the display name "${name}". Run sumo-provision failures to list them.`
			: `${found.length} failed users have the display name "${name}": ${found.map(({ sourceId }) => sourceId).join(", ")}. Give the ID.`,
	);
}

function lineOf(failed: Escrow, now: number): string {
	const { sourceId, displayName, code, reason, attempts, nextAttempt } = failed;
	const next = isGivenUp(failed, now)
		? "given up after 28 days"
		: nextAttempt <= now
			? "retried in the next cycle"
			: `retried ${new Date(nextAttempt).toISOString()}`;
	return cleanText(
		`${displayName} [${sourceId}] ${counted(attempts, "attempt")}, ${next}: ${code}: ${reason}`,
	);
}
