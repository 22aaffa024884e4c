import type { Clock } from "../../ports/clock.ts";
import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import type { LogEntry, ModifiedProperty } from "../../ports/log/log-entry.ts";
import type { Intent } from "../../ports/store/intent.ts";
import type { Store } from "../../ports/store/store.ts";
import type { Target } from "../../ports/target.ts";
import type { ScimError } from "../../scim/errors.ts";
import type { ScimUser } from "../../scim/resource.ts";
import type { Write } from "../plan/action/desired-state.ts";
import type { PlannedAction } from "../plan/action/planned-action.ts";
import type { Surroundings } from "../plan/plan-work-item.ts";
import type { Ledger } from "../record/ledger.ts";
import type { Run } from "../record/outcome.ts";
import type { ReadBacks } from "./read-backs.ts";

/** Changes to be compared with the target later. */
export interface UnprovedChanges {
	/** Whether a creation is concluded only after the comparison. */
	readonly holdsCreations: boolean;
	/** `accountId`: of the account in the answer. */
	add(change: Provable, accountId: string): void;
	/** The account was read after a later change of it. */
	proved(accountId: string): void;
}

/** A change that the target answered with success. It was logged as one, or is held until it is compared. */
export interface Provable {
	readonly sourceId: string;
	readonly type: Write["type"];
	readonly intent: Intent;
	/** Mapped values that were not sent and that the account shows no more, as far as nothing else has changed it since the answer. */
	effects(account: ScimUser): readonly ModifiedProperty[];
	/** The account does not show the values at the paths in `missing`, nor those in `effects`, which were not sent. */
	refute(account: ScimUser, missing: readonly string[], effects: readonly ModifiedProperty[]): Done;
	/** The target does not have the new account. */
	refuteCreation(fault: ScimError): Done;
	/** Of a change that is held: the account shows it; null: the answer has to be enough. */
	confirm?(account: ScimUser | null): void;
}

/** What is needed to carry out planned actions. */
export type Execution = Surroundings & {
	readonly run: Run;
	readonly target: Target;
	readonly store: Store;
	readonly ledger: Ledger;
	readonly clock: Clock;
	/** Which answers are enough in this run, and after which the account is read. */
	readonly readBacks: ReadBacks;
	/** Gets the changes of a cycle of which only the answer is known. Absent: the answer is enough. */
	readonly unproved?: UnprovedChanges | undefined;
};

/** The outcome of a turn. `entry` is null where nothing is logged. */
export type Done = {
	readonly action: PlannedAction;
	readonly entry: Promise<LogEntry> | null;
	readonly error: ProvisioningError | null;
	/** The exception that caused the error when a request failed; undefined when none did. */
	readonly fault: unknown;
	/** Whether a writing request was sent. */
	readonly sent: boolean;
	/** The account that the user has now; null when none, or none that is known of. */
	readonly account: string | null;
};
