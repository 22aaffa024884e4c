import { Box, Text, useIsScreenReaderEnabled } from "ink";
import { type ReactNode, useMemo, useState } from "react";
import { cleanText } from "../../../text/clean-text.ts";
import { thousands } from "../../../text/thousands.ts";
import { useShell } from "../../context/shell-context.ts";
import { windowTop } from "../../hooks/list-window.ts";
import type { ListSort, ListState } from "../../hooks/use-list.ts";
import { useClick } from "../../keys/use-click.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { fitText, widthOf, wrapText } from "../../text/fit-text.ts";
import { CandidateLines, usePathCandidates } from "../input/path-input.tsx";
import { type Column, chosenColumns } from "./column.ts";
import { ColumnsDialog } from "./columns-dialog.tsx";
import { ExportLine } from "./export-line.tsx";
import { FilterLine, filterLines } from "./filter-line.tsx";
import { type ListView, listCommands, savedFilterCommands } from "./list-commands.ts";
import { ListRow } from "./list-row.tsx";
import { placeColumns } from "./place-columns.ts";
import { rowSentence } from "./row-sentence.ts";
import { exportedCell, rowText } from "./rows-as-text.ts";
import { useNeeds } from "./use-needs.ts";
import { useRememberedList } from "./use-remembered-list.ts";

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
	/** Called when a row is clicked while it handles no keys: it takes them over. Absent: it then takes no clicks. */
	readonly onClicked?: () => void;
	/** The name under which its filters and columns are kept, the same in every version; absent: they are not. */
	readonly name?: string;
};

/**
 * A table of any length that renders only the visible rows: header, rows, and a filter line while there is a filter.
 * State comes from `useList`, keys from `list-commands.ts`, column widths from `placeColumns`.
 */
