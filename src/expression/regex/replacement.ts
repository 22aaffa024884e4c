import type { Match, Regex } from "./regex.ts";

/** A piece of a replacement: literal text, a group's text, or the text around the match. */
type Piece = string | { readonly group: number } | { readonly around: "before" | "after" | "all" };

/** What replaces a match: `$1`, `${name}`, `$$`, `$&`, `` $` ``, `$'`, `$+`, `$_`, as .NET reads them. */
export type Replacement = (match: Match, input: string) => string;

function groupPiece(regex: Regex, name: string): Piece | null {
	const group = regex.groupNumber(name);
	return group === undefined ? null : { group };
}

/** The piece after a `$` and its length; null when the `$` is literal. */
function substitution(regex: Regex, rest: string): { readonly piece: Piece; readonly length: number } | null {
	const named = /^\{(\w+)\}/u.exec(rest);
	const digits = /^\d+/u.exec(rest)?.[0] ?? "";
	if (named) {
		const piece = groupPiece(regex, named[1] ?? "");
		return piece === null ? null : { piece, length: named[0].length };
	}
	if (digits !== "") {
		const piece = groupPiece(regex, digits);
		return piece === null ? null : { piece, length: digits.length };
	}
	switch (rest[0]) {
		case "$":
			return { piece: "$", length: 1 };
		case "&":
			return { piece: { group: 0 }, length: 1 };
		case "`":
			return { piece: { around: "before" }, length: 1 };
		case "'":
			return { piece: { around: "after" }, length: 1 };
		case "_":
			return { piece: { around: "all" }, length: 1 };
		case "+":
			return { piece: { group: regex.groups.numbers.at(-1) ?? 0 }, length: 1 };
		default:
			return null;
	}
}

function textOf(piece: Piece, match: Match, input: string): string {
	if (typeof piece === "string") return piece;
	if ("group" in piece) {
		const range = match.group(piece.group);
		return range ? input.slice(range[0], range[1]) : "";
	}
	if (piece.around === "before") return input.slice(0, match.start);
	return piece.around === "after" ? input.slice(match.end) : input;
}

/**
 * Reads a replacement pattern for a regular expression. A reference to a group that does not exist stays literal.
 *
 * @see https://learn.microsoft.com/dotnet/standard/base-types/substitutions-in-regular-expressions
 */
export function parseReplacement(pattern: string, regex: Regex): Replacement {
	const pieces: Piece[] = [];
	let plainFrom = 0;
	for (let at = pattern.indexOf("$"); at >= 0; at = pattern.indexOf("$", at)) {
		const found = substitution(regex, pattern.slice(at + 1, at + 200));
		if (found) {
			pieces.push(pattern.slice(plainFrom, at), found.piece);
			plainFrom = at + 1 + found.length;
		}
		at = found ? plainFrom : at + 1;
	}
	pieces.push(pattern.slice(plainFrom));
	return (match, input) => pieces.map((piece) => textOf(piece, match, input)).join("");
}
