import type { Json, JsonObject } from "../scim/resource.ts";
import type { Watermark } from "./directory.ts";
import type { ErrorCode } from "./error-code.ts";
import type { LogAction, LogEntry, LogIdentity, LogStatus, NewLogEntry } from "./log-entry.ts";

/**
 * The tie between a source user and an account in the target, by both ids, so that a renamed user keeps their account.
 * `released`: was disabled for leaving the scope, and is no longer managed until in scope again.
 */
export type Link = {
	readonly sourceId: string;
	readonly targetId: string;
	readonly userName: string;
	readonly displayName: string;
	readonly state: "managed" | "released";
	/** Milliseconds since 1970. */
	readonly since: number;
	/** What the account was last provisioned from (`fingerprint.ts`): the same again needs no request. `""` when not known. */
	readonly fingerprint: string;
};

/** What happens to a link with a log entry. */
export type LinkChange =
	| { readonly type: "keep" }
	| { readonly type: "put"; readonly link: Link }
	| { readonly type: "drop"; readonly sourceId: string };

/**
 * What a change makes of one attribute of an account, or of the elements that it adds to a list.
 * `hash` stands for a value that a mapping wraps in `Redact`: a keyed hash of it, or of each element of a list.
 */
export type IntendedOperation =
	| { readonly op: "add" | "replace"; readonly path: string; readonly value: Json }
	| { readonly op: "add" | "replace"; readonly path: string; readonly hash: string | readonly string[] }
	| { readonly op: "remove"; readonly path: string };

/** A write that may have reached the target: recorded before the request, gone with its outcome. */
export type Intent = {
	readonly changeId: string;
	readonly cycleId: string;
	readonly action: LogAction;
	readonly sourceId: string | null;
	/** Null for a creation: the target gives the id. */
	readonly targetId: string | null;
	/** By which an interrupted creation is looked up. */
	readonly userName: string;
	/** What was sent, to be compared with the account; empty for a deletion. Null: recorded by a version that did not keep it. */
	readonly operations: readonly IntendedOperation[] | null;
	/** The entry to write when the intent turns out to have succeeded. */
	readonly entry: NewLogEntry;
	/** The link to put when it turns out to have succeeded; its targetId is filled in then. */
	readonly link: Link | null;
};

/** A source user whose provisioning failed, and when it is tried again. Times in milliseconds since 1970. */
export type Escrow = {
	readonly sourceId: string;
	readonly displayName: string;
	readonly code: ErrorCode;
	readonly reason: string;
	readonly attempts: number;
	readonly firstFailed: number;
	readonly lastFailed: number;
	readonly nextAttempt: number;
	/** The role that the target lacks, when that is why: once it exists the user is due. Null: another reason, or not known. */
	readonly role: string | null;
	/** What the user was when it failed: someone who changed since is tried again at once. */
	readonly fingerprint: string;
};

export type EscrowChange =
	| { readonly type: "keep" }
	| { readonly type: "put"; readonly escrow: Escrow }
	| { readonly type: "release"; readonly sourceId: string };

/** The outcome of one user's turn: the store writes all of it or nothing, and clears the intent of the same change id. */
export type Outcome = {
	readonly entry: NewLogEntry;
	readonly link: LinkChange;
	readonly escrow: EscrowChange;
};

export type CycleKind = "initial" | "incremental" | "onDemand" | "manual" | "drift";

/** Counts of one cycle. `staged`: held back by the guard against accidental deletions. `requests`: to the target. */
export type CycleCounts = {
	readonly created: number;
	readonly updated: number;
	readonly disabled: number;
	readonly enabled: number;
	readonly deleted: number;
	readonly skipped: number;
	readonly failed: number;
	readonly staged: number;
	readonly requests: number;
};

export type Cycle = {
	readonly id: string;
	readonly kind: CycleKind;
	readonly startedAt: number;
	/** Null while running. */
	readonly endedAt: number | null;
	readonly outcome: "running" | "completed" | "interrupted" | "failed" | "quarantined";
	readonly counts: CycleCounts;
	/** Why it failed, for people. */
	readonly error: string | null;
};

/** What survives from run to run, besides links and log. */
export type JobState = {
	/** Provisioning status: On or Off. */
	readonly enabled: boolean;
	readonly watermark: Watermark | null;
	/** Which pair of source and target the links belong to: links of another pair must never be used. Null at first. */
	readonly pair: string | null;
	/** Hash of mappings and scope that the watermark was reached with: another one makes the next cycle initial. */
	readonly configuration: string | null;
	/** When the next cycle is due, milliseconds since 1970; null when Off. */
	readonly nextRun: number | null;
	readonly quarantine: {
		readonly since: number;
		readonly code: ErrorCode;
		readonly reason: string;
		readonly attempts: number;
		/** It lasted 28 days, and provisioning was switched Off for it. */
		readonly switchedOff: boolean;
	} | null;
	/** Which staged deletions the operator allowed once: the change set's hash; null for none. */
	readonly allowedDeletions: string | null;
	/** Disables and deletes that the guard holds back: the change set's hash, and the cycle whose log entries name them. */
	readonly stagedDeletions: {
		readonly hash: string;
		readonly count: number;
		readonly threshold: number;
		readonly cycleId: string;
		readonly since: number;
	} | null;
	/** The conditions that notifications were sent for and that persist: error codes, the change set's hash, a failed cycle's error. */
	readonly notified: {
		readonly quarantine: string | null;
		readonly stagedDeletions: string | null;
		readonly cycleFailed: string | null;
		readonly failures: readonly string[];
	} | null;
};

