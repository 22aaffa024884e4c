import type { Clause, Scope, ScopingFilter } from "../../../scoping/scope.ts";

/** A position in a scope, counted from 0: a clause, or a whole filter. */
export type ScopePlace = { readonly filter: number; readonly clause: number | null };

function withFilter(scope: Scope, index: number, change: (filter: ScopingFilter) => ScopingFilter): Scope {
	return { ...scope, filters: scope.filters.map((filter, at) => (at === index ? change(filter) : filter)) };
}

/** Adds a filter with its first clause, under a unique name. */
function addFilter(scope: Scope, clause: Clause): Scope {
	const names = new Set(scope.filters.map(({ name }) => name));
	let number = scope.filters.length + 1;
	while (names.has(`Filter ${number}`)) number += 1;
	return { ...scope, filters: [...scope.filters, { name: `Filter ${number}`, clauses: [clause] }] };
}

/** Renames a filter. */
export function renameFilter(scope: Scope, filter: number, name: string): Scope {
	return withFilter(scope, filter, (one) => ({ ...one, name }));
}

/** Replaces a clause, or appends it when the position is a whole filter. */
function putClause(scope: Scope, { filter, clause: at }: ScopePlace, clause: Clause): Scope {
	return withFilter(scope, filter, ({ name, clauses }) => ({
		name,
		clauses: at === null ? [...clauses, clause] : clauses.with(at, clause),
	}));
}

/** Removes a clause or a filter. Removing the last clause removes the filter, because an empty one would match all users. */
export function remove(scope: Scope, { filter: index, clause }: ScopePlace): Scope {
	const isLast = (scope.filters[index]?.clauses.length ?? 0) <= 1;
	if (clause === null || isLast) {
		return { ...scope, filters: scope.filters.filter((_, at) => at !== index) };
	}
	return withFilter(scope, index, ({ name, clauses }) => ({ name, clauses: clauses.toSpliced(clause, 1) }));
}

/** Replaces or appends a clause; without a position it becomes a new filter. */
export function withClause(scope: Scope, place: ScopePlace | null, clause: Clause): Scope {
	return place === null ? addFilter(scope, clause) : putClause(scope, place, clause);
}
