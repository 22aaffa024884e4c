import type { LogIdentity } from "../../ports/log/log-entry.ts";
import type { OpenMatter } from "../../ports/open-matter.ts";
import { andMore } from "../../text/and-more.ts";
import { cleanText } from "../../text/clean-text.ts";
import { counted } from "../../text/counted.ts";
import { cleanIndented } from "./place-lines.ts";
import { remedyCommand, whatToDo } from "./remedy-command.ts";
import { isoTime, relative } from "./show-time.ts";

/** An open matter: what is open, since when and when it is tried again; below it why, shortened, and the command that helps. */
export function matterLines(matter: OpenMatter, now: number): readonly string[] {
	const { since, attempts, nextAttempt } = matter;
	const when = [
		`since ${isoTime(since)} (${relative(since, now)})`,
		...(attempts === null ? [] : [counted(attempts, "attempt")]),
		...(nextAttempt === null
			? []
			: [
					`next ${nextAttempt <= now ? "in the next cycle" : `${isoTime(nextAttempt)} (${relative(nextAttempt, now)})`}`,
				]),
	];
	const user = "user" in matter ? matter.user : null;
	return [
		`! ${cleanText(titleOf(matter))}, ${when.join(", ")}`,
		cleanIndented(`  ${shortened(cleanText(matter.reason))}`),
		cleanIndented(`  ${briefly(matter, user)}`),
	];
}

/** The command that helps; what to do before it, or without one, in words. */
function briefly(matter: OpenMatter, user: LogIdentity): string {
	const command = remedyCommand(matter.remedy, user);
	return command === "" || command.startsWith("Then ") ? whatToDo(matter, user) : command;
}

function titleOf(matter: OpenMatter): string {
	switch (matter.kind) {
		case "quarantine":
			return matter.switchedOff ? "Quarantine, switched Off after 28 days" : `Quarantine (${matter.code})`;
		case "cycleFailed":
			return `Cycles fail (${matter.code})`;
		case "paused":
			return "Paused by the target";
		case "changesHeldBack":
			return matter.allowed
				? "Deactivations and deletions allowed"
				: `Held back: ${namesOf(matter.users, matter.count)}`;
		case "userFails":
			return `${nameOf(matter.user)} fails (${matter.code})`;
		case "changeNotApplied":
			return `${nameOf(matter.user)}: accepted but not applied`;
	}
}

/** Characters of a reason: two lines of a small terminal. The log, `failures` and `--json` show all of it. */
const maxReason = 150;

function shortened(reason: string): string {
	return reason.length > maxReason ? `${reason.slice(0, maxReason - 1).trimEnd()}…` : reason;
}

/** Names to show of those whose changes are held back. */
const maxNames = 3;

function namesOf(
	users: readonly { readonly displayName: string; readonly userName: string }[],
	count: number,
) {
	const names = users.slice(0, maxNames).map(nameOf);
	return names.length === 0 ? counted(count, "user") : andMore(names, count);
}

function nameOf({
	displayName,
	userName,
}: {
	readonly displayName: string;
	readonly userName: string;
}): string {
	return userName === "" || userName === displayName ? displayName : `${displayName} <${userName}>`;
}

/** What is not shown, counted, and the command that lists it. */
export function restLine(rest: readonly OpenMatter[]): string {
	return `and ${counted(rest.length, "more user")}. Run \`sumo-provision failures\` to list them.`;
}
