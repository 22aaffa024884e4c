/** A format that .NET would reject. */
export class DateFormatError extends Error {
	override readonly name = "DateFormatError";
	/** The position in the format, in UTF-16 units; null when the whole format is wrong. */
	readonly offset: number | null;

	constructor(message: string, offset: number | null = null) {
		super(message);
		this.offset = offset;
	}
}

/** A piece of a custom date format: a run of one specifier (`yyyy`), or literal text. */
export type FormatToken =
	| { readonly kind: "specifier"; readonly letter: string; readonly length: number }
	| { readonly kind: "literal"; readonly text: string; readonly quoted: boolean };

/** .NET's standard formats in the invariant culture. Those of `r`, `s`, `u` and `o` are the same in every culture. */
const standardFormats: Readonly<Record<string, string>> = {
	d: "MM/dd/yyyy",
	D: "dddd, dd MMMM yyyy",
	f: "dddd, dd MMMM yyyy HH:mm",
	F: "dddd, dd MMMM yyyy HH:mm:ss",
	g: "MM/dd/yyyy HH:mm",
	G: "MM/dd/yyyy HH:mm:ss",
	M: "MMMM dd",
	m: "MMMM dd",
	o: "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK",
	O: "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK",
	R: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
	r: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
	s: "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
	T: "HH:mm:ss",
	t: "HH:mm",
	U: "dddd, dd MMMM yyyy HH:mm:ss",
	u: "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
	Y: "yyyy MMMM",
	y: "yyyy MMMM",
};

const specifiers = "yMdHhmsfFtzKg:/";

function quotedLiteral(format: string, start: number): { readonly text: string; readonly end: number } {
	const quote = format[start];
	let text = "";
	for (let at = start + 1; at < format.length; at++) {
		const character = format[at];
		if (character === quote) return { text, end: at + 1 };
		if (character === "\\") {
			at++;
			if (at >= format.length) break;
		}
		text += format[at] ?? "";
	}
	throw new DateFormatError(`The quotation mark (${quote}) that opens here is never closed`, start);
}

const known = new Map<string, readonly FormatToken[]>();

/**
 * Reads a .NET date format, standard (one letter) or custom.
 *
 * @throws {DateFormatError} for a format that .NET rejects.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings
 */
export function formatTokens(format: string): readonly FormatToken[] {
	const ready = known.get(format);
	if (ready) return ready;
	const tokens = readTokens(format);
	if (known.size >= 200) known.clear();
	known.set(format, tokens);
	return tokens;
}

function readTokens(source: string): readonly FormatToken[] {
	if (source === "") throw new DateFormatError("The date format is empty");
	if (source.length > 1000) throw new DateFormatError("The date format is longer than 1,000 characters");
	let format = source;
	if (source.length === 1) {
		const standard = standardFormats[source];
		if (standard === undefined) {
			throw new DateFormatError(
				`"${source}" alone is not a .NET date format: write %${source} for a custom one`,
			);
		}
		format = standard;
	}
	const tokens: FormatToken[] = [];
	for (let at = 0; at < format.length; ) {
		const letter = format[at] ?? "";
		if (letter === "'" || letter === '"') {
			const { text, end } = quotedLiteral(format, at);
			tokens.push({ kind: "literal", text, quoted: true });
			at = end;
		} else if (letter === "\\") {
			if (at + 1 >= format.length) throw new DateFormatError("The date format ends in a backslash", at);
			tokens.push({ kind: "literal", text: format[at + 1] ?? "", quoted: true });
			at += 2;
		} else if (letter === "%") {
			if (at + 1 >= format.length || format[at + 1] === "%") {
				throw new DateFormatError("A % in a date format must be followed by one specifier", at);
			}
			at++;
		} else if (specifiers.includes(letter)) {
			let end = at + 1;
			// Consecutive colons or slashes are one separator.
			while (letter !== ":" && letter !== "/" && format[end] === letter) end++;
			if ("fF".includes(letter) && end - at > 7) {
				throw new DateFormatError("A date format has at most seven digits of a second", at);
			}
			tokens.push({ kind: "specifier", letter, length: end - at });
			at = end;
		} else {
			tokens.push({ kind: "literal", text: letter, quoted: false });
			at++;
		}
	}
	return tokens;
}
