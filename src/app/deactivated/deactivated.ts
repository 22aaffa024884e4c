import type { LogEntry } from "../../ports/log/log-entry.ts";
import type { Snapshot } from "../../ports/store/snapshot.ts";
import type { JsonObject } from "../../scim/resource.ts";

/** An inactive account in the target. Times in milliseconds since 1970. */
export type DeactivatedAccount = {
	readonly targetId: string;
	readonly userName: string;
	readonly displayName: string;
	readonly roles: readonly string[];
	/** When we deactivated it, otherwise the target's last change; null when neither is known. */
	readonly since: number | null;
	readonly sinceKnownFrom: "log" | "target" | null;
	readonly lastLogin: number | null;
	/**
	 * The assigned source user who needs this account or its address; null without one. `isBlocked`: whether the user gets no account while
	 * this one exists. Otherwise the next cycle tries to reactivate it.
	 */
	readonly assignedAgain: {
		readonly sourceId: string;
		readonly displayName: string;
		readonly isBlocked: boolean;
	} | null;
};

/** Everything known about one account before it is deleted. */
export type AccountDetails = {
	readonly account: DeactivatedAccount;
	readonly scim: JsonObject;
	readonly classic: JsonObject | null;
	readonly history: readonly LogEntry[];
};

/** What happens to dashboards, searches and folders: transferred to a user or to the caller, or permanently deleted. */
export type ContentChoice =
	| { readonly type: "transfer"; readonly toUserId: string }
	| { readonly type: "caller" }
	| { readonly type: "destroy" };

export interface Deactivated {
	readonly list: (options?: {
		readonly refresh?: boolean;
		readonly signal?: AbortSignal;
	}) => Promise<readonly DeactivatedAccount[]>;
	readonly details: (targetId: string) => Promise<AccountDetails>;
	/** Active accounts that content can be transferred to. */
	readonly heirs: (
		text: string,
	) => Promise<readonly { readonly id: string; readonly userName: string; readonly displayName: string }[]>;
	/** Snapshot, then delete. `confirmation` must equal the account's userName, otherwise it rejects and nothing is sent. */
	readonly delete: (targetId: string, confirmation: string, content: ContentChoice) => Promise<LogEntry>;
	/** Re-provisions an assigned user who is blocked by an old account: deletes it (confirmed), then creates a new one. */
	readonly deleteAndProvision: (
		targetId: string,
		confirmation: string,
		content: ContentChoice,
	) => Promise<readonly LogEntry[]>;
	/** The deleted accounts as they were before, newest first. */
	readonly snapshots: () => Promise<readonly Snapshot[]>;
	/** Creates the account of a snapshot again; `recreationOf` lists what is restored. A failure is in the entry. */
	readonly recreate: (snapshotId: string) => Promise<LogEntry>;
}
