import type { SavedFilter } from "../../hooks/filter-completion.ts";
import type { ListState } from "../../hooks/use-list.ts";
import type { Command } from "../../keys/command.ts";
import { whyNoRow } from "../../text/why-not.ts";

/** What the keys of a list act on: its state and the number of visible rows. */
export type ListView = {
	readonly list: Pick<
		ListState<unknown>,
		| "filter"
		| "rows"
		| "current"
		| "selected"
		| "move"
		| "setFilter"
		| "setFiltering"
		| "toggle"
		| "selectShown"
		| "clearSelection"
		| "sortNext"
		| "toggleRange"
	>;
	readonly page: number;
	/** Whether rows can be selected. */
	readonly selectable: boolean;
	readonly filterable: boolean;
	/** Whether the list knows its columns. */
	readonly sortable: boolean;
	/** Asks for the file to export to. */
	readonly askForFile: () => void;
	/** Shows the columns to choose from. */
	readonly chooseColumns: () => void;
	/** Filters with a saved filter. */
	readonly applyFilter: (filter: string) => void;
	/** Forgets a saved filter. */
	readonly removeFilter: (name: string) => void;
	readonly copyRow: () => void;
	readonly copyCell: () => void;
};

/** The keys of every list. */
export const listCommands: readonly Command<ListView>[] = [
	{
		id: "list.filter",
		means: "filter",
		title: "Filter by words",
		hint: "filter",
		when: ({ filterable }) => filterable,
		run: ({ list }) => list.setFiltering(true),
	},
	{
		id: "list.up",
		keys: ["up"],
		means: "up",
		title: "Move up one row",
		repeats: true,
		run: ({ list, page }, count) => list.move({ by: -count }, page),
	},
	{
		id: "list.down",
		keys: ["down"],
		means: "down",
		title: "Move down one row",
		repeats: true,
		run: ({ list, page }, count) => list.move({ by: count }, page),
	},
	{
		id: "list.pageUp",
		keys: ["pageup", "ctrl+b"],
		title: "One page up",
		repeats: true,
		run: ({ list, page }, count) => list.move({ by: -count * Math.max(1, page - 1) }, page),
	},
	{
		id: "list.pageDown",
		keys: ["pagedown", "ctrl+f"],
		title: "One page down",
		repeats: true,
		run: ({ list, page }, count) => list.move({ by: count * Math.max(1, page - 1) }, page),
	},
	{
		id: "list.first",
		keys: ["home"],
		means: "first",
		title: "Go to the first row",
		run: ({ list, page }) => list.move({ to: "first" }, page),
	},
	{
		id: "list.last",
		keys: ["end"],
		means: "last",
		title: "Go to the last row",
		run: ({ list, page }) => list.move({ to: "last" }, page),
	},
	{
		id: "list.select",
		means: "select",
		title: "Select or deselect the row",
		where: "in lists with selection",
		hint: "select",
		when: ({ selectable }) => selectable,
		blocked: ({ list }) => whyNoRow(list.current),
		run({ list, page }) {
			list.toggle();
			list.move({ by: 1 }, page);
		},
	},
	{
		id: "list.range",
		means: "range",
		title: "Select a range by moving, or end it",
		where: "in lists with selection",
		when: ({ selectable }) => selectable,
		blocked: ({ list }) => whyNoRow(list.current),
		run: ({ list }) => list.toggleRange(),
	},
	{
		id: "list.sort",
		means: "sort",
		title: "Sort by the next column, up, then down",
		hint: "sort",
		where: "in lists with columns to sort by",
		when: ({ sortable }) => sortable,
		run: ({ list }) => list.sortNext(),
	},
	{
		id: "list.columns",
		means: "columns",
		title: "Choose columns and their order",
		hint: "columns",
		run: ({ chooseColumns }) => chooseColumns(),
	},
	{
		id: "list.export",
		means: "export",
		title: "Export the listed rows as CSV or JSON",
		where: "in lists with rows",
		blocked: ({ list }) => (list.rows.length > 0 ? null : "There are no rows to export."),
		run: ({ askForFile }) => askForFile(),
	},
	{
		id: "list.copyRow",
		means: "copy",
		title: "Copy the row",
		where: "in lists that copy nothing larger",
		blocked: ({ list }) => whyNoRow(list.current),
		run: ({ copyRow }) => copyRow(),
	},
	{
		id: "list.copyCell",
		means: "copyPart",
		title: "Copy the cell of the sorted column, or of the first",
		where: "in lists with rows",
		blocked: ({ list }) => whyNoRow(list.current),
		run: ({ copyCell }) => copyCell(),
	},
	{
		id: "list.selectShown",
		keys: ["ctrl+a"],
		title: "Select all listed rows",
		where: "in lists with selection",
		when: ({ selectable }) => selectable,
		blocked: ({ list }) => whyNoRow(list.current),
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

/** Commands without a key for the saved filters of a list: the palette finds them by name. */
export function savedFilterCommands(saved: readonly SavedFilter[]): readonly Command<ListView>[] {
	return saved.flatMap(({ name, filter }): readonly Command<ListView>[] => [
		{
			id: `list.saved.${name}`,
			title: `Filter: ${name} (${filter})`,
			run: ({ applyFilter }) => applyFilter(filter),
		},
		{
			id: `list.forget.${name}`,
			title: `Remove the saved filter ${name}`,
			run: ({ removeFilter }) => removeFilter(name),
		},
	]);
}

/** Whether it is one of `savedFilterCommands`. */
export function isOfSavedFilter({ id }: Pick<Command<ListView>, "id">): boolean {
	return /^list\.(?:saved|forget)\./.test(id);
}
