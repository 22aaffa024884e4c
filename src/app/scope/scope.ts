import type { Scope } from "../../scoping/scope.ts";

/** A complaint about a scope. */
export type ScopeProblem = {
	readonly severity: "error" | "warning";
	/** Names the filter and the clause. */
	readonly message: string;
	/** Where, counted from 0; null when it is about the scope as a whole, or a filter as a whole. */
	readonly filter: number | null;
	readonly clause: number | null;
};

/** A user whom a change of the scope concerns. Names are cleaned of control characters. */
export type ScopeUser = {
	readonly id: string;
	readonly displayName: string;
	readonly userName: string;
	/**
	 * What the next cycle does with them: `provision` and `disable` as the words say; `ignore` where nothing follows: a
	 * disabled user who enters is not created, and one who leaves without an account, or is left alone, stays as they are.
	 */
	readonly fate: "provision" | "disable" | "ignore";
};

/** What another scope would mean, compared with the saved one. */
export type ScopeEffect = {
	/** Everyone in the source, those in its bin apart. */
	readonly users: number;
	/** How many the other scope lets in. */
	readonly inScope: number;
	/** Whom only the other scope lets in. */
	readonly entering: readonly ScopeUser[];
	/** Whom only the saved scope lets in. */
	readonly leaving: readonly ScopeUser[];
	/** How many of those who leave lose their account: the next cycle disables it. */
	readonly disabled: number;
	/** How many the guard against accidental deletions lets go in one cycle; null when it is off. More are held back. */
	readonly guard: number | null;
};

export interface Scoping {
	/** The saved scope. */
	readonly current: () => Scope;
	/** Source attributes to offer: those with one value. */
	readonly attributes: () => readonly string[];
	/** What is wrong with a scope, errors first: one error of each filter, and mappings that do not work with it. */
	readonly check: (draft: Scope) => readonly ScopeProblem[];
	/**
	 * Who would be in scope, enter and leave. The source is read at the first call, then kept: again only for an attribute
	 * that was not read, after a cycle, and on `refresh`. Rejects with `ScopeError` and `DirectoryError`.
	 */
	readonly compare: (
		draft: Scope,
		options?: { readonly refresh?: boolean; readonly signal?: AbortSignal },
	) => Promise<ScopeEffect>;
	/** Saves a scope; rejects when `check` finds an error. A changed one makes the next cycle an initial one. */
	readonly save: (draft: Scope) => Promise<void>;
}
