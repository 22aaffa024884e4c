import { PatternError } from "./errors.ts";
import { isDigit, isSpace, isWord, propertyOf, type SetPart } from "./unit-set.ts";

/** The pattern and a position in it, shared by the parsers. */
export class Scanner {
	readonly pattern: string;
	at = 0;

	constructor(pattern: string) {
		this.pattern = pattern;
	}

	get isAtEnd(): boolean {
		return this.at >= this.pattern.length;
	}

	/** The character at a distance ahead; `""` beyond the end. */
	peek(ahead = 0): string {
		return this.pattern[this.at + ahead] ?? "";
	}

	/** Moves past the text if it is here. */
	take(text: string): boolean {
		if (!this.pattern.startsWith(text, this.at)) return false;
		this.at += text.length;
		return true;
	}

	/** Moves past the match of a sticky pattern here, and returns it; `""` when it does not match. */
	takeMatch(pattern: RegExp): string {
		pattern.lastIndex = this.at;
		const found = pattern.exec(this.pattern)?.[0] ?? "";
		this.at += found.length;
		return found;
	}

	error(message: string, offset = this.at): PatternError {
		return new PatternError(message, Math.min(offset, this.pattern.length));
	}
}

const controlEscapes: Readonly<Record<string, number>> = {
	a: 7,
	b: 8,
	t: 9,
	n: 10,
	v: 11,
	f: 12,
	r: 13,
	e: 27,
};

function hexadecimal(scanner: Scanner, digits: RegExp, count: number): number {
	const found = scanner.takeMatch(digits);
	if (found.length !== count)
		throw scanner.error(`\\${count === 2 ? "x" : "u"} needs ${count} hexadecimal digits`);
	return Number.parseInt(found, 16);
}

/** The unit of an escape for one character; the scanner is after the backslash. */
export function escapedUnit(scanner: Scanner): number {
	const start = scanner.at - 1;
	const octal = scanner.takeMatch(/[0-7]{1,3}/y);
	if (octal !== "") return Number.parseInt(octal, 8) & 0xff;
	const character = scanner.peek();
	if (character === "") throw scanner.error("The pattern ends in a backslash", start);
	scanner.at++;
	if (character === "x") return hexadecimal(scanner, /[0-9A-Fa-f]{0,2}/y, 2);
	if (character === "u") return hexadecimal(scanner, /[0-9A-Fa-f]{0,4}/y, 4);
	if (character === "c") {
		const control = scanner.peek().toUpperCase().charCodeAt(0) - 64;
		if (!(control >= 0 && control < 32)) throw scanner.error("\\c needs a control letter, such as \\cM");
		scanner.at++;
		return control;
	}
	const control = controlEscapes[character];
	if (control !== undefined) return control;
	if (isWord(character.charCodeAt(0))) throw scanner.error(`\\${character} is not an escape in .NET`, start);
	return character.charCodeAt(0);
}

function not(test: (unit: number) => boolean): SetPart {
	return (unit) => !test(unit);
}

/** The set of an escape such as `\d` or `\p{Lu}`; null (and nothing read) when it is not a set. The scanner is after the backslash. */
export function escapedSet(scanner: Scanner, ignoreCase: boolean): SetPart | null {
	const start = scanner.at - 1;
	const letter = scanner.peek();
	const sets: Readonly<Record<string, SetPart>> = {
		d: isDigit,
		D: not(isDigit),
		w: isWord,
		W: not(isWord),
		s: isSpace,
		S: not(isSpace),
	};
	const set = sets[letter];
	if (set) {
		scanner.at++;
		return set;
	}
	if (letter !== "p" && letter !== "P") return null;
	scanner.at++;
	const name = scanner.takeMatch(/\{[\w-]+\}/y).slice(1, -1);
	if (name === "") throw scanner.error(`\\${letter} needs a name in braces, such as \\p{Lu}`, start);
	const property = propertyOf(name, ignoreCase);
	if (!property) throw scanner.error(`There is no Unicode category or block "${name}"`, start);
	return letter === "p" ? property : not(property);
}
