import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { searchable } from "../../text/searchable.ts";
import type { ColumnNames, FilterText } from "./filter-terms.ts";
import { inPieces } from "./in-pieces.ts";

/** What a filter searches in a column. */
export type SearchedColumn<T> = ColumnNames & {
	readonly text: (row: T) => string;
	/** Words that a filter finds besides those of the cell, such as `failed` for `✗`. */
	readonly words?: (row: T) => string;
};

/** The text of the row with an index; undefined after the last one. */
type TextAt = (index: number) => FilterText | undefined;

/** Texts of rows by their indexes, and what they were made of. */
type Texts<T> = {
	readonly items: readonly T[];
	readonly textOf: (item: T) => string;
	readonly columns: readonly SearchedColumn<T>[];
	readonly made: Map<number, FilterText>;
};

/**
 * The texts of rows for the filter. While a filter is typed or used they are made ahead, in pieces. When cells change, as each moment of a
 * cycle changes some of many thousand, rows are searched by their texts before until all are made again.
 *
 * @param wanted whether a filter is typed or used
 */
export function useFilterTexts<T>(
	items: readonly T[],
	textOf: (item: T) => string,
	columns: readonly SearchedColumn<T>[],
	wanted: boolean,
): TextAt {
	/** Those of some rows: as far as they were searched, and as far as the pieces are. */
	const some = useMemo(() => ({ items, made: new Map<number, FilterText>() }), [items]);
	/** The last ones that were made of all rows. */
	const [all, setAll] = useState<Texts<T> | null>(null);
	const isBehind = wanted && (all?.items !== items || all.textOf !== textOf || all.columns !== columns);
	const begin = useEffectEvent((): Texts<T> => ({ items, textOf, columns, made: new Map() }));
	const keep = useEffectEvent((texts: Texts<T>, index: number, text: FilterText) => {
		if (some.items === texts.items && !some.made.has(index)) some.made.set(index, text);
	});
	// Newer ones wait for those that are being made: frequent changes would keep all from being finished.
	useEffect(() => {
		if (!isBehind) return;
		const texts = begin();
		if (texts.items === all?.items && texts.textOf === all.textOf && texts.columns === all.columns) return;
		return inPieces(
			(index) => {
				const item = texts.items[index];
				if (item === undefined) return false;
				const text = filterText(item, texts.textOf, texts.columns);
				texts.made.set(index, text);
				keep(texts, index, text);
				return true;
			},
			() => setAll(texts),
		);
	}, [isBehind, all]);
	const forget = useEffectEvent(() => {
		some.made.clear();
		setAll(null);
	});
	useEffect(() => {
		if (!wanted) forget();
	}, [wanted]);
	return useMemo(() => {
		const { made } = all?.items === items ? all : some;
		return (index) => {
			const item = items[index];
			if (item === undefined) return undefined;
			const text = made.get(index) ?? filterText(item, textOf, columns);
			made.set(index, text);
			return text;
		};
	}, [items, all, some, textOf, columns]);
}

function filterText<T>(
	item: T,
	textOf: (item: T) => string,
	columns: readonly SearchedColumn<T>[],
): FilterText {
	const cells = columns.map(({ title, names = [], text, words }) => ({
		...{ title, names },
		text: searchable(`${text(item)} ${words?.(item) ?? ""}`.trim()),
	}));
	return { whole: [searchable(textOf(item)), ...cells.map(({ text }) => text)].join("\n"), cells };
}
