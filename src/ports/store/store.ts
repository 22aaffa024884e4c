import type { Json, JsonObject } from "../../scim/resource.ts";
import type { ErrorCode, ProvisioningError } from "../errors/error-code.ts";
import type { Remedy } from "../errors/remedy.ts";
import type { LogAction, LogEntry, LogIdentity, LogStatus, NewLogEntry } from "../log/log-entry.ts";
import type { Watermark } from "../source/directory.ts";

/**
 * The stored pair of a source user and an account in the target, by their ids, so that a renamed user keeps their account.
 * `released`: was deactivated because the user left the scope, and is not managed until the user is in scope again.
 */
export type Link = {
	readonly sourceId: string;
	readonly targetId: string;
	readonly userName: string;
	readonly displayName: string;
	readonly state: "managed" | "released";
	/** Milliseconds since 1970. */
	readonly since: number;
	/** Hash of what the account was last provisioned from (`fingerprint.ts`): an equal one needs no request. `""` when not known. */
	readonly fingerprint: string;
};

/** What happens to a link with a log entry. */
export type LinkChange =
	| { readonly type: "keep" }
	| { readonly type: "put"; readonly link: Link }
	| { readonly type: "drop"; readonly sourceId: string };

/**
 * The new value of one attribute of an account, or the elements that a change adds to a list.
 * `hash` replaces a value that a mapping wraps in `Redact`: a keyed hash of it, or of each element of a list.
 */
export type IntendedOperation =
	| { readonly op: "add" | "replace"; readonly path: string; readonly value: Json }
	| { readonly op: "add" | "replace"; readonly path: string; readonly hash: string | readonly string[] }
	| { readonly op: "remove"; readonly path: string };

/** A write that may have reached the target: recorded before the request, removed with its outcome. */
export type Intent = {
	readonly changeId: string;
	readonly cycleId: string;
	readonly action: LogAction;
	readonly sourceId: string | null;
	/** Null for a creation: the target assigns the id. */
	readonly targetId: string | null;
	/** Used to look up an interrupted creation. */
	readonly userName: string;
	/** What was sent, to compare with the account; empty for a deletion. Null: recorded by a version that did not store it. */
	readonly operations: readonly IntendedOperation[] | null;
	/** The entry to write if the change was carried out. */
	readonly entry: NewLogEntry;
	/** The link to store if the change was carried out; its targetId is filled in then. */
	readonly link: Link | null;
};

/** A source user whose provisioning failed, and the next attempt. Times in milliseconds since 1970. */
export type Escrow = {
	readonly sourceId: string;
	readonly displayName: string;
	/** The user principal name; `""` when not known. */
	readonly userName: string;
	readonly code: ErrorCode;
	readonly reason: string;
	/** What the operator can do, as a sentence and as data. Null: recorded by a version that did not store it. */
	readonly recommendedAction: string | null;
	readonly remedy: Remedy | null;
	readonly attempts: number;
	readonly firstFailed: number;
	readonly lastFailed: number;
	readonly nextAttempt: number;
	/** The role that is missing in the target, if that is the cause: once it exists, the user is due. Null: another cause, or not known. */
	readonly role: string | null;
	/** Hash of the user at the failure: a user who has changed since is retried immediately. */
	readonly fingerprint: string;
};

export type EscrowChange =
	| { readonly type: "keep" }
	| { readonly type: "put"; readonly escrow: Escrow }
	| { readonly type: "release"; readonly sourceId: string };

/** The outcome of one change: the store writes all of it or nothing, and clears the intent with the same change id. */
export type Outcome = {
	readonly entry: NewLogEntry;
	readonly link: LinkChange;
	readonly escrow: EscrowChange;
};

export type CycleKind = "initial" | "incremental" | "onDemand" | "manual" | "drift";

/**
 * Counts of one cycle. `notApplied`: changes that the target accepted without applying all of them; absent from cycles of
 * earlier versions. `staged`: held back by the deletion guard. `requests`: to the target.
 */
export type CycleCounts = {
	readonly created: number;
	readonly updated: number;
	readonly disabled: number;
	readonly enabled: number;
	readonly deleted: number;
	readonly skipped: number;
	readonly failed: number;
	readonly notApplied?: number;
	readonly staged: number;
	readonly requests: number;
	/** Users whose turn did not come because the cycle ended early; absent when there are none. */
	readonly notReached?: number;
};

export type Cycle = {
	readonly id: string;
	readonly kind: CycleKind;
	readonly startedAt: number;
	/** Null while running. */
	readonly endedAt: number | null;
	readonly outcome: "running" | "completed" | "interrupted" | "paused" | "failed" | "quarantined";
	readonly counts: CycleCounts;
	/** Why it failed, as a message to show. */
	readonly error: string | null;
};

