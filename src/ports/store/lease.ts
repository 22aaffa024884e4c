import { z } from "zod";

/** How long a lease is valid after it is acquired or renewed. */
export const leaseLifetimeMs = 30_000;

/** The process that holds a lease. `place`: where its id is unique, such as one boot of one machine. */
export type LeaseProcess = { readonly host: string; readonly id: number; readonly place: string };

/** The same as it is stored. */
export const leaseProcess: z.ZodType<LeaseProcess> = z.object({
	host: z.string(),
	id: z.number(),
	place: z.string(),
});

/** The process that runs a profile now. */
export type Lease = {
	/** Readable, and unique to the process. */
	readonly holder: string;
	/** Null when the holder did not provide it. */
	readonly process: LeaseProcess | null;
	/** Milliseconds since 1970, by the store's clock. */
	readonly expiresAt: number;
};

const releasedBy = "released by ";

/** What takes the place of the holder's name once an operator has broken a lease. */
export function releaseBy(operator: string): string {
	return `${releasedBy}${operator}`;
}

/** Whether that is in place of a holder's name. */
export function isRelease(holder: string): boolean {
	return holder.startsWith(releasedBy);
}

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

/** The part of the store for the lease. */
export interface LeaseStore {
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
	 * any more. `by` takes the place of the holder's name: see `releaseBy`.
	 */
	breakLease(by: string): Promise<void>;
	/** The lease that is valid now. */
	lease(): Promise<Lease | undefined>;
	/** Who held the lease last, whether it is still valid or not; null before the first run. */
	lastHolder(): Promise<string | null>;
}
