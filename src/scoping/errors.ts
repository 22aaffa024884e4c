export type ScopeErrorCode =
	| "unknown-operator"
	| "empty-filter" // a filter without clauses would match all users
	| "no-attribute"
	| "multi-valued" // Entra's filters support single-valued attributes only
	| "not-an-integer" // the value of GREATER_THAN and its sibling
	| "invalid-pattern"
	| "pattern-too-slow";

/** A scope that cannot be evaluated. The message names the filter, and the clause or user at fault. */
export class ScopeError extends Error {
	override readonly name = "ScopeError";
	readonly code: ScopeErrorCode;
	/** The name of the scoping filter. */
	readonly filter: string;
	/** The index of the clause, from 0; null when the whole filter is wrong. */
	readonly clause: number | null;
	/** What is wrong, without filter and clause. */
	readonly problem: string;

	constructor(code: ScopeErrorCode, filter: string, clause: number | null, problem: string, cause?: unknown) {
		const place = clause === null ? "" : `, clause ${clause + 1}`;
		super(`Scoping filter "${filter}"${place}: ${problem}`, { cause });
		this.code = code;
		this.filter = filter;
		this.clause = clause;
		this.problem = problem;
	}
}
