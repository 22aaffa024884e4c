import { Text } from "ink";
import { memo } from "react";
import { fitText } from "../text/fit-text.ts";
import { paint } from "../theme.ts";
import type { PlacedColumn } from "./column.ts";

export type ListRowProps<T> = {
	readonly row: T;
	readonly columns: readonly PlacedColumn<T>[];
	readonly current: boolean;
	readonly selected: boolean;
};

function Row<T>({ row, columns, current, selected }: ListRowProps<T>) {
	return (
		<Text bold={current} wrap="truncate-end">
			<Text {...paint("accent")}>{`${current ? "❯" : " "}${selected ? "●" : " "}`}</Text>
			{columns.map(({ column, cells }, index) => (
				<Text key={column.title} {...paint(column.tone?.(row) ?? "plain")}>
					{(index === 0 ? "" : " ") + fitText(column.text(row), cells, column.align)}
				</Text>
			))}
		</Text>
	);
}

/** One line of a list. Drawn again only when its row, its columns or its marks changed: a cursor move draws two of them. */
export const ListRow = memo(Row) as typeof Row;
