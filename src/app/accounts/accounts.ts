import type { DiscoveredAccount } from "../../engine/accounts/account-discovery.ts";
import type { DriftProgress, DriftReport } from "../../engine/accounts/drift.ts";
import type { LogEntry } from "../../ports/log-entry.ts";

/** A source user who could be given an account by hand. */
export type PossibleOwner = {
	readonly id: string;
	readonly displayName: string;
	readonly userName: string;
	/** False for somebody who may not sign in: a cycle deactivates what is linked with them. */
	readonly enabled: boolean;
	/** Whether they have a role, directly or through a group. */
	readonly assigned: boolean;
};

/** How a comparison is wanted. */
export type Comparison = {
	/** Writes to the target; otherwise what is found is shown and logged only. */
	readonly repair: boolean;
	/** Ids of the source users to compare; absent: everybody. */
	readonly only?: ReadonlySet<string>;
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: DriftProgress) => void;
};

/** What is in the target, compared with what should be there. */
export interface Accounts {
	/**
	 * Every account in the target and whose it is, by user name, names cleaned of control characters. Read at the first call,
	 * after a cycle and on `refresh`: one request to the target for each 1,000 accounts.
	 */
	readonly list: (options?: {
		readonly refresh?: boolean;
		readonly signal?: AbortSignal;
	}) => Promise<readonly DiscoveredAccount[]>;
	/**
	 * Finds what somebody changed, deactivated or deleted in the target behind the profile's back, and logs it. The profile's
	 * `driftRepair` is for the comparisons that follow cycles: here only `repair` counts.
	 */
	readonly compare: (comparison: Comparison) => Promise<DriftReport>;
	/** Source users without an account whose names have all words of the text, a hundred at most; those alike come first. */
	readonly owners: (targetId: string, text: string) => Promise<readonly PossibleOwner[]>;
	/** Gives a source user (id or user principal name) an account (id or userName) that is theirs, though nothing matches. */
	readonly link: (source: string, target: string) => Promise<LogEntry>;
	/** Takes an account (id or userName) from the user it is linked with; the next cycle matches them anew. */
	readonly unlink: (target: string) => Promise<LogEntry>;
}
