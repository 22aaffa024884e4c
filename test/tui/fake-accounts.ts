import type { Accounts, PossibleOwner } from "../../src/app/accounts/accounts.ts";
import type {
	ContentChoice,
	Deactivated,
	DeactivatedAccount,
} from "../../src/app/deactivated/deactivated.ts";
import type { DiscoveredAccount } from "../../src/engine/accounts/account-discovery.ts";
import type { DriftReport } from "../../src/engine/accounts/drift/drift.ts";
import type { LogEntry } from "../../src/ports/log/log-entry.ts";
import type { Snapshot } from "../../src/ports/store/snapshot.ts";
import { account, driftReport, entry } from "./fake-data.ts";

/** What a fake session knows of accounts. */
export type FakeAccountData = {
	readonly accounts?: readonly DeactivatedAccount[];
	/** The entry of a deletion by hand; the account stays unless it is a success. */
	readonly deletion?: LogEntry;
	readonly snapshots?: readonly Snapshot[];
	readonly discovered?: readonly DiscoveredAccount[];
	readonly owners?: readonly PossibleOwner[];
	readonly links?: Awaited<ReturnType<Accounts["links"]>>;
	readonly report?: DriftReport;
};

/** Records a call, and rejects when the test made it fail. */
type Call = (method: string, ...details: readonly string[]) => Promise<void>;

/** Deactivated accounts in memory. `entries`: the log. */
export function fakeDeactivated(
	data: FakeAccountData,
	entries: readonly LogEntry[],
	call: Call,
): Deactivated {
	let accounts = data.accounts ?? [account("1", "ada@example.com"), account("2", "ben@example.com")];
	const content = (choice: ContentChoice) =>
		choice.type === "transfer" ? `transfer ${choice.toUserId}` : choice.type;
	const find = (targetId: string) => {
		const found = accounts.find((candidate) => candidate.targetId === targetId);
		if (!found) throw new Error(`No account ${targetId}`);
		return found;
	};
	return {
		async list() {
			await call("accounts");
			return accounts;
		},
		async details(targetId) {
			await call("details", targetId);
			return {
				account: find(targetId),
				scim: { id: targetId, userName: find(targetId).userName, active: false },
				classic: { id: targetId, isMfaEnabled: true },
				history: entries.filter(({ target }) => target?.id === targetId),
			};
		},
		heirs: async (text) =>
			[
				{ id: "U1", userName: "carla@example.com", displayName: "Carla Marino" },
				{ id: "U2", userName: "dev@example.com", displayName: "Dev Patel" },
			].filter(({ displayName }) => displayName.toLowerCase().includes(text.toLowerCase())),
		async delete(targetId, confirmation, choice) {
			await call("delete", confirmation, content(choice));
			const { deletion = entry(90, { action: "Delete" }) } = data;
			if (deletion.status === "success") accounts = accounts.filter((one) => one.targetId !== targetId);
			return deletion;
		},
		async deleteAndProvision(targetId, confirmation, choice) {
			await call("deleteAndProvision", confirmation, content(choice));
			accounts = accounts.filter((candidate) => candidate.targetId !== targetId);
			return [entry(90, { action: "Delete" }), entry(91, { action: "Create" })];
		},
		snapshots: async () => data.snapshots ?? [],
		async recreate(snapshotId) {
			await call("recreate", snapshotId);
			return entry(92, { action: "Create" });
		},
	};
}

/** Accounts of the target in memory, with what a comparison finds. */
export function fakeAccounts(data: FakeAccountData, call: Call): Accounts {
	const { report = driftReport([]) } = data;
	let discovered = data.discovered ?? [];
	return {
		async list() {
			await call("discover");
			return [...discovered];
		},
		links: async () => data.links ?? new Map(),
		async compare({ repair, only, signal, onProgress }) {
			onProgress?.({ phase: "comparing", done: 1, total: 2 });
			await call("compare-accounts", repair ? "repair" : "look", ...(only ?? []));
			signal?.throwIfAborted();
			if (!repair) return report;
			const found = report.found.filter(({ source }) => only?.has(source?.id ?? "") ?? true);
			return { ...report, found: found.map((one) => ({ ...one, outcome: "repaired" })) };
		},
		async owners(_, text) {
			const found = (data.owners ?? []).filter(({ displayName }) =>
				displayName.toLowerCase().includes(text.toLowerCase()),
			);
			return found;
		},
		async link(source, target) {
			await call("link", source, target);
			discovered = discovered.filter(({ targetId }) => targetId !== target);
			return entry(93, { action: "Other" });
		},
		async unlink(target) {
			await call("unlink", target);
			return entry(94, { action: "Other" });
		},
	};
}
