import type { DiscoveredAccount } from "../../engine/accounts/account-discovery.ts";
import type { DriftProgress, DriftReport } from "../../engine/accounts/drift/drift.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import type { Link } from "../../ports/store/link.ts";

/** A source user who can be linked with an account by hand. */
export type PossibleOwner = {
	readonly id: string;
	readonly displayName: string;
	readonly userName: string;
	/** False for a user who may not sign in: a cycle deactivates the linked account. */
	readonly enabled: boolean;
	/** Whether the user has a role, directly or through a group. */
	readonly assigned: boolean;
};

/** What a comparison covers, and whether it repairs. */
export type Comparison = {
	/** Repairs drift in the target; otherwise drift is only shown and logged. */
	readonly repair: boolean;
	/** Ids of the source users to compare; absent: all users. */
	readonly only?: ReadonlySet<string>;
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: DriftProgress) => void;
};

/** The accounts in the target, compared with what should be there. */
export interface Accounts {
	/**
	 * All accounts in the target with their owners, by user name; names are without control characters. Read at the first call, after a
	 * cycle and on `refresh`: one request to the target per 1,000 accounts.
	 */
	readonly list: (options?: {
		readonly refresh?: boolean;
		readonly signal?: AbortSignal;
	}) => Promise<readonly DiscoveredAccount[]>;
	/** The links of all users, by the source user's id. Sends nothing: they are stored here. */
	readonly links: () => Promise<ReadonlyMap<string, Pick<Link, "targetId" | "userName" | "state" | "since">>>;
	/**
	 * Finds and logs accounts that were changed, deactivated or deleted outside sumo-provision. The profile's `driftRepair` applies to
	 * the comparisons after cycles: here only `repair` counts.
	 */
	readonly compare: (comparison: Comparison) => Promise<DriftReport>;
	/** Up to 100 source users without an account whose names contain all words of the text; users like the account come first. */
	readonly owners: (targetId: string, text: string) => Promise<readonly PossibleOwner[]>;
	/** Links a source user (id or user principal name) with an account (id or userName) that no attribute matches. */
	readonly link: (source: string, target: string) => Promise<LogEntry>;
	/** Unlinks an account (id or userName); the next cycle re-matches the user. */
	readonly unlink: (target: string) => Promise<LogEntry>;
}
