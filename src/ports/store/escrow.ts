import type { ErrorCode } from "../errors/error-code.ts";
import type { Remedy } from "../errors/remedy.ts";

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
	/**
	 * When the user first failed, and how often in all, also with other reasons and before the user changed. Absent: recorded by a version
	 * that did not store it.
	 */
	readonly since?: number;
	readonly failures?: number;
	/** The same since the user last changed: they decide about the next attempt. Time without attempts does not count. */
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

/** The part of the store for escrow. */
export interface EscrowStore {
	escrow(): Promise<readonly Escrow[]>;
	releaseEscrow(sourceIds: readonly string[] | "all"): Promise<void>;
	/** Makes failed users due now, as if they had changed: their number of attempts starts over. */
	retryEscrow(sourceIds: readonly string[] | "all", now: number): Promise<void>;
}
