import type { Session } from "../../../app/session.ts";
import type { DiscoveredAccount, Owner } from "../../../engine/accounts/account-discovery.ts";
import type { LogEntry } from "../../../ports/log-entry.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import { counted, entryLine } from "../../output/progress-lines.ts";
import type { Streams } from "../../output/streams.ts";

/** Lists accounts in Sumo and whose they are: all, or those of one standing. */
export async function listAccounts(
	session: Pick<Session, "accounts">,
	{ only, json }: { readonly only: DiscoveredAccount["standing"] | null; readonly json: boolean },
	streams: Streams,
): Promise<ExitCode> {
	const everyone = await session.accounts.list();
	const accounts = everyone.filter(({ standing }) => only === null || standing === only);
	for (const account of accounts) streams.out(json ? jsonLine(account) : accountLine(account));
	if (!json) streams.err(`${counted(accounts.length, "account")}${only === null ? "" : endings[only]}.`);
	return exitCode.done;
}

const endings: Readonly<Record<DiscoveredAccount["standing"], string>> = {
	linked: " with a link",
	matched: " that a user matches, without a link",
	unmatched: " that nobody accounts for",
};

function accountLine(account: DiscoveredAccount): string {
	const { targetId, userName, displayName, roles, active } = account;
	const state = active ? "" : ", deactivated";
	const whose = whoseAccount(account);
	return cleanText(
		`${targetId}  ${userName}  ${displayName} (${roles.join(", ") || "no role"}${state})${whose === "" ? "" : `; ${whose}`}`,
	);
}

function whoseAccount(account: DiscoveredAccount): string {
	const called = ({ displayName, sourceId }: Owner) => `${displayName} [${sourceId}]`;
	switch (account.standing) {
		case "linked":
			return `${account.state === "managed" ? "linked with" : "released by"} ${called(account.owner)}`;
		case "matched":
			return `matches ${called(account.owner)}`;
		case "unmatched":
			return account.alike.length === 0 ? "" : `may be ${account.alike.map(called).join(" or ")}`;
	}
}

type Named = { readonly target: string; readonly json: boolean };

/** Links a source user with an account by hand, and prints the entry of the log. */
export async function link(
	session: Pick<Session, "accounts">,
	{ source, target, json }: Named & { readonly source: string },
	streams: Streams,
): Promise<ExitCode> {
	printEntry(await session.accounts.link(source, target), json, streams);
	if (!json) streams.err("The next cycle brings the account up to date.");
	return exitCode.done;
}

/** Takes an account from the user it is linked with, and prints the entry of the log. */
export async function unlink(
	session: Pick<Session, "accounts">,
	{ target, json }: Named,
	streams: Streams,
): Promise<ExitCode> {
	printEntry(await session.accounts.unlink(target), json, streams);
	if (!json) streams.err("The next cycle matches the user anew.");
	return exitCode.done;
}

/** Prints an entry of the log, as JSON or in one line. */
export function printEntry(entry: LogEntry, json: boolean, streams: Streams): void {
	streams.out(json ? jsonLine(entry) : entryLine(entry));
}
