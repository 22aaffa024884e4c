/** One word of a filter: `word`, `-word`, `column:word` or `-column:word`. Words are in lower case. */
export type FilterTerm = {
	readonly word: string;
	/** The beginning of a column's title; null for any text of the row. */
	readonly column: string | null;
	/** Whether rows with the word are left out. */
	readonly excludes: boolean;
};

/** The terms of a typed filter. A term that is still being typed, such as `-` or `status:`, is left out. */
export function filterTerms(filter: string): readonly FilterTerm[] {
	return filter
		.toLowerCase()
		.split(/\s+/u)
		.flatMap((typed): readonly FilterTerm[] => {
			const excludes = typed.length > 1 && typed.startsWith("-");
			const text = excludes ? typed.slice(1) : typed;
			const [, column, word] = /^(\p{L}+):(.*)$/u.exec(text) ?? [];
			if (column !== undefined && word !== undefined) return word === "" ? [] : [{ word, column, excludes }];
			return text === "" || text === "-" ? [] : [{ word: text, column: null, excludes }];
		});
}

/** A row as a filter sees it, all in lower case. */
export type FilterText = {
	readonly whole: string;
	readonly cells: readonly { readonly title: string; readonly text: string }[];
};

/** Whether a row has every term. A word before a colon that begins no column's title is searched as it was typed. */
export function matchesTerms({ whole, cells }: FilterText, terms: readonly FilterTerm[]): boolean {
	return terms.every(({ word, column, excludes }) => {
		const named = column === null ? [] : cells.filter(({ title }) => title.startsWith(column));
		const found =
			column === null
				? whole.includes(word)
				: named.length > 0
					? named.some(({ text }) => text.includes(word))
					: whole.includes(`${column}:${word}`);
		return found !== excludes;
	});
}
