import type { Span } from "./span.ts";

/** The kind of a token. `invalid` is a character, an open string or an open attribute that cannot be read. */
export type TokenKind =
	| "function"
	| "attribute"
	| "string"
	| "number"
	| "word"
	| "operator"
	| "open"
	| "close"
	| "comma"
	| "space"
	| "invalid";

/** A piece of an expression. The tokens of a text cover it without gaps. */
export type Token = Span & { readonly kind: TokenKind; readonly text: string };

const space = /[\s\ufeff]+/uy;
const word = /[\p{L}_][\p{L}\p{N}_]*/uy;
const number = /&[Hh][0-9A-Fa-f]+|-?(?:\d+(?:\.\d+)?|\.\d+)/uy;
const operator = /<>|>=|<=|=|>|</uy;

function lengthOf(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0].length ?? 0;
}

/** The end of a string that opens at `at`, after its closing quote; or -1 when it never closes. */
function endOfString(text: string, at: number): number {
	for (let end = at + 1; end < text.length; end++) {
		const character = text[end];
		if (character === "\\" && (text[end + 1] === "\\" || text[end + 1] === '"')) end++;
		else if (character === '"') return end + 1;
	}
	return -1;
}

/** No attribute's name is longer; the limit keeps reading fast when a bracket is left open. */
const longestAttribute = 1024;

/** The end of an attribute that opens at `at`, after its closing bracket (inner brackets pair up); or -1. */
function endOfAttribute(text: string, at: number): number {
	let depth = 0;
	for (let end = at; end < text.length && end < at + longestAttribute; end++) {
		const character = text[end];
		if (character === "[") depth++;
		else if (character === "]" && --depth === 0) return end + 1;
	}
	return -1;
}

/** The end of an attribute that never closes, for highlighting: the end of its name. */
function endOfOpenAttribute(text: string, at: number): number {
	let end = at + 1;
	while (end < text.length && !',()"\r\n'.includes(text[end] ?? "")) end++;
	return end;
}

/**
 * Splits any text into tokens; never fails. What can't be read becomes `invalid`: an open string extends to the end,
 * an open attribute to the next comma, parenthesis, quote or line end.
 */
export function tokenize(text: string): readonly Token[] {
	const tokens: Token[] = [];
	let at = 0;
	const take = (kind: TokenKind, end: number) => {
		tokens.push({ kind, start: at, end, text: text.slice(at, end) });
		at = end;
	};
	while (at < text.length) {
		const character = text[at] ?? "";
		if (character === '"') {
			const end = endOfString(text, at);
			take(end < 0 ? "invalid" : "string", end < 0 ? text.length : end);
		} else if (character === "[") {
			const end = endOfAttribute(text, at);
			take(end < 0 ? "invalid" : "attribute", end < 0 ? endOfOpenAttribute(text, at) : end);
		} else if (character === "(") take("open", at + 1);
		else if (character === ")") take("close", at + 1);
		else if (character === ",") take("comma", at + 1);
		else {
			const blank = lengthOf(space, text, at);
			const digits = lengthOf(number, text, at);
			const name = lengthOf(word, text, at);
			const sign = lengthOf(operator, text, at);
			if (blank > 0) take("space", at + blank);
			else if (digits > 0) take("number", at + digits);
			else if (name > 0) {
				const end = at + name;
				const called = text[end + lengthOf(space, text, end)] === "(";
				take(called ? "function" : "word", end);
			} else if (sign > 0) take("operator", at + sign);
			else take("invalid", at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1));
		}
	}
	return tokens;
}
