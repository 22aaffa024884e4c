import { contentText, recreationOf } from "../../../app/deactivated/recreation.ts";
import type { Session } from "../../../app/session.ts";
import type { Snapshot } from "../../../ports/store.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { counted } from "../../output/progress-lines.ts";
import type { Streams } from "../../output/streams.ts";
import { printEntry } from "./accounts.ts";

/** Lists the accounts that were deleted, the newest first: as JSON with the whole snapshot. */
export async function deletedAccounts(
	session: Pick<Session, "deactivated">,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	const snapshots = await session.deactivated.snapshots();
	for (const snapshot of snapshots) streams.out(json ? jsonLine(snapshot) : snapshotLine(snapshot));
	if (!json) streams.err(`${counted(snapshots.length, "deleted account")}.`);
	return exitCode.done;
}

function snapshotLine({ id, takenAt, userName, displayName, roles, deletedBy, content }: Snapshot): string {
	const when = new Date(takenAt).toISOString();
	const who = `${userName}  ${displayName} (${roles.join(", ") || "no role"})`;
	return cleanText(`${id}  ${when}  ${who}; deleted by ${deletedBy}, content ${contentText(content)}`);
}

/** Creates the account of a snapshot again, prints the entry of the log, and says what does not come back. */
export async function recreate(
	session: Pick<Session, "deactivated">,
	{ snapshot: id, json }: { readonly snapshot: string; readonly json: boolean },
	streams: Streams,
): Promise<ExitCode> {
	const snapshot = (await session.deactivated.snapshots()).find((one) => one.id === id);
	const entry = await session.deactivated.recreate(id);
	printEntry(entry, json, streams);
	if (entry.status !== "success") return exitCode.someFailed;
	if (!json && snapshot) {
		streams.err("What does not come back:");
		for (const line of recreationOf(snapshot).isLost) streams.err(`  ${cleanText(line)}`);
	}
	return exitCode.done;
}
