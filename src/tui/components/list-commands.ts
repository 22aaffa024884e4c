import type { ListState } from "../hooks/use-list.ts";
import type { Command } from "../keys/command.ts";

/** What the keys of a list need: its state, and how many rows are on the screen. */
export type ListView = {
	readonly list: Pick<
		ListState<unknown>,
		| "filter"
		| "rows"
		| "selected"
		| "move"
		| "setFilter"
		| "setFiltering"
		| "toggle"
		| "selectShown"
		| "clearSelection"
	>;
	readonly page: number;
	/** Whether rows can be selected. */
	readonly selectable: boolean;
	readonly filterable: boolean;
};

/** The keys of every list. */
export const listCommands: readonly Command<ListView>[] = [
	{
		id: "list.filter",
		keys: ["/"],
		title: "Filter by words",
		hint: "filter",
		when: ({ filterable }) => filterable,
		run: ({ list }) => list.setFiltering(true),
	},
	{
		id: "list.up",
		keys: ["up", "k"],
		title: "One row up",
		run: ({ list, page }) => list.move({ by: -1 }, page),
	},
	{
		id: "list.down",
		keys: ["down", "j"],
		title: "One row down",
		run: ({ list, page }) => list.move({ by: 1 }, page),
	},
	{
		id: "list.pageUp",
		keys: ["pageup", "ctrl+b"],
		title: "One page up",
		run: ({ list, page }) => list.move({ by: -Math.max(1, page - 1) }, page),
	},
	{
		id: "list.pageDown",
		keys: ["pagedown", "ctrl+f"],
		title: "One page down",
		run: ({ list, page }) => list.move({ by: Math.max(1, page - 1) }, page),
	},
	{
		id: "list.first",
		keys: ["g", "home"],
		title: "First row",
		run: ({ list, page }) => list.move({ to: "first" }, page),
	},
	{
		id: "list.last",
		keys: ["G", "end"],
		title: "Last row",
		run: ({ list, page }) => list.move({ to: "last" }, page),
	},
	{
		id: "list.select",
		keys: ["space"],
		title: "Select the row, or not any more",
		where: "where several can be selected",
		hint: "select",
		when: ({ selectable }) => selectable,
		run({ list, page }) {
			list.toggle();
			list.move({ by: 1 }, page);
		},
	},
	{
		id: "list.selectShown",
		keys: ["ctrl+a"],
		title: "Select all rows that are shown",
		where: "where several can be selected",
		when: ({ selectable, list }) => selectable && list.rows.length > 0,
		run: ({ list }) => list.selectShown(),
	},
	{
		id: "list.clear",
		keys: ["escape"],
		title: "Clear the selection, then the filter",
		when: ({ list }) => list.selected.size > 0 || list.filter !== "",
		run({ list }) {
			if (list.selected.size > 0) list.clearSelection();
			else list.setFilter("");
		},
	},
];
