import { searchable } from "../../text/searchable.ts";
import { type ColumnNames, filterPieces, isColumnNamed, nameOfColumn, partsOf } from "./filter-terms.ts";

/** A filter that has a name. */
export type SavedFilter = { readonly name: string; readonly filter: string };

/** One way to complete a typed filter. */
export type Completion = {
	/** What is shown: `Status:`, `failure`, `@failing`. */
	readonly label: string;
	/** More about it; empty for nothing. */
	readonly detail: string;
	/** The whole filter after accepting it. */
	readonly filter: string;
};

/** What completion knows of a list. */
export type CompletionSource<T> = {
	readonly columns: readonly (ColumnNames & { readonly text: (row: T) => string })[];
	readonly items: readonly T[];
	readonly saved: readonly SavedFilter[];
};

/** Most completions shown. */
export const maxCompletions = 6;

/** Rows that are searched for values: enough for those that occur often. */
const searchedRows = 20_000;

/** Starts the name of a saved filter. */
const savedMark = "@";

/**
 * How the last term of a typed filter can be completed: names of columns, values of a column after `status:`, saved filters after `@`, and
 * both kinds of names while nothing is typed. Values that occur often come first.
 */
export function completionsOf<T>(typed: string, source: CompletionSource<T>): readonly Completion[] {
	const last = filterPieces(typed).at(-1);
	const isOpen = last !== undefined && last.at + last.text.length === typed.length;
	const before = isOpen ? typed.slice(0, last.at) : typed;
	const piece = isOpen ? last.text : "";
	if (piece.startsWith(savedMark)) return savedCompletions(piece.slice(1), before, source.saved);
	const { excludes, column, word } = partsOf(piece);
	const sign = excludes ? "-" : "";
	if (column === null) {
		const columns = source.columns
			.filter((column) => isColumnNamed(column, word))
			.map(({ title, names = [] }) => nameOf(title, names, word))
			.filter((name) => name !== "")
			.map((name) => ({ label: `${name}:`, detail: "", filter: `${before}${sign}${name.toLowerCase()}:` }));
		const saved = piece === "" ? savedCompletions("", before, source.saved) : [];
		return [...saved, ...columns].slice(0, maxCompletions);
	}
	const named = source.columns.filter((one) => isColumnNamed(one, column));
	return valuesOf(source.items, named, searchable(word)).map((value) => ({
		label: value,
		detail: "",
		filter: `${before}${sign}${column}:${quoted(value)} `,
	}));
}

/** The name to complete a typed beginning with: the title of the column, or else another name of it. */
function nameOf(title: string, names: readonly string[], typed: string): string {
	const named = [title, ...names].filter((one) => nameOfColumn(one) !== "");
	const found = named.find((one) => isColumnNamed({ title: one }, typed)) ?? "";
	// Of a title with an explanation, what stands before it: `Differences` of `Differences: current → expected`.
	const [head = ""] = found.split(":");
	const name = head.replaceAll(/[^\p{L}\p{N}]/gu, "");
	return name.charAt(0).toUpperCase() + name.slice(1);
}

function savedCompletions(
	name: string,
	before: string,
	saved: readonly SavedFilter[],
): readonly Completion[] {
	return saved
		.filter((one) => one.name.toLowerCase().startsWith(name.toLowerCase()))
		.slice(0, maxCompletions)
		.map((one) => ({
			label: `${savedMark}${one.name}`,
			detail: one.filter,
			filter: `${before}${one.filter} `,
		}));
}

/** A filter with the names of saved filters (`@failing`) replaced by what they stand for. */
export function expanded(filter: string, saved: readonly SavedFilter[]): string {
	return filterPieces(filter)
		.map(({ text }) => saved.find(({ name }) => text === `${savedMark}${name}`)?.filter ?? text)
		.join(" ");
}

/** The different values of columns that contain a text, those that occur most often first. */
function valuesOf<T>(
	items: readonly T[],
	columns: CompletionSource<T>["columns"],
	needle: string,
): readonly string[] {
	const counts = new Map<string, number>();
	for (const item of items.slice(0, searchedRows))
		for (const column of columns) {
			const value = wordsOf(column.text(item));
			if (value === "" || !searchable(value).includes(needle)) continue;
			counts.set(value, (counts.get(value) ?? 0) + 1);
		}
	return [...counts]
		.toSorted(([, one], [, other]) => other - one)
		.slice(0, maxCompletions)
		.map(([value]) => value);
}

/** A cell without the glyph before its words: `failure` for `✗ failure`. */
function wordsOf(cell: string): string {
	return cell.replace(/^[^\p{L}\p{N}"]+/u, "").trim();
}

function quoted(value: string): string {
	const plain = value.replaceAll('"', "");
	return /\s/u.test(plain) ? `"${plain}"` : plain;
}
