import type { Remedy } from "../../ports/errors/remedy.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import type { OnDemandStep } from "../provisioning/provisioning.ts";

/** A part of an expression with what it yields; `depth` 0 is the whole. */
export type WhyPart = { readonly depth: number; readonly text: string; readonly yields: string };

/** Why an attribute of the account gets its value. */
export type WhyValue = {
	/** The mapping's target path. */
	readonly target: string;
	/** The mapping's source: `direct: mail`, `constant: "x"`, or the expression. */
	readonly mapping: string;
	/** The value as it is shown; null when nothing flows. */
	readonly value: string | null;
	/** Why there is none, or when it flows; can be empty. */
	readonly note: string;
	/** The source attributes that it reads, with the user's values; `[Redact]` for those that `Redact` hides. */
	readonly reads: readonly { readonly name: string; readonly value: string }[];
	/** Every part of the expression with its value, `[Redact]` where `Redact` hides it. Empty for other mappings. */
	readonly parts: readonly WhyPart[];
};

/** Everything about one user: what would be done now and why, and what was done. All strings are safe to print on a terminal. */
export type WhyReport = {
	readonly user: { readonly id: string; readonly displayName: string; readonly userName: string };
	/** What would happen, in one sentence. */
	readonly decision: string;
	/** What prevents it in the next cycle: back-off after a failure, deletions held back, a quarantine. */
	readonly waits: readonly string[];
	/** What the operator can do about a failure and about each wait, as data; each once. */
	readonly remedies: readonly Remedy[];
	/** Entra's steps: import, scope with each filter and clause, match, action. */
	readonly steps: readonly OnDemandStep[];
	/** Each assignment: its role, the value that the role sends (null: none), and its group (null: assigned directly). */
	readonly assignments: readonly {
		readonly role: string;
		readonly sends: string | null;
		readonly via: string | null;
	}[];
	/** What each mapping yields, also for a user out of scope. Empty for a user who is no longer in the source. */
	readonly values: readonly WhyValue[];
	/** Every log entry about the user, newest first. */
	readonly history: readonly LogEntry[];
};

export interface Why {
	/**
	 * The ID of the user that a string identifies: an ID, a user principal name, an email address, or words of a name; also of a user who is only
	 * in the log. Rejects when no user matches, and with the candidates when several do.
	 */
	readonly find: (text: string, signal?: AbortSignal) => Promise<string>;
	/** Explains one user, without a single write. */
	readonly explain: (userId: string, signal?: AbortSignal) => Promise<WhyReport>;
}
