import type { Clause, Scope, ScopingFilter } from "../../../scoping/scope.ts";

/** A place in a scope, counted from 0: a clause, or a filter as a whole. */
export type ScopePlace = { readonly filter: number; readonly clause: number | null };

function withFilter(scope: Scope, index: number, change: (filter: ScopingFilter) => ScopingFilter): Scope {
	return { ...scope, filters: scope.filters.map((filter, at) => (at === index ? change(filter) : filter)) };
}

/** Adds a filter with its first clause, under a name that no other has. */
function addFilter(scope: Scope, clause: Clause): Scope {
	const names = new Set(scope.filters.map(({ name }) => name));
	let number = scope.filters.length + 1;
	while (names.has(`Filter ${number}`)) number += 1;
	return { ...scope, filters: [...scope.filters, { name: `Filter ${number}`, clauses: [clause] }] };
}

/** Gives a filter another name. */
export function renameFilter(scope: Scope, filter: number, name: string): Scope {
	return withFilter(scope, filter, (one) => ({ ...one, name }));
}

/** Puts a clause in its place, or behind the others of the filter when the place is the filter as a whole. */
function putClause(scope: Scope, { filter, clause: at }: ScopePlace, clause: Clause): Scope {
	return withFilter(scope, filter, ({ name, clauses }) => ({
		name,
		clauses: at === null ? [...clauses, clause] : clauses.with(at, clause),
	}));
}

/** Takes a clause or a filter away; a filter goes with its last clause, since an empty one would let everyone in. */
export function remove(scope: Scope, { filter: index, clause }: ScopePlace): Scope {
	const isLast = (scope.filters[index]?.clauses.length ?? 0) <= 1;
	if (clause === null || isLast) {
		return { ...scope, filters: scope.filters.filter((_, at) => at !== index) };
	}
	return withFilter(scope, index, ({ name, clauses }) => ({ name, clauses: clauses.toSpliced(clause, 1) }));
}

/** Puts a clause in its place; without a place it begins a filter of its own. */
export function withClause(scope: Scope, place: ScopePlace | null, clause: Clause): Scope {
	return place === null ? addFilter(scope, clause) : putClause(scope, place, clause);
}
