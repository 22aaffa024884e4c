/** What has been typed to find an option, and the index of the option it led to. */
export type TypeAhead = { readonly text: string; readonly index: number };

type Named = { readonly label: string; readonly detail?: string };

/** Keys that move in a list. They find an option only within a longer text, such as `jp`. */
const moves: ReadonlySet<string> = new Set(["j", "k", "G"]);

/**
 * Goes to an option by its first letters. A letter that does not continue the typed text begins a new one; the same letter again goes to
 * the next option. Labels go before the words of details. Undefined when no option matches, and for a single letter that moves.
 *
 * @param before what was typed before; empty after any other key.
 */
export function typeAhead(
	options: readonly Named[],
	index: number,
	before: string,
	letter: string,
): TypeAhead | undefined {
	const longer = before === "" ? undefined : find(options, index, `${before}${letter}`);
	if (longer !== undefined) return { text: `${before}${letter}`, index: longer };
	if (moves.has(letter)) return undefined;
	const found = find(options, index + 1, letter);
	return found === undefined ? undefined : { text: letter, index: found };
}

/** The first option from an index on, and then from the beginning, of which the label, or otherwise a word, begins with the text. */
function find(options: readonly Named[], from: number, text: string): number | undefined {
	const start = text.toLowerCase();
	const order = options.map((_, step) => (from + step) % options.length);
	const wordsOf = ({ label, detail = "" }: Named) =>
		`${label} ${detail}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
	return (
		order.find((at) => options[at]?.label.toLowerCase().startsWith(start)) ??
		order.find((at) => wordsOf(options[at] ?? { label: "" }).some((word) => word.startsWith(start)))
	);
}
