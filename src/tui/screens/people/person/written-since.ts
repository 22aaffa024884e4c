import type { DiscoveredAccount } from "../../../../engine/accounts/account-discovery.ts";
import { actionName } from "../../../../ports/log/log-action-name.ts";
import type { LogEntry } from "../../../../ports/log/log-entry.ts";
import type { Links, Standings } from "./standing.ts";

type ActionName = ReturnType<typeof actionName>;

/** What was read of each user, with what was written since. Entries ascending. */
function withWritten<Value>(
	read: ReadonlyMap<string, Value>,
	written: readonly LogEntry[],
	change: (known: Value | undefined, entry: LogEntry, action: ActionName) => Value | undefined,
): ReadonlyMap<string, Value> {
	if (written.length === 0) return read;
	const now = new Map(read);
	for (const entry of written) {
		const { source, status } = entry;
		if (status !== "success" || source === null) continue;
		const action = actionName(entry);
		const changed = action === "Delete" ? undefined : change(now.get(source.id), entry, action);
		if (changed === undefined) now.delete(source.id);
		else now.set(source.id, changed);
	}
	return now;
}

/** Links with what was written since they were read, so that a running cycle shows in each row at once. Entries ascending. */
export function linksSince(links: Links, written: readonly LogEntry[]): Links {
	return withWritten(links, written, (known, { target, time }, action) => {
		if (target === null || !isLinking(action)) return known;
		const { id: targetId, userName } = target;
		const isSame = known?.targetId === targetId && known.state === "managed";
		return { targetId, userName, state: "managed", since: isSame ? known.since : time };
	});
}

/** The same for accounts; of one that is new here, the roles are what was sent. */
export function accountsSince(
	accounts: Standings["accounts"],
	written: readonly LogEntry[],
): Standings["accounts"] {
	if (accounts === null) return null;
	return withWritten(accounts, written, (known, entry, action) => {
		if (entry.target !== null && isLinking(action)) {
			const active = action === "Create" || action === "Enable" || (known?.active ?? true);
			return known === undefined ? newAccount(entry, active) : { ...known, active };
		}
		return action === "Disable" && known !== undefined ? { ...known, active: false } : known;
	});
}

function isLinking(action: ActionName): boolean {
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
