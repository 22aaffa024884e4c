import { RemediableError } from "../../ports/errors/remediable-error.ts";
import type { LogIdentity } from "../../ports/log/log-entry.ts";
import type { ProvisioningMode } from "../provisioning/provisioning.ts";

/** What a hand-over would do. */
export type HandOverPlan = {
	readonly to: ProvisioningMode;
	/** Accounts that keep their users: by a link, or by the matching attributes. */
	readonly takenOver: number;
	/** Users without an account. The next cycle creates one in either mode. */
	readonly withoutAccount: readonly NonNullable<LogIdentity>[];
	/** Users with an account that Entra would not match: it would create a second one. */
	readonly unmatched: readonly NonNullable<LogIdentity>[];
	/** What is done, in order; sentences to show. */
	readonly steps: readonly string[];
};

/**
 * A hand-over that would create second accounts, or for which the other side is not ready. The message says what was done: the same
 * command continues from there.
 */
export class HandOverRefusedError extends RemediableError {
	override readonly name = "HandOverRefusedError";
	readonly code = "hand-over-refused";
}

/** Changes which job provisions the application of a profile. No account is created, deactivated or deleted by it. */
export interface HandOver {
	/** Works out what `perform` would do, without a single write. */
	readonly plan: (to: ProvisioningMode, signal?: AbortSignal) => Promise<HandOverPlan>;
	/**
	 * Ends one job and lets the other take over the accounts. Rejects with `HandOverRefusedError` when a user would get a second account.
	 * Returns the plan that it followed.
	 */
	readonly perform: (to: ProvisioningMode, signal?: AbortSignal) => Promise<HandOverPlan>;
}