/** The state kept between runs, in addition to links and log. */
export type JobState = {
	/** Provisioning status: On or Off. */
	readonly enabled: boolean;
	readonly watermark: Watermark | null;
	/** The pair of source and target that the links belong to: links of another pair must never be used. Null at first. */
	readonly pair: string | null;
	/** Hash of the mappings and scope at the watermark: a different one makes the next cycle an initial one. */
	readonly configuration: string | null;
	/** When the next cycle is due, milliseconds since 1970; null when Off. */
	readonly nextRun: number | null;
	readonly quarantine: {
		readonly since: number;
		readonly code: ErrorCode;
		readonly reason: string;
		readonly attempts: number;
		/** It lasted 28 days, so provisioning was switched Off. */
		readonly switchedOff: boolean;
	} | null;
	/** The held-back changes that the operator allowed one time: the change set's hash; null for none. */
	readonly allowedDeletions: string | null;
	/** Deactivations and deletions that the deletion guard holds back: the change set's hash, and the cycle whose log entries name them. */
	readonly stagedDeletions: {
		readonly hash: string;
		readonly count: number;
		readonly threshold: number;
		readonly cycleId: string;
		readonly since: number;
	} | null;
	/** Cycles that failed as a whole, one after the other, since the last one that completed; null when none did. `cycleId`: the newest. */
	readonly failedCycles: {
		readonly cycleId: string;
		readonly since: number;
		readonly lastFailed: number;
		readonly attempts: number;
		readonly error: ProvisioningError;
	} | null;
	/** Until when the target asked to send nothing, milliseconds since 1970; null when it did not, or a cycle has completed since. */
	readonly pausedUntil: number | null;
	/** What the target did when it was last asked to enable a deactivated account; null: not known, or to be tried again. */
	readonly enabling: { readonly accepted: boolean; readonly since: number } | null;
	/**
	 * What notifications were sent for and is still open: error codes, the change set's hash, the code of failed cycles, and
	 * failing users. `users` is absent if an older version wrote it.
	 */
	readonly notified: {
		readonly quarantine: string | null;
		readonly stagedDeletions: string | null;
		readonly cycleFailed: string | null;
		/** Absent: no pause was notified that is still open. */
		readonly paused?: boolean;
		readonly failures: readonly string[];
		readonly users?: readonly { readonly id: string; readonly name: string; readonly code: string }[];
	} | null;
};

export type LogQuery = {
	/** Only entries after (ascending) or before (descending) this sequence. */
	readonly cursor?: number;
	readonly order: "ascending" | "descending";
	readonly limit: number;
	/** Words that must all occur in names, ids, reasons or properties, ignoring case. */
	readonly text?: string;
	readonly statuses?: readonly LogStatus[];
	readonly actions?: readonly LogAction[];
	readonly cycleId?: string;
	readonly sourceId?: string;
	/** Milliseconds since 1970: only entries that ended at or after it. */
	readonly since?: number;
	/** Milliseconds since 1970: only entries that ended before it. */
	readonly until?: number;
};

/** What happened to a deleted account's dashboards, searches and folders. */
export type ContentLeft =
	| { readonly kind: "to-caller" }
	| { readonly kind: "transfer"; readonly to: NonNullable<LogIdentity> }
	| { readonly kind: "destroy" };

/** An account as it was right before it was deleted. */
export type Snapshot = {
	/** The change id of the deletion. A snapshot is removed when the deletion failed or was never sent. */
	readonly id: string;
	readonly takenAt: number;
	readonly targetId: string;
	readonly userName: string;
	readonly displayName: string;
	readonly scim: JsonObject;
	/** The user in the classic users API; null when it could not be read. */
	readonly classic: JsonObject | null;
	readonly roles: readonly string[];
	/** `cycle`, or the operator's login name. */
	readonly deletedBy: string;
	/** Null when the deletion did not specify it, as over SCIM. */
	readonly content: ContentLeft | null;
};

/** A saved state of the rules for which users are provisioned, and with which values. */
export type RulesVersion = {
	/** From 1, ascending in the order of saving. */
	readonly number: number;
	/** Milliseconds since 1970. */
	readonly savedAt: number;
	/** The operator's login name; null for a state that was found but not saved by sumo-provision. */
	readonly savedBy: string | null;
	/** Mappings, actions and scope, as stored in the profile. */
	readonly rules: JsonObject;
};

/** How long a lease is valid after it is acquired or renewed. */
export const leaseLifetimeMs = 30_000;

/** The process that holds a lease. `place`: where its id is unique, such as one boot of one machine. */
export type LeaseProcess = { readonly host: string; readonly id: number; readonly place: string };

