import { Box, Text } from "ink";
import { useState } from "react";
import { windowTop } from "../../hooks/list-window.ts";
import type { ListSort } from "../../hooks/use-list.ts";
import type { Command } from "../../keys/command.ts";
import { useClick } from "../../keys/use-click.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { fitText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { Dialog } from "../dialog/dialog.tsx";

/** What the keys of the columns act on. */
type ColumnsView = {
	readonly move: (by: number) => void;
	/** Moves the marked column in the order. */
	readonly shift: (by: 1 | -1) => void;
	readonly toggle: () => void;
	/** Null where rows keep their own order. */
	readonly sort: (() => void) | null;
	readonly reset: () => void;
	readonly save: () => void;
	readonly cancel: () => void;
	/** Whether at least one column is shown. */
	readonly isPossible: boolean;
};

const where = "in the columns";

/** The keys of the columns of a list. */
export const columnsCommands: readonly Command<ColumnsView>[] = [
	{
		id: "columns.down",
		keys: ["down"],
		means: "down",
		title: "Next column",
		where,
		repeats: true,
		run: ({ move }, count) => move(count),
	},
	{
		id: "columns.up",
		keys: ["up"],
		means: "up",
		title: "Previous column",
		where,
		repeats: true,
		run: ({ move }, count) => move(-count),
	},
	{
		id: "columns.toggle",
		keys: ["space"],
		title: "Show or hide the column",
		hint: "show/hide",
		where,
		run: ({ toggle }) => toggle(),
	},
	{
		id: "columns.earlier",
		keys: ["<"],
		title: "Move the column to the left",
		hint: "left",
		where,
		run: ({ shift }) => shift(-1),
	},
	{
		id: "columns.later",
		keys: [">"],
		title: "Move the column to the right",
		hint: "right",
		where,
		run: ({ shift }) => shift(1),
	},
	{
		id: "columns.sort",
		means: "sort",
		title: "Sort by the column, up, then down",
		hint: "sort",
		where,
		blocked: ({ sort }) => (sort === null ? "The rows of this list have an order of their own." : null),
		run: ({ sort }) => sort?.(),
	},
	{
		id: "columns.reset",
		means: "remove",
		title: "Reset to the list's own columns",
		hint: "reset",
		where,
		run: ({ reset }) => reset(),
	},
	{
		id: "columns.save",
		keys: ["enter"],
		title: "Save the columns",
		hint: "save",
		where,
		blocked: ({ isPossible }) => (isPossible ? null : "Show at least one column."),
		run: ({ save }) => save(),
	},
	{
		id: "columns.cancel",
		keys: ["escape"],
		title: "Keep the columns as they were",
		hint: "cancel",
		where,
		run: ({ cancel }) => cancel(),
	},
];

type Choice = { readonly title: string; readonly isShown: boolean };

export type ColumnsDialogProps = {
	/** The titles of all columns of the list. */
	readonly titles: readonly string[];
	/** Those that are shown now, in order. */
	readonly shown: readonly string[];
	readonly sort: ListSort | null;
	readonly onSort: ((title: string) => void) | null;
	readonly width: number;
	readonly height: number;
	/** Null: the list's own columns. */
	readonly onSave: (titles: readonly string[] | null) => void;
	readonly onClose: () => void;
};

const cells = 46;

/** Chooses which columns a list shows, and in which order. */
export function ColumnsDialog(props: ColumnsDialogProps) {
	const height = Math.min(props.height, props.titles.length + 3);
	return (
		<Dialog title="Columns" width={Math.min(cells, props.width)} height={height}>
			<Body {...props} height={height} />
		</Dialog>
	);
}

function Body({ titles, shown, sort, onSort, width, height, onSave, onClose }: ColumnsDialogProps) {
	const [choices, setChoices] = useState<readonly Choice[]>(() => [
		...shown.map((title) => ({ title, isShown: true })),
		...titles.filter((title) => !shown.includes(title)).map((title) => ({ title, isShown: false })),
	]);
	const [cursor, setCursor] = useState(0);
	const within = (index: number) => Math.max(0, Math.min(choices.length - 1, index));
	useCommands(columnsCommands, {
		move: (by) => setCursor(within(cursor + by)),
		shift(by) {
			const to = within(cursor + by);
			const next = [...choices];
			const [moved] = next.splice(cursor, 1);
			if (moved !== undefined) next.splice(to, 0, moved);
			setChoices(next);
			setCursor(to);
		},
		toggle: () =>
			setChoices(choices.map((one, index) => (index === cursor ? { ...one, isShown: !one.isShown } : one))),
		sort:
			onSort &&
			(() => {
				const title = choices[cursor]?.title;
				if (title !== undefined) onSort(title);
			}),
		reset: () => onSave(null),
		save: () => onSave(choices.filter(({ isShown }) => isShown).map(({ title }) => title)),
		cancel: onClose,
		isPossible: choices.some(({ isShown }) => isShown),
	});
	const page = Math.max(1, height - 3);
	const top = windowTop(0, cursor, page, choices.length);
	const rows = useClick((_x, y) => {
		if (top + y === cursor) return "space";
		setCursor(within(top + y));
		return undefined;
	});
	return (
		<Box ref={rows} flexDirection="column">
			{choices.slice(top, top + page).map(({ title, isShown }, index) => {
				const isCurrent = top + index === cursor;
				const order = sort?.title === title ? (sort.descending ? "▼" : "▲") : "";
				return (
					<Text key={title} bold={isCurrent} wrap="truncate-end">
						<Text {...paint("accent")}>{isCurrent ? "❯ " : "  "}</Text>
						{fitText(
							`[${isShown ? "x" : " "}] ${title === "" ? "(mark)" : title} ${order}`,
							Math.min(cells, width) - 6,
						)}
					</Text>
				);
			})}
		</Box>
	);
}
