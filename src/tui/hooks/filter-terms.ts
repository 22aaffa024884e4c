import { searchable } from "../../text/searchable.ts";

/** One term of a filter: `word`, `"a phrase"`, `-word`, `column:word` or `-column:"a phrase"`. Words are searchable: without case and accents. */
export type FilterTerm = {
	readonly word: string;
	/** The beginning of a column's title, without blanks; null for any text of the row. */
	readonly column: string | null;
	/** Whether rows with the word are left out. */
	readonly excludes: boolean;
};

/** A piece of a typed filter between blanks that are not quoted, and where it begins. A quote that is not closed reaches to the end. */
export type FilterPiece = { readonly text: string; readonly at: number };

/** The pieces of a typed filter as they are typed. */
export function filterPieces(filter: string): readonly FilterPiece[] {
	return Array.from(filter.matchAll(/(?:"[^"]*(?:"|$)|[^\s"])+/gu), (found) => ({
		text: found[0],
		at: found.index,
	}));
}

/** A piece in its parts: `-`, the column before a colon, and the rest without quotes. */
export function partsOf(piece: string): {
	readonly excludes: boolean;
	readonly column: string | null;
	readonly word: string;
} {
	const excludes = piece.startsWith("-");
	const text = excludes ? piece.slice(1) : piece;
	const [, column, word] = /^(\p{L}[\p{L}\p{N}]*):(.*)$/su.exec(text) ?? [];
	const plain = (part: string) => part.replaceAll('"', "");
	if (column === undefined || word === undefined) return { excludes, column: null, word: plain(text) };
	return { excludes, column, word: plain(word) };
}

/** The terms of a typed filter. A term that is still being typed, such as `-` or `status:`, is left out. */
export function filterTerms(filter: string): readonly FilterTerm[] {
	return filterPieces(searchable(filter)).flatMap(({ text }): readonly FilterTerm[] => {
		const { excludes, column, word } = partsOf(text);
		return word.trim() === "" ? [] : [{ word, column, excludes }];
	});
}

/** A row as a filter sees it, all folded. */
export type FilterText = {
	readonly whole: string;
	readonly cells: readonly {
		readonly title: string;
		readonly names?: readonly string[];
		readonly text: string;
	}[];
};

/** Names that a filter has for a column besides its title, such as `status` and `role`. */
export type ColumnNames = { readonly title: string; readonly names?: readonly string[] };

/** Whether a column has this name, or one that begins with it: only letters and digits of its title count. */
export function isColumnNamed({ title, names = [] }: ColumnNames, name: string): boolean {
	return [title, ...names].some((one) => nameOfColumn(one).startsWith(searchable(name)));
}

/** A title as the name of a column in a filter: `lastresult` for `Last result`, `source` for `← Source`. */
export function nameOfColumn(title: string): string {
	return searchable(title).replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Whether a row has every term. A word before a colon that begins no column's title is searched as it was typed. */
export function matchesTerms({ whole, cells }: FilterText, terms: readonly FilterTerm[]): boolean {
	return terms.every(({ word, column, excludes }) => {
		const named = column === null ? [] : cells.filter((cell) => isColumnNamed(cell, column));
		const found =
			column === null
				? whole.includes(word)
				: named.length > 0
					? named.some(({ text }) => text.includes(word))
					: whole.includes(`${column}:${word}`);
		return found !== excludes;
	});
}