export function List<T>({
	list,
	columns: own,
	width,
	height,
	empty,
	selectable = false,
	filterable = true,
	active = true,
	onClicked,
	name,
}: ListProps<T>) {
	const { copy, lists, toast } = useShell();
	const kept = useRememberedList(name);
	const columns = useMemo(() => chosenColumns(own, kept.columns), [own, kept.columns]);
	const needs = useNeeds(columns, list.rows, list.top, height);
	const placed = useMemo(() => placeColumns(columns, width - 2, needs), [columns, width, needs]);
	const savedCommands = useMemo(() => savedFilterCommands(kept.saved), [kept.saved]);
	const [shown, setShown] = useState<"rows" | "export" | "columns">("rows");
	const showRows = () => setShown("rows");
	const exporting = shown === "export";
	const isReader = useIsScreenReaderEnabled();
	const candidates = usePathCandidates();
	const titles = `  ${placed.map(({ column, cells }) => fitText(titleOf(column.title, list.sort), cells, column.align)).join(" ")}`;
	const isSortShown = placed.some(({ column }) => column.title === list.sort?.title);
	const room = Math.max(
		1,
		height -
			1 -
			filterLines(list) -
			(exporting ? 1 : 0) -
			(exporting && candidates.names.length > 0 ? candidateRows : 0),
	);
	const positionAt = (cursor: number | null) =>
		[
			...(list.sort === null || isSortShown ? [] : [sortText(list.sort)]),
			...(list.isCounted && list.matching > room ? [positionText(cursor, list.matching)] : []),
		].join("  ");
	const position = positionAt(list.isSorting ? null : list.matching - list.rows.length + list.cursor);
	/** The longest position decides, so that moving the cursor does not move the rows. */
	const isBelow =
		position !== "" &&
		widthOf(titles.trimEnd()) + 1 + widthOf(positionAt(list.matching - 1)) > width &&
		room > 3;
	const page = isBelow ? room - 1 : room;
	const top = windowTop(list.top, Math.max(0, list.cursor), page, list.rows.length);
	// A line that leaves at one end is used again at the other: it costs less to change lines than to replace them.
	const visible = list.rows.slice(top, top + page).map((row, index) => ({
		row,
		line: (top + index) % page,
		// Of two lists on a screen, only the one that handles keys shows its cursor.
		current: (active || onClicked === undefined) && top + index === list.cursor,
	}));
	const view: ListView = {
		list,
		page,
		selectable,
		filterable,
		sortable: list.sortable,
		askForFile: () => setShown("export"),
		chooseColumns: () => setShown("columns"),
		applyFilter(filter) {
			list.setFiltering(false);
			list.setFilter(filter);
			if (name !== undefined) lists.use(name, filter).catch(toast.error);
		},
		removeFilter(saved) {
			if (name !== undefined) lists.removeFilter(name, saved).catch(toast.error);
		},
		copyRow: () => list.current !== undefined && copy(rowText(list.current, columns), "the row"),
		copyCell() {
			const column = columns.find(({ title }) => title === list.sort?.title) ?? columns[0];
			if (column !== undefined && list.current !== undefined)
				copy(cleanText(exportedCell(column, list.current)), `the cell ${column.title}`.trimEnd());
		},
	};
	useCommands(listCommands, view, { kind: "list", active });
	useCommands(savedCommands, view, { kind: "list", active });

	const rowsBox = useClick(
		(_x, y) => {
			const row = list.rows[top + y];
			if (row === undefined) return undefined;
			if (active && top + y === list.cursor) return "enter";
			onClicked?.();
			list.goTo(list.keyOf(row));
			return undefined;
		},
		{ active: active || onClicked !== undefined },
	);

	const head = useClick(
		(x) => {
			let end = 2;
			const clicked = placed.find(({ cells }) => {
				end += cells + 1;
				return x < end;
			});
			if (list.sortable && clicked !== undefined) list.sortBy(clicked.column.title);
			return undefined;
		},
		{ active },
	);

	const inputs = (
		<>
			{filterLines(list) > 0 && (
				<FilterLine list={list} columns={own} name={name} width={width} active={active} />
			)}
			{exporting && candidates.names.length > 0 && (
				<CandidateLines names={candidates.names} width={width} height={candidateRows} />
			)}
			{exporting && (
				<ExportLine
					rows={list.rows}
					columns={columns}
					width={width}
					focused={active}
					candidates={candidates}
					onClose={() => {
						candidates.show([]);
						showRows();
					}}
				/>
			)}
		</>
	);
	const columnsDialog = shown === "columns" && (
		<ColumnsDialog
			titles={own.map(({ title }) => title)}
			shown={columns.map(({ title }) => title)}
			sort={list.sort}
			onSort={list.sortable ? list.sortBy : null}
			width={width}
			height={height}
			onSave={(titles) => {
				showRows();
				lists.chooseColumns(name ?? "", titles).catch(toast.error);
			}}
			onClose={showRows}
		/>
	);

	if (isReader)
		return (
			<Box flexDirection="column">
				{inputs}
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
				{columnsDialog}
			</Box>
		);
	return (
		<Box flexDirection="column" width={width} height={height} overflow="hidden">
			<Box ref={head} width={width} flexShrink={0}>
				<Text dimColor wrap="truncate-end">
					{position === "" || isBelow
						? titles
						: `${fitText(titles.trimEnd(), width - widthOf(position) - 1)} ${position}`}
				</Text>
			</Box>
			{inputs}
			{list.rows.length === 0 ? (
				<Box paddingLeft={2}>
					{typeof empty === "string" ? <Text dimColor>{wrapText(empty, width - 2).join("\n")}</Text> : empty}
				</Box>
			) : (
				<Box ref={rowsBox} flexDirection="column" flexShrink={0} width={width}>
					{visible.map(({ line, row, current }) => (
						<ListRow
							key={line}
							row={row}
							columns={placed}
							current={current}
							selected={list.selected.has(list.keyOf(row))}
						/>
					))}
				</Box>
			)}
			{isBelow && <Text dimColor>{fitText(position, width, "right")}</Text>}
			{columnsDialog}
		</Box>
	);
}

/** `Name ▲`: the title, and how the rows are sorted by it. */
function titleOf(title: string, sort: ListSort | null): string {
	return sort?.title === title ? `${title} ${sort.descending ? "▼" : "▲"}` : title;
}

/** `▼ Mail`: the order by a column that is not shown. */
function sortText({ title, descending }: ListSort): string {
	return `${descending ? "▼" : "▲"} ${title}`;
}

/** Lines for completions of a path. */
const candidateRows = 3;

const levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** `4,211 of 20,000 ▂`: where the cursor is, and a mark of how far down that is; null while the rows are sorted. */
function positionText(cursor: number | null, count: number): string {
	if (cursor === null) return `sorting ${thousands(count)}…`;
	const level = Math.round((cursor / Math.max(1, count - 1)) * (levels.length - 1));
	return `${thousands(cursor + 1)} of ${thousands(count)} ${levels[level]}`;
}
