import type { Session } from "../../../app/session.ts";
import { changesHeldBack } from "../../../ports/open-matter.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { entryLine } from "../../output/progress-lines.ts";
import type { Streams } from "../../output/streams.ts";

export const command = defineCommand({
	description: "List the deactivations and deletions that the deletion guard holds back.",
	options: {
		allow: flag("allow these changes one time", "reject"),
		reject: flag("withdraw what was allowed"),
		json: flag("print one JSON object per line"),
		...profileOptions,
	},
	run: ({ allow, reject, json, ...flags }, { streams, withSession }) => {
		const decision = allow ? "allow" : reject ? "reject" : null;
		return withSession(flags, (session) => heldBack(session, { decision, json }, streams), { stored: true });
	},
});

type HeldBackFlags = {
	/** What to do with them; null only lists. */
	readonly decision: "allow" | "reject" | null;
	readonly json: boolean;
};

/** Lists the deactivations and deletions that the deletion guard holds back, and allows them one time, or revokes that. */
async function heldBack(
	{ provisioning }: Session,
	{ decision, json }: HeldBackFlags,
	streams: Streams,
): Promise<ExitCode> {
	const seen = changesHeldBack(provisioning.status().openMatters)?.hash;
	const entries = await provisioning.heldBack();
	for (const entry of entries) streams.out(json ? jsonLine(entry) : entryLine(entry));
	if (decision === "allow") await provisioning.allowDeletions(seen);
	if (decision === "reject") await provisioning.rejectDeletions();
	if (json) return exitCode.done;
	const held = `${counted(entries.length, "deactivation or deletion", "deactivations and deletions")} held back`;
	const words = {
		allow: `${held}: the next cycle makes these changes, one time.`,
		reject: `${held}, and not allowed: fix the cause, at the source or in the scope, and run a cycle.`,
		none:
			entries.length === 0
				? "Nothing is held back."
				: `${held}. To allow these changes one time, add --allow.`,
	};
	streams.out(words[decision ?? "none"]);
	return exitCode.done;
}
