import { findFunction } from "./functions/registry.ts";
import { type Token, type TokenKind, tokenize } from "./syntax/tokens.ts";

/** A token's kind for highlighting: `unknown` is a function that does not exist, `unmatched` a parenthesis without partner. */
export type HighlightKind = TokenKind | "unknown" | "unmatched";

export type Highlight = Omit<Token, "kind"> & { readonly kind: HighlightKind };

/** The parentheses that belong together, by the index of their tokens. */
function partners(tokens: readonly Token[]): ReadonlyMap<number, number> {
	const pairs = new Map<number, number>();
	const open: number[] = [];
	for (const [index, { kind }] of tokens.entries()) {
		if (kind === "open") open.push(index);
		const partner = kind === "close" ? open.pop() : undefined;
		if (partner === undefined) continue;
		pairs.set(partner, index);
		pairs.set(index, partner);
	}
	return pairs;
}

/** Any text, valid or not, in pieces to highlight; they cover it without gaps. Never fails. */
export function highlight(text: string): readonly Highlight[] {
	const tokens = tokenize(text);
	const pairs = partners(tokens);
	return tokens.map((token, index): Highlight => {
		if (token.kind === "function" && !findFunction(token.text)) return { ...token, kind: "unknown" };
		const isParenthesis = token.kind === "open" || token.kind === "close";
		return isParenthesis && !pairs.has(index) ? { ...token, kind: "unmatched" } : token;
	});
}

/** Two brackets that belong together, by the offset of each. */
export type BracketPair = { readonly open: number; readonly close: number };

/**
 * The pair at the cursor: a parenthesis or an attribute's bracket at `offset`, otherwise the one before it.
 * Undefined if there is none, or it has no partner.
 */
export function bracketAt(text: string, offset: number): BracketPair | undefined {
	const tokens = tokenize(text);
	const pairs = partners(tokens);
	for (const at of [offset, offset - 1]) {
		const index = tokens.findIndex(({ start, end }) => start <= at && at < end);
		const token = tokens[index];
		if (!token) continue;
		const touchesEdge = at === token.start || at === token.end - 1;
		if (token.kind === "attribute" && touchesEdge) return { open: token.start, close: token.end - 1 };
		const partner = tokens[pairs.get(index) ?? -1];
		if (!partner) continue;
		return token.kind === "open"
			? { open: token.start, close: partner.start }
			: { open: partner.start, close: token.start };
	}
	return undefined;
}
