import type { DiscoveredAccount } from "../../../../engine/accounts/account-discovery.ts";
import { actionName } from "../../../../ports/log/log-action-name.ts";
import type { LogEntry } from "../../../../ports/log/log-entry.ts";
import type { Standings } from "./standing.ts";

/**
 * Links and accounts with what was written since they were read, so that a running cycle shows in each row at once. Entries ascending; of
 * an account that is new here, the roles are what was sent.
 */
export function writtenSince(standings: Standings, entries: Iterable<LogEntry>): Standings {
	const written = [...entries];
	if (written.length === 0) return standings;
	const links = new Map(standings.links);
	const accounts = standings.accounts === null ? null : new Map(standings.accounts);
	for (const entry of written) {
		const { source, target, status } = entry;
		if (status !== "success" || source === null) continue;
		const action = actionName(entry);
		if (action === "Delete") {
			links.delete(source.id);
			accounts?.delete(source.id);
		} else if (target !== null && isLinking(action)) {
			const { id: targetId, userName } = target;
			const known = links.get(source.id);
			const isSame = known?.targetId === targetId && known.state === "managed";
			links.set(source.id, {
				targetId,
				userName,
				state: "managed",
				since: isSame ? known.since : entry.time,
			});
			const account = accounts?.get(source.id);
			const active = action === "Create" || action === "Enable" || (account?.active ?? true);
			accounts?.set(source.id, account === undefined ? newAccount(entry, active) : { ...account, active });
		} else if (action === "Disable") {
			const account = accounts?.get(source.id);
			if (account !== undefined) accounts?.set(source.id, { ...account, active: false });
		}
	}
	return { ...standings, links, accounts };
}

function isLinking(action: ReturnType<typeof actionName>): boolean {
	return action === "Create" || action === "Update" || action === "Enable" || action === "Link";
}

function newAccount(
	{ source, target, time, modifiedProperties }: LogEntry,
	active: boolean,
): DiscoveredAccount {
	const sent = modifiedProperties.filter(({ name }) => name.startsWith("roles"));
	return {
		standing: "linked",
		owner: {
			sourceId: source?.id ?? "",
			displayName: source?.displayName ?? "",
			userName: source?.userName ?? "",
		},
		state: "managed",
		since: time,
		targetId: target?.id ?? "",
		userName: target?.userName ?? "",
		displayName: target?.displayName ?? "",
		roles: sent.flatMap(({ new: role }) => role ?? []),
		active,
	};
}
