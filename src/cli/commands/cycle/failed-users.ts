import type { Session } from "../../../app/session.ts";
import { isGivenUp } from "../../../engine/record/escrow.ts";
import type { Escrow } from "../../../ports/store.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { UsageError } from "../../options/usage-error.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { counted } from "../../output/progress-lines.ts";
import type { Streams } from "../../output/streams.ts";

export type FailedUsersFlags = {
	/** Whom to try again: ids or display names; empty for everybody. Null only lists. */
	readonly retry: readonly string[] | null;
	readonly json: boolean;
	/** Milliseconds since 1970. */
	readonly now: number;
};

/** Lists who failed and when they are tried again, or lets the next cycle try them whatever their back-off. */
export async function failedUsers(
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
	streams.out(retry === null ? `${users} failed.` : `The next cycle tries ${users} again.`);
	return exitCode.done;
}

function named(name: string, failed: readonly Escrow[]): Escrow {
	const found = failed.filter(({ sourceId, displayName }) => sourceId === name || displayName === name);
	const [one] = found;
	if (one !== undefined && found.length === 1) return one;
	throw new UsageError(
		one === undefined
			? `Nobody who failed has the id or the name "${name}"; failures lists them.`
			: `${found.length} users who failed are called "${name}": ${found.map(({ sourceId }) => sourceId).join(", ")}. Give the id.`,
	);
}

function lineOf(failed: Escrow, now: number): string {
	const { sourceId, displayName, code, reason, attempts, nextAttempt } = failed;
	const next = isGivenUp(failed, now)
		? "given up after 28 days"
		: nextAttempt <= now
			? "tried in the next cycle"
			: `tried again ${new Date(nextAttempt).toISOString()}`;
	return cleanText(
		`${displayName} [${sourceId}] ${counted(attempts, "attempt")}, ${next}: ${code}: ${reason}`,
	);
}
