/**
 * Text in which each UTF-16 unit is a grapheme: printable ASCII, Latin, Greek and Cyrillic letters, punctuation, and the
 * marks, lines and braille that the console draws with. Escape sequences of a terminal and line feeds may be among them.
 */
const simple =
	/^[\n\u001B\u0020-\u007E\u00A0-\u00AC\u00AE-\u02FF\u0370-\u0482\u048A-\u052F\u1E00-\u1EFF\u2010-\u2027\u2190-\u2193\u2500-\u25FC\u2713\u2717\u276F\u2800-\u28FF]*$/;
const control = /[\n\u001B]/;

/** What `Intl.Segmenter` gives for a text, as far as it concerns graphemes. */
type Graphemes = {
	readonly containing: (index?: number) => Grapheme | undefined;
	readonly [Symbol.iterator]: () => Iterator<Grapheme>;
};
export type Grapheme = { readonly segment: string; readonly index: number; readonly input: string };

let full: Intl.Segmenter | undefined;

/** Whether a text has letters that a grapheme may join to what is before them. */
const joined = /[\p{M}\u200D]\p{Lo}|[\u0E33\u0EB3]/u;

/** Before a letter that follows a mark, as in a conjunct of Devanagari, and before the vowel AM of Thai and Lao. */
const partStart = /(?<=[\p{M}\u200D])(?=\p{Lo})|(?=[\u0E33\u0EB3])/u;

/**
 * Divides text into graphemes as `Intl.Segmenter` does, which is created, at a noticeable cost, only for text that needs it. A grapheme of
 * several letters is divided into one part for each: most terminals count cells by letter (`wcwidth`), and what they count more than we would
 * be overwritten by what comes next. Those that count less leave a gap.
 *
 * The build puts this in the place of every `Intl.Segmenter` that Ink's packages create.
 */
export const graphemeSegmenter = {
	segment(text: string): Graphemes {
		if (simple.test(text)) return unitsOf(text);
		full ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
		return joined.test(text) ? partsOf(text, full) : full.segment(text);
	},
};

function partsOf(input: string, segmenter: Intl.Segmenter): Graphemes {
	const parts = ({ segment, index }: Grapheme): readonly Grapheme[] => {
		let next = index;
		return segment.split(partStart).map((part) => {
			const at = next;
			next += part.length;
			return { segment: part, index: at, input };
		});
	};
	return {
		containing(index = 0) {
			const whole = segmenter.segment(input).containing(index);
			return whole && parts(whole).findLast((part) => part.index <= index);
		},
		*[Symbol.iterator]() {
			for (const whole of segmenter.segment(input)) yield* parts(whole);
		},
	};
}

function unitsOf(input: string): Graphemes {
	const at = (index: number) => ({ segment: input.charAt(index), index, input });
	return {
		containing: (index = 0) => (index >= 0 && index < input.length ? at(Math.trunc(index)) : undefined),
		*[Symbol.iterator]() {
			for (let index = 0; index < input.length; index += 1) yield at(index);
		},
	};
}

/** Whether text is simple and each unit takes one cell of a terminal. */
export function isOneCellEach(text: string): boolean {
	return simple.test(text) && !control.test(text);
}
