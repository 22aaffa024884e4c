import type { LogEntry, NewLogEntry } from "../log/log-entry.ts";
import type { EscrowChange } from "./escrow.ts";
import type { LinkChange } from "./link.ts";

/** The outcome of one change: the store writes all of it or nothing, and clears the intent with the same change id. */
export type Outcome = {
	readonly entry: NewLogEntry;
	readonly link: LinkChange;
	readonly escrow: EscrowChange;
};

/** The part of the store for outcomes. */
export interface OutcomeStore {
	/**
	 * Records outcomes, all or none, and clears their intents. Returns the numbered entries.
	 *
	 * @param fence the token of the lease they were made under. Throws `LeaseLostError`, and records nothing, if another
	 * process has taken over the lease since.
	 */
	settle(outcomes: readonly Outcome[], fence?: number): Promise<readonly LogEntry[]>;
}