export type LogQuery = {
	/** Only entries after (ascending) or before (descending) this sequence. */
	readonly cursor?: number;
	readonly order: "ascending" | "descending";
	readonly limit: number;
	/** Words that must all occur in names, ids, reasons or properties; any case. */
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

/** What became of a deleted account's dashboards, searches and folders. */
export type ContentLeft =
	| { readonly kind: "to-caller" }
	| { readonly kind: "transfer"; readonly to: NonNullable<LogIdentity> }
	| { readonly kind: "destroy" };

/** An account as it was right before it was deleted. */
export type Snapshot = {
	/** The change id of the deletion. A snapshot goes with the outcome of a deletion that failed or never was sent. */
	readonly id: string;
	readonly takenAt: number;
	readonly targetId: string;
	readonly userName: string;
	readonly displayName: string;
	readonly scim: JsonObject;
	/** The classic users API's view; null when it could not be had. */
	readonly classic: JsonObject | null;
	readonly roles: readonly string[];
	/** `cycle`, or the operator's login name. */
	readonly deletedBy: string;
	/** Null when the target was not told, as by a deletion over SCIM. */
	readonly content: ContentLeft | null;
};

/** A saved state of what decides who is provisioned, and what they become. */
export type RulesVersion = {
	/** From 1, ascending as saved. */
	readonly number: number;
	/** Milliseconds since 1970. */
	readonly savedAt: number;
	/** The operator's login name; null for a state that was found, and not saved from here. */
	readonly savedBy: string | null;
	/** Mappings, actions and scope, in the form of the profile that held them. */
	readonly rules: JsonObject;
};

/** How long a lease is valid after it was taken or renewed. */
export const leaseLifetimeMs = 30_000;

/** The process that holds a lease. `place`: where its id counts, such as one boot of one machine. */
export type LeaseProcess = { readonly host: string; readonly id: number; readonly place: string };

/** Who runs a profile now. */
export type Lease = {
	/** As people read it, and unique to the process. */
	readonly holder: string;
	/** Null when the holder did not say. */
	readonly process: LeaseProcess | null;
	/** Milliseconds since 1970, by the store's clock. */
	readonly expiresAt: number;
};

/** The lease was taken over by another process, so nothing was recorded. */
export class LeaseLostError extends Error {
	override readonly name = "LeaseLostError";
	readonly code = "lease-lost";
	/** Who took it over; null when that is not known. */
	readonly holder: string | null;

	constructor(holder: string | null) {
		super(
			`Another process took over this profile${holder === null ? "" : ` (${holder})`}, so the result of the last changes was not recorded here. That process checks them in the target.`,
		);
		this.holder = holder;
	}
}

/** The store failed: full disk, read-only, newer version, corrupt. The message names the file and what to do. */
export class StoreError extends Error {
	override readonly name = "StoreError";
	readonly code: "full" | "read-only" | "newer-version" | "corrupt" | "busy" | "failed";

	constructor(code: StoreError["code"], message: string, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.code = code;
	}
}

/** What the engine remembers. Adapters: SQLite (`store/sqlite`), later PostgreSQL. Every method throws `StoreError`. */
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
	 * @param fence the token of the lease they were made under. Throws `LeaseLostError`, and records nothing, when the
	 * lease was taken over since.
	 */
	settle(outcomes: readonly Outcome[], fence?: number): Promise<readonly LogEntry[]>;
	/** Forgets intents that were never carried out, and the snapshots that were taken for them. */
	withdraw(changeIds: readonly string[]): Promise<void>;
	openIntents(): Promise<readonly Intent[]>;
	/** The key of the hashes in intents: random, made once for each store. */
	intentKey(): Promise<string>;

	escrow(): Promise<readonly Escrow[]>;
	releaseEscrow(sourceIds: readonly string[] | "all"): Promise<void>;
	/** Makes failed users due now, as if they had changed: their count of attempts starts over. */
	retryEscrow(sourceIds: readonly string[] | "all", now: number): Promise<void>;

	startCycle(cycle: Cycle): Promise<void>;
	updateCycle(id: string, change: Partial<Omit<Cycle, "id">>): Promise<void>;
	/** Newest first. */
	cycles(limit: number): Promise<readonly Cycle[]>;

	log(query: LogQuery): Promise<readonly LogEntry[]>;
	/** How many entries a query would give without its limit and cursor. */
	countLog(query: Omit<LogQuery, "limit" | "cursor" | "order" | "since" | "until">): Promise<number>;

	addSnapshot(snapshot: Snapshot): Promise<void>;
	/** Newest first. */
	snapshots(): Promise<readonly Snapshot[]>;

	/** Keeps a state of mappings and scope; the store numbers it. */
	addRulesVersion(version: Omit<RulesVersion, "number">): Promise<void>;
	/** Newest first. */
	rulesVersions(): Promise<readonly RulesVersion[]>;

	/** Drift that was told and left as it is: a hash of it by the source user's id. */
	findings(): Promise<ReadonlyMap<string, string>>;
	setFindings(findings: ReadonlyMap<string, string>): Promise<void>;

	/**
	 * Takes or renews the lease for `leaseLifetimeMs` by the store's own clock. Gives its fencing token, which is higher
	 * than that of every holder before; null when another holder has it. A lease that would last longer than its lifetime,
	 * because a clock was wrong, counts as expired.
	 */
	acquireLease(holder: string, process?: LeaseProcess | null): Promise<number | null>;
	/** Ends the holder's lease; nothing happens when another has it. */
	releaseLease(holder: string): Promise<void>;
	/** The lease that is valid now. */
	lease(): Promise<Lease | undefined>;

	close(): Promise<void>;
}
