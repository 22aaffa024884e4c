import type { DiscoveredAccount } from "../../../../engine/accounts/account-discovery.ts";
import { actionName } from "../../../../ports/log/log-action-name.ts";
import type { LogEntry } from "../../../../ports/log/log-entry.ts";
import type { Links, Standings } from "./standing.ts";

/** Links with what was written since they were read, so that a running cycle shows in each row at once. Entries ascending. */
export function linksSince(links: Links, written: readonly LogEntry[]): Links {
	if (written.length === 0) return links;
	const now = new Map(links);
	for (const entry of written) {
		const { source, target, status, time } = entry;
		if (status !== "success" || source === null) continue;
		const action = actionName(entry);
		if (action === "Delete") now.delete(source.id);
		else if (target !== null && isLinking(action)) {
			const { id: targetId, userName } = target;
			const known = now.get(source.id);
			const isSame = known?.targetId === targetId && known.state === "managed";
			now.set(source.id, { targetId, userName, state: "managed", since: isSame ? known.since : time });
		}
	}
	return now;
}

/** The same for accounts; of one that is new here, the roles are what was sent. */
export function accountsSince(
	accounts: Standings["accounts"],
	written: readonly LogEntry[],
): Standings["accounts"] {
	if (accounts === null || written.length === 0) return accounts;
	const now = new Map(accounts);
	for (const entry of written) {
		const { source, target, status } = entry;
		if (status !== "success" || source === null) continue;
		const action = actionName(entry);
		const account = now.get(source.id);
		if (action === "Delete") now.delete(source.id);
		else if (target !== null && isLinking(action)) {
			const active = action === "Create" || action === "Enable" || (account?.active ?? true);
			now.set(source.id, account === undefined ? newAccount(entry, active) : { ...account, active });
		} else if (action === "Disable" && account !== undefined)
			now.set(source.id, { ...account, active: false });
	}
	return now;
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
