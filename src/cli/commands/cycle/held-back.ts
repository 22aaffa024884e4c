import type { Session } from "../../../app/session.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { counted, entryLine } from "../../output/progress-lines.ts";
import type { Streams } from "../../output/streams.ts";

export type HeldBackFlags = {
	/** What to do with them; null only lists. */
	readonly decision: "allow" | "reject" | null;
	readonly json: boolean;
};

/** Lists the disables and deletes that the guard holds back, and allows exactly these once, or takes that back. */
export async function heldBack(
	{ provisioning }: Session,
	{ decision, json }: HeldBackFlags,
	streams: Streams,
): Promise<ExitCode> {
	const entries = await provisioning.heldBack();
	for (const entry of entries) streams.out(json ? jsonLine(entry) : entryLine(entry));
	if (decision === "allow") await provisioning.allowDeletions();
	if (decision === "reject") await provisioning.rejectDeletions();
	if (json) return exitCode.done;
	const held = `${counted(entries.length, "disable or delete", "disables and deletes")} held back`;
	const words = {
		allow: `${held}: the next cycle carries out exactly these, once.`,
		reject: `${held}, and not allowed: mend the cause, at the source or in the scope, and run a cycle.`,
		none:
			entries.length === 0 ? "Nothing is held back." : `${held}. --allow lets exactly these through, once.`,
	};
	streams.out(words[decision ?? "none"]);
	return exitCode.done;
}
