import type { LogEntry } from "../../ports/log-entry.ts";
import type { Snapshot } from "../../ports/store.ts";
import type { JsonObject } from "../../scim/resource.ts";

/** An inactive account in the target. Times in milliseconds since 1970. */
export type DeactivatedAccount = {
	readonly targetId: string;
	readonly userName: string;
	readonly displayName: string;
	readonly roles: readonly string[];
	/** When we disabled it, else the target's last change; null when neither is known. */
	readonly since: number | null;
	readonly sinceKnownFrom: "log" | "target" | null;
	readonly lastLogin: number | null;
	/** The source user who is assigned (again) and blocked by this account; null when nobody is. */
	readonly assignedAgain: { readonly sourceId: string; readonly displayName: string } | null;
};

/** Everything known about one account before it is deleted. */
export type AccountDetails = {
	readonly account: DeactivatedAccount;
	readonly scim: JsonObject;
	readonly classic: JsonObject | null;
	readonly history: readonly LogEntry[];
};

/** What happens to dashboards, searches and folders: to a user, to the caller, or destroyed for good. */
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
	/** Active accounts that can take over content. */
	readonly heirs: (
		text: string,
	) => Promise<readonly { readonly id: string; readonly userName: string; readonly displayName: string }[]>;
	/** Snapshot, then delete. `confirmation` must equal the account's userName, else it rejects and nothing is sent. */
	readonly delete: (targetId: string, confirmation: string, content: ContentChoice) => Promise<LogEntry>;
	/** The guided way out for an assigned person blocked by their old account: delete it (confirmed), then provision them anew. */
	readonly deleteAndProvision: (
		targetId: string,
		confirmation: string,
		content: ContentChoice,
	) => Promise<readonly LogEntry[]>;
	/** The accounts that were deleted, as they were before, the newest first. */
	readonly snapshots: () => Promise<readonly Snapshot[]>;
	/** Creates the account of a snapshot again; `recreationOf` says what comes back. The entry says if it failed. */
	readonly recreate: (snapshotId: string) => Promise<LogEntry>;
}
