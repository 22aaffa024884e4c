import { contentText } from "../../../app/deactivated/recreation.ts";
import type { Session } from "../../../app/session.ts";
import type { DiscoveredAccount, Owner } from "../../../engine/accounts/account-discovery.ts";
import type { Snapshot } from "../../../ports/store/snapshot.ts";
import { cleanText } from "../../../text/clean-text.ts";
import { counted } from "../../../text/counted.ts";
import { defineCommand } from "../../command/define-command.ts";
import { flag } from "../../options/option.ts";
import { profileOptions } from "../../options/profile-options.ts";
import { type ExitCode, exitCode } from "../../output/exit-code.ts";
import { jsonLine } from "../../output/json-line.ts";
import type { Streams } from "../../output/streams.ts";

export const command = defineCommand({
	description: "List the accounts in the target and their users, or the accounts that were deleted.",
	options: {
		unmatched: flag("only accounts that no user at the source matches", "linked", "deleted"),
		linked: flag("only accounts that are linked with a user", "unmatched", "deleted"),
		deleted: flag("accounts that sumo-provision deleted, as they were before", "unmatched", "linked"),
		json: flag("print one JSON object per line"),
		...profileOptions,
	},
	run: ({ unmatched, linked, deleted, json, ...flags }, { streams, withSession }) =>
		withSession(flags, (session) => {
			if (deleted) return listDeleted(session, json, streams);
			return listAccounts(
				session,
				{ only: unmatched ? "unmatched" : linked ? "linked" : null, json },
				streams,
			);
		}),
});

async function listAccounts(
	session: Pick<Session, "accounts">,
	{ only, json }: { readonly only: DiscoveredAccount["standing"] | null; readonly json: boolean },
	streams: Streams,
): Promise<ExitCode> {
	const all = await session.accounts.list();
	const accounts = all.filter(({ standing }) => only === null || standing === only);
	for (const account of accounts) streams.out(json ? jsonLine(account) : accountLine(account));
	if (!json) streams.err(`${counted(accounts.length, "account")}${only === null ? "" : endings[only]}.`);
	return exitCode.done;
}

const endings: Readonly<Record<DiscoveredAccount["standing"], string>> = {
	linked: " with a link",
	matched: " that a user matches, without a link",
	unmatched: " that no user matches",
};

function accountLine(account: DiscoveredAccount): string {
	const { targetId, userName, displayName, roles, active } = account;
	const state = active ? "" : ", deactivated";
	const owner = ownerText(account);
	return cleanText(
		`${targetId}  ${userName}  ${displayName} (${roles.join(", ") || "no role"}${state})${owner === "" ? "" : `; ${owner}`}`,
	);
}

function ownerText(account: DiscoveredAccount): string {
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

async function listDeleted(
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
