import { Box, Text, useIsScreenReaderEnabled } from "ink";
import { type ReactNode, useMemo, useState } from "react";
import { cleanText } from "../../../text/clean-text.ts";
import { useShell } from "../../context/shell-context.ts";
import { windowTop } from "../../hooks/list-window.ts";
import type { ListSort, ListState } from "../../hooks/use-list.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { fitText } from "../../text/fit-text.ts";
import { thousands } from "../../text/thousands.ts";
import { paint } from "../../theme/theme.ts";
import { TextInput } from "../input/text-input.tsx";
import { type Column, placeColumns } from "./column.ts";
import { ExportLine } from "./export-line.tsx";
import { listCommands } from "./list-commands.ts";
import { ListRow } from "./list-row.tsx";
import { rowSentence } from "./row-sentence.ts";
import { rowText } from "./rows-as-text.ts";

export type ListProps<T> = {
	readonly list: ListState<T>;
	readonly columns: readonly Column<T>[];
	readonly width: number;
	/** All lines: header, rows, and the filter line while there is a filter. */
	readonly height: number;
	/** Shown when there are no rows. */
	readonly empty: ReactNode;
	readonly selectable?: boolean;
	/** False leaves `/` to other commands. */
	readonly filterable?: boolean;
	/** Whether it handles keys. */
	readonly active?: boolean;
};

/**
 * A table of any length that renders only the visible rows: header, rows, and a filter line while there is a filter.
 * State comes from `useList`, keys from `list-commands.ts`, column widths from `placeColumns`.
 */
export function List<T>({
	list,
	columns,
	width,
	height,
	empty,
	selectable = false,
	filterable = true,
	active = true,
}: ListProps<T>) {
	const placed = useMemo(() => placeColumns(columns, width - 2), [columns, width]);
	const filterShown = list.filtering || list.filter !== "";
	const [exporting, setExporting] = useState(false);
	const { copy } = useShell();
	const isReader = useIsScreenReaderEnabled();
	const page = Math.max(1, height - 1 - (filterShown ? 1 : 0) - (exporting ? 1 : 0));
	const top = windowTop(list.top, Math.max(0, list.cursor), page, list.rows.length);
	const titles = `  ${placed.map(({ column, cells }) => fitText(titleOf(column.title, list.sort), cells, column.align)).join(" ")}`;
	const position =
		list.isCounted && list.matching > page && !filterShown
			? positionText(list.matching - list.rows.length + list.cursor, list.matching)
			: "";
	useCommands(
		listCommands,
		{
			list,
			page,
			selectable,
			filterable,
			sortable: list.sortable,
			askForFile: () => setExporting(true),
			copyRow: () => list.current !== undefined && copy(rowText(list.current, columns), "the row"),
			copyCell() {
				const column = columns.find(({ title }) => title === list.sort?.title) ?? columns[0];
				if (column !== undefined && list.current !== undefined)
					copy(cleanText(column.text(list.current)), `the cell ${column.title}`.trimEnd());
			},
		},
		{ kind: "list", active },
	);

	if (isReader)
		return (
			<Box flexDirection="column">
				{filterShown && <FilterLine list={list} width={width} active={active} />}
				{list.current === undefined ? (
					<Box>{typeof empty === "string" ? <Text>{empty}</Text> : empty}</Box>
				) : (
					<Text>
						{`${rowSentence(list.current, columns, {
							number: list.matching - list.rows.length + list.cursor + 1,
							count: list.isCounted ? list.matching : null,
							selected: list.selected.has(list.keyOf(list.current)),
						})}\n`}
					</Text>
				)}
			</Box>
		);
	return (
		<Box flexDirection="column" width={width} height={height} overflow="hidden">
			<Text dimColor wrap="truncate-end">
				{position === "" ? titles : `${fitText(titles.trimEnd(), width - position.length - 1)} ${position}`}
			</Text>
			{filterShown && <FilterLine list={list} width={width} active={active} />}
			{exporting && (
				<ExportLine
					rows={list.rows}
					columns={columns}
					width={width}
					focused={active}
					onClose={() => setExporting(false)}
				/>
			)}
			{list.rows.length === 0 ? (
				<Box paddingLeft={2}>{typeof empty === "string" ? <Text dimColor>{empty}</Text> : empty}</Box>
			) : (
				list.rows
					.slice(top, top + page)
					.map((row, index) => (
						<ListRow
							key={list.keyOf(row)}
							row={row}
							columns={placed}
							current={top + index === list.cursor}
							selected={list.selected.has(list.keyOf(row))}
						/>
					))
			)}
		</Box>
	);
}

/** `Name ▲`: the title, and how the rows are sorted by it. */
function titleOf(title: string, sort: ListSort | null): string {
	return sort?.title === title ? `${title} ${sort.descending ? "▼" : "▲"}` : title;
}

const levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** `4,211 of 20,000 ▂`: where the cursor is, and a mark of how far down that is. */
function positionText(cursor: number, count: number): string {
	const level = Math.round((cursor / Math.max(1, count - 1)) * (levels.length - 1));
	return `${thousands(cursor + 1)} of ${thousands(count)} ${levels[level]}`;
}

function FilterLine<T>({ list, width, active }: Pick<ListProps<T>, "list" | "width" | "active">) {
	const count = list.isCounted
		? `${thousands(list.matching)} of ${thousands(list.total)}`
		: `${thousands(list.rows.length)} read`;
	const isReader = useIsScreenReaderEnabled();
	return (
		<Box width={width}>
			<Text {...paint("accent")}>{isReader ? "Filter: " : "/ "}</Text>
			<TextInput
				value={list.filter}
				onChange={list.setFilter}
				focused={list.filtering && (active ?? true)}
				width={Math.max(4, width - 4 - count.length)}
				onSubmit={() => list.setFiltering(false)}
				onCancel={() => {
					list.setFilter("");
					list.setFiltering(false);
				}}
			/>
			<Text dimColor>{isReader ? `· ${count}` : ` ${count}`}</Text>
		</Box>
	);
}
