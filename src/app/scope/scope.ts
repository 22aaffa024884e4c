import type { Scope } from "../../scoping/scope.ts";

/** A problem with a scope. */
export type ScopeProblem = {
	readonly severity: "error" | "warning";
	/** Names the filter and the clause. */
	readonly message: string;
	/** Where, counted from 0; null when it is about the scope as a whole, or a filter as a whole. */
	readonly filter: number | null;
	readonly clause: number | null;
};

/** A user affected by a change of the scope. Names are without control characters. */
export type ScopeUser = {
	readonly id: string;
	readonly displayName: string;
	readonly userName: string;
	/**
	 * What the next cycle does: provisions the user, disables the account, or nothing (`ignore`): a disabled user who enters the
	 * scope is not created, and a user who leaves without an account, or with deletions skipped, stays unchanged.
	 */
	readonly fate: "provision" | "disable" | "ignore";
};

/** The effect of another scope, compared with the saved one. */
export type ScopeEffect = {
	/** Number of users in the source, without soft-deleted ones. */
	readonly users: number;
	/** Number of users in the other scope. */
	readonly inScope: number;
	/** Users who are only in the other scope. */
	readonly entering: readonly ScopeUser[];
	/** Users who are only in the saved scope. */
	readonly leaving: readonly ScopeUser[];
	/** Number of leaving users whose account the next cycle deactivates. */
	readonly disabled: number;
	/** Why the deletion guard would hold back the deactivations; null when it would not. */
	readonly held: string | null;
};

export interface Scoping {
	/** The saved scope. */
	readonly current: () => Scope;
	/** Source attributes to suggest: those with one value. */
	readonly attributes: () => readonly string[];
	/** Problems with a scope, errors first: one error per filter, and mappings that do not work with it. */
	readonly check: (draft: Scope) => readonly ScopeProblem[];
	/**
	 * Which users would be in scope, enter it and leave it. The source is read at the first call, and again only for an attribute
	 * that was not read, after a cycle, and on `refresh`. Rejects with `ScopeError` and `DirectoryError`.
	 */
	readonly compare: (
		draft: Scope,
		options?: { readonly refresh?: boolean; readonly signal?: AbortSignal },
	) => Promise<ScopeEffect>;
	/**
	 * Saves a scope; rejects when `check` finds an error, and for an unknown attribute that the source cannot read. A changed one makes the
	 * next cycle an initial one.
	 *
	 * @param basis the saved scope that the draft began with. Rejects with `ProfileConflictError` when it is not the saved one anymore.
	 */
	readonly save: (draft: Scope, basis?: Scope) => Promise<void>;
}
