import type { ScopeProblem } from "../../../app/scope/scope.ts";
import { describeClause } from "../../../scoping/evaluate.ts";
import type { Scope } from "../../../scoping/scope.ts";
import type { Column } from "../../components/list/column.ts";
import type { ScopePlace } from "./scope-draft.ts";

/** A line of the list: a filter, or one of its clauses. */
export type ScopeRow = {
	readonly id: string;
	readonly place: ScopePlace;
	readonly text: string;
	/** Whether it has an error. */
	readonly wrong: boolean;
};

/** The filters as rows, each followed by its clauses. */
export function scopeRows({ filters }: Scope, problems: readonly ScopeProblem[]): readonly ScopeRow[] {
	const isWrong = ({ filter, clause }: ScopePlace) =>
		problems.some((problem) => problem.filter === filter && problem.clause === clause);
	return filters.flatMap(({ name, clauses }, filter) => {
		const own: ScopePlace = { filter, clause: null };
		return [
			{
				id: String(filter),
				place: own,
				text: `${filter === 0 ? "if" : "or if"} ${name}`,
				wrong: isWrong(own),
			},
			...clauses.map((clause, index) => {
				const place: ScopePlace = { filter, clause: index };
				const text = `    ${index === 0 ? "" : "and "}${describeClause(clause)}`;
				return { id: `${filter}.${index}`, place, text, wrong: isWrong(place) };
			}),
		];
	});
}

/** The columns of the filters. */
export const scopeColumns: readonly Column<ScopeRow>[] = [
	{ title: "Scoping filters: a user is in scope", width: { min: 40, grow: 1 }, text: ({ text }) => text },
	{
		title: "",
		names: ["status"],
		width: 8,
		text: ({ wrong }) => (wrong ? "✗ error" : ""),
		tone: () => "bad",
	},
];
