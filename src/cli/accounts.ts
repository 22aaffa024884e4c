import type { Session } from "../commands/session.ts";
import { cleanText } from "../terminal/clean-text.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { jsonLine } from "./json-line.ts";
import { counted, entryLine } from "./progress-lines.ts";
import type { Streams } from "./streams.ts";

/** Lists accounts in Sumo that nobody at the source accounts for, with whose they may be. */
export async function unmatchedAccounts(
	session: Session,
	json: boolean,
	streams: Streams,
): Promise<ExitCode> {
	const accounts = await session.provisioning.unmatched();
	for (const account of accounts) {
		if (json) {
			streams.out(jsonLine(account));
			continue;
		}
		const { targetId, userName, displayName, roles, active, alike } = account;
		const state = active ? "" : ", deactivated";
		const likely = alike.map(({ sourceId, displayName: name }) => `${name} [${sourceId}]`);
		const hint = likely.length === 0 ? "" : `; may be ${likely.join(" or ")}`;
		streams.out(
			cleanText(`${targetId}  ${userName}  ${displayName} (${roles.join(", ") || "no role"}${state})${hint}`),
		);
	}
	if (!json) streams.err(`${counted(accounts.length, "account")} that nobody accounts for.`);
	return exitCode.done;
}

/** Links a source user with an account by hand, and prints the entry of the log. */
export async function link(
	session: Session,
	{ source, target, json }: { readonly source: string; readonly target: string; readonly json: boolean },
	streams: Streams,
): Promise<ExitCode> {
	const entry = await session.provisioning.link(source, target);
	streams.out(json ? jsonLine(entry) : entryLine(entry));
	if (!json) streams.err("The next cycle brings the account up to date.");
	return exitCode.done;
}
