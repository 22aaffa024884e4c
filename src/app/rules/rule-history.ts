import type { RuleChange } from "./rule-changes.ts";

/** A saved state of mappings, actions and scope. */
export type RuleVersion = {
	/** From 1, ascending. */
	readonly number: number;
	/** Milliseconds since 1970. */
	readonly savedAt: number;
	/** The operator's login name; null for a state that was found but not saved from here. */
	readonly savedBy: string | null;
	/** How it differs from the previous version; empty for the first one, or when only the order of mappings changed. */
	readonly changes: readonly RuleChange[];
	/** What restoring it would change now. */
	readonly restoring: readonly RuleChange[];
	/** It equals what is saved now. */
	readonly isCurrent: boolean;
};

/** What restoring a version did. */
export type Restored = {
	readonly changes: readonly RuleChange[];
	/** False when it equals what was saved before. The order of mappings counts, although no change shows it. */
	readonly initialCycle: boolean;
};

export interface RuleHistory {
	/** All saved states of mappings and scope, newest first. Empty until something has been saved. */
	readonly versions: () => Promise<readonly RuleVersion[]>;
	/**
	 * Saves mappings, actions and scope as they were in a version: a new version, and the next cycle is an initial one.
	 * Rejects for a number that doesn't exist, for a version that no longer compiles, and with `ProfileConflictError` when others have
	 * saved since `versions` compared them with what was saved.
	 */
	readonly restore: (number: number) => Promise<Restored>;
}