/** The process that runs a profile now. */
export type Lease = {
	/** Readable, and unique to the process. */
	readonly holder: string;
	/** Null when the holder did not provide it. */
	readonly process: LeaseProcess | null;
	/** Milliseconds since 1970, by the store's clock. */
	readonly expiresAt: number;
};

/** The lease was taken over by another process, so nothing was recorded. */
export class LeaseLostError extends Error {
	override readonly name = "LeaseLostError";
	readonly code = "lease-lost";
	/** The process that took it over; null when not known. */
	readonly holder: string | null;

	constructor(holder: string | null) {
		super(
			`Another process took over this profile${holder === null ? "" : ` (${holder})`}, so the result of the last changes was not recorded here. That process checks them in the target.`,
		);
		this.holder = holder;
	}
}

/** The store failed: full disk, read-only, newer version, corrupt. The message names the file and gives the fix. */
export class StoreError extends Error {
	override readonly name = "StoreError";
	readonly code: "full" | "read-only" | "newer-version" | "corrupt" | "busy" | "failed";

	constructor(code: StoreError["code"], message: string, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.code = code;
	}
}

/** The persistent state of the engine. Adapters: SQLite (`store/sqlite`), later PostgreSQL. Every method throws `StoreError`. */
export interface Store {
	state(): Promise<JobState>;
	setState(change: Partial<JobState>): Promise<void>;

	link(sourceId: string): Promise<Link | undefined>;
	linkByTarget(targetId: string): Promise<Link | undefined>;
	/** All links, in batches, for a full cycle. */
	links(): AsyncIterable<readonly Link[]>;
	putLink(link: Link): Promise<void>;
	dropLinks(): Promise<void>;

	/** Records intents, all or none, before their requests are sent. */
	intend(intents: readonly Intent[]): Promise<void>;
	/**
	 * Records outcomes, all or none, and clears their intents. Returns the numbered entries.
	 *
	 * @param fence the token of the lease they were made under. Throws `LeaseLostError`, and records nothing, if another
	 * process has taken over the lease since.
	 */
	settle(outcomes: readonly Outcome[], fence?: number): Promise<readonly LogEntry[]>;
	/** Removes intents that were never carried out, with their snapshots. */
	withdraw(changeIds: readonly string[]): Promise<void>;
	openIntents(): Promise<readonly Intent[]>;
	/** The key of the hashes in intents: random, created once per store. */
	intentKey(): Promise<string>;

	escrow(): Promise<readonly Escrow[]>;
	releaseEscrow(sourceIds: readonly string[] | "all"): Promise<void>;
	/** Makes failed users due now, as if they had changed: their number of attempts starts over. */
	retryEscrow(sourceIds: readonly string[] | "all", now: number): Promise<void>;

	startCycle(cycle: Cycle): Promise<void>;
	updateCycle(id: string, change: Partial<Omit<Cycle, "id">>): Promise<void>;
	/** Newest first. */
	cycles(limit: number): Promise<readonly Cycle[]>;

	log(query: LogQuery): Promise<readonly LogEntry[]>;
	/** The number of entries that a query would return without its limit and cursor. */
	countLog(query: Omit<LogQuery, "limit" | "cursor" | "order" | "since" | "until">): Promise<number>;

	addSnapshot(snapshot: Snapshot): Promise<void>;
	/** Newest first. */
	snapshots(): Promise<readonly Snapshot[]>;

	/** Stores a state of mappings and scope; the store numbers it. */
	addRulesVersion(version: Omit<RulesVersion, "number">): Promise<void>;
	/** Newest first. */
	rulesVersions(): Promise<readonly RulesVersion[]>;

	/** Drift that was reported but not repaired: its hash by the source user's id. */
	findings(): Promise<ReadonlyMap<string, string>>;
	setFindings(findings: ReadonlyMap<string, string>): Promise<void>;

	/**
	 * Acquires or renews the lease for `leaseLifetimeMs` by the store's own clock. Returns its fencing token, which is higher
	 * than that of any previous holder; null when another holder has the lease. A lease that would last longer than its
	 * lifetime, because a clock was wrong, counts as expired.
	 */
	acquireLease(holder: string, process?: LeaseProcess | null): Promise<number | null>;
	/** Ends the holder's lease; does nothing when another holder has it. */
	releaseLease(holder: string): Promise<void>;
	/**
	 * Ends the lease whoever holds it, at an operator's request. Its token becomes invalid, so that nothing of the old holder is recorded
	 * any more. `by` takes the place of the holder's name.
	 */
	breakLease(by: string): Promise<void>;
	/** The lease that is valid now. */
	lease(): Promise<Lease | undefined>;

	close(): Promise<void>;
}
