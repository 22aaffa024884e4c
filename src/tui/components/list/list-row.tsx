import { Text } from "ink";
import { useMemo } from "react";
import { fitText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import type { PlacedColumn } from "./place-columns.ts";

export type ListRowProps<T> = {
	readonly row: T;
	readonly columns: readonly PlacedColumn<T>[];
	readonly current: boolean;
	readonly selected: boolean;
};

/** One line of a list. Rendered again only when its row, columns or marks change: a cursor move renders two lines. */
export function ListRow<T>({ row, columns, current, selected }: ListRowProps<T>) {
	return useMemo(
		() => (
			<Text bold={current} {...paint(current ? "selection" : "plain")} wrap="truncate-end">
				<Text {...paint("accent")}>{`${current ? "❯" : " "}${selected ? "●" : " "}`}</Text>
				{columns.map(({ column, cells }, index) => (
					<Text key={column.title} {...paint(column.tone?.(row) ?? "plain")}>
						{(index === 0 ? "" : " ") + fitText(column.text(row), cells, column.align)}
					</Text>
				))}
			</Text>
		),
		[row, columns, current, selected],
	);
}
