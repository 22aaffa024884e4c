import type { SetValue } from "../../../mapping/user/mapped-user.ts";
import type { ProvisioningError } from "../../../ports/errors/error-code.ts";
import type { LogIdentity, LogStep, ModifiedProperty } from "../../../ports/log/log-entry.ts";
import type { Escrow } from "../../../ports/store/escrow.ts";
import type { NewScimUser, PatchOperation, ScimUser } from "../../../scim/resource.ts";

/** Why nothing is done for a user. */
export type SkipReason =
	| "Unchanged"
	| "NotAssigned"
	| "OutOfScope" // a scoping filter keeps them out
	| "DisabledAtSource"
	| "SoftDeletedAtSource"
	| "AlreadyDisabled"
	| "OutOfScopeDeletionsSkipped"
	| "ActionNotAllowed" // the mapping set's target object actions
	| "InEscrow"; // failed before, not due yet

/** Why an account is disabled or deleted. */
export type DeprovisionReason =
	| "Unassigned"
	| "OutOfScope"
	| "DisabledAtSource"
	| "SoftDeletedAtSource"
	| "DeletedAtSource";

/** What the engine will do for one user, decided without a single write. Preview, on demand, cycle and CLI execute the same plans. */
export type PlannedAction = {
	readonly source: NonNullable<LogIdentity> | null;
	/** The account concerned; null for a creation or when there is none. */
	readonly target: LogIdentity;
	/** Import, scoping, matching, processing: what was found on the way. */
	readonly steps: readonly LogStep[];
	/** What would change, with old and new values; redacted values read `[Redact]`. */
	readonly changes: readonly ModifiedProperty[];
} /** `note`: what may go wrong, for people; absent where nothing is known to. */ & (
	| ({ readonly type: "create"; readonly user: NewScimUser; readonly note?: string } & Sets)
	| ({ readonly type: "update"; readonly note?: string } & Patch)
	/** `note`: what may go wrong, for people; null where the target has been seen to enable accounts. */
	| ({ readonly type: "enable"; readonly note: string | null } & Patch)
	| ({ readonly type: "disable"; readonly reason: DeprovisionReason } & Patch)
	| { readonly type: "delete"; readonly present: ScimUser; readonly reason: DeprovisionReason }
	| { readonly type: "link"; readonly present: ScimUser } // matched, nothing to change: only the link is new
	| { readonly type: "unlink"; readonly reason: DeprovisionReason } // already gone or disabled in the target: only the link changes
	| {
			readonly type: "skip";
			readonly reason: SkipReason;
			readonly detail: string;
			/** Only for `InEscrow`. */
			readonly failure?: KnownFailure;
	  }
	| { readonly type: "fail"; readonly error: ProvisioningError }
);

/** The failure that a user waits for the next attempt of. Times in milliseconds since 1970. */
export type KnownFailure = Pick<Escrow, "code" | "reason" | "attempts"> & {
	readonly since: number;
	/** Null for a user who was given up: only a change of the user starts the next attempt. */
	readonly nextAttempt: number | null;
};

/** `sets`: what `changes` shows, with the values themselves: whether they arrived can be seen in the account. */
type Sets = { readonly sets: readonly SetValue[] };

type Patch = Sets & { readonly present: ScimUser; readonly operations: readonly PatchOperation[] };

/** What is done for a user. */
export type PlannedType = PlannedAction["type"];
