import { operatorNamed } from "../scoping/clause.ts";
import type { Clause, ScopingFilter } from "../scoping/scope.ts";
import type { EntraGroup } from "./document.ts";

/** A filter read from Graph's form, or why it is not supported. */
export type ReadFilter = { readonly filter: ScopingFilter } | { readonly problem: string };

/** Reads a filter group. One unsupported clause makes the whole filter unusable: a part of it would match other users. */
export function readFilter(group: EntraGroup, index: number): ReadFilter {
	const name = group.name || `Filter ${index + 1}`;
	const clauses: Clause[] = [];
	for (const { operatorName, sourceOperandName, targetOperand } of group.clauses ?? []) {
		const operator = operatorNamed(operatorName);
		if (operator === undefined) return { problem: `${name}: the operator ${operatorName} is not known here` };
		const values = targetOperand?.values ?? [];
		if (values.length > 1) {
			return { problem: `${name}: ${sourceOperandName} is compared with ${values.length} values` };
		}
		clauses.push({ attribute: sourceOperandName, operator, value: values[0] ?? "" });
	}
	if (clauses.length === 0) return { problem: `${name}: it has no clause` };
	return { filter: { name, clauses } };
}

/** The groups of a scope with these filters: equal ones stay unchanged, and so do unsupported ones. */
export function writeFilters(
	filters: readonly ScopingFilter[],
	original: readonly EntraGroup[],
): EntraGroup[] {
	const left = [...filters];
	const kept = original.filter((group, index) => {
		const read = readFilter(group, index);
		if ("problem" in read) return true;
		const same = left.findIndex((filter) => sameFilter(filter, read.filter));
		if (same === -1) return false;
		left.splice(same, 1);
		return true;
	});
	return [...kept, ...left.map(writeFilter)];
}

function writeFilter({ name, clauses }: ScopingFilter): EntraGroup {
	return {
		clauses: clauses.map(({ attribute, operator, value }) => ({
			operatorName: operator,
			sourceOperandName: attribute,
			targetOperand: { values: operator.startsWith("IS ") ? [] : [value] },
		})),
		name,
	};
}

function sameFilter(left: ScopingFilter, right: ScopingFilter): boolean {
	return (
		left.name === right.name &&
		left.clauses.length === right.clauses.length &&
		left.clauses.every((clause, index) => {
			const other = right.clauses[index];
			return (
				clause.attribute === other?.attribute &&
				clause.operator === other.operator &&
				clause.value === other.value
			);
		})
	);
}
