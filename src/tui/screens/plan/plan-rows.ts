import type { PlanReport } from "../../../app/provisioning/provisioning.ts";
import type { PlannedAction } from "../../../engine/plan/action/planned-action.ts";
import { type Column, markCell } from "../../components/list/column.ts";
import { changeText } from "../../entry/entry-details.ts";
import { isWaiting, plannedMark, plannedSubject, plannedSummary } from "./planned-text.ts";

/** An action in the list. */
export type PlanRow = { readonly id: string; readonly action: PlannedAction; readonly isExcluded: boolean };

/** The columns of the list. */
export const planColumns: readonly Column<PlanRow>[] = [
	{
		title: "Action",
		names: ["status"],
		words: ({ action }) => (action.type === "fail" || isWaiting(action) ? "failed" : action.type),
		width: 12,
		...markCell(({ action, isExcluded }) =>
			isExcluded ? { glyph: "∅", word: "omitted", tone: "dim" } : plannedMark(action),
		),
	},
	{ title: "User", width: { min: 16, grow: 2 }, text: ({ action }) => plannedSubject(action) },
	{
		title: "Account",
		width: { min: 20, grow: 1 },
		optional: 1,
		text: ({ action: { source, target } }) => (target ?? source)?.userName ?? "",
	},
	{ title: "Details", width: { min: 27, grow: 5 }, text: ({ action }) => plannedSummary(action) },
];

/** The identity of a row. */
export const keyOf = ({ id }: PlanRow) => id;
/** The text that the filter searches. */
export const textOf = ({ action }: PlanRow) =>
	[
		action.type,
		plannedSubject(action),
		action.source?.userName,
		action.target?.userName,
		plannedSummary(action),
		...action.changes.map(changeText),
	].join(" ");

/**
 * The actions as rows. Each is known by its user or account, so that cursor and details stay with it when the plan is refreshed; a second
 * action for the same one is numbered.
 */
export function rowsOf({ actions }: PlanReport, excluded: ReadonlyMap<string, string>): readonly PlanRow[] {
	const seen = new Map<string, number>();
	return actions.map((action) => {
		const { source, target } = action;
		const who = source === null ? `account ${target?.id ?? ""}` : `user ${source.id}`;
		const count = seen.get(who) ?? 0;
		seen.set(who, count + 1);
		return { id: `${who} ${count}`, action, isExcluded: source !== null && excluded.has(source.id) };
	});
}
