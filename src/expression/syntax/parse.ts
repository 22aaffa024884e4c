import { integerValue } from "../value/value.ts";
import type { Ast, ComparisonOperator, Node, NumberNode } from "./ast.ts";
import { ExpressionSyntaxError, type SyntaxErrorCode } from "./errors.ts";
import { unquote } from "./literal.ts";
import type { Span } from "./span.ts";
import { strayCharacter } from "./stray-character.ts";
import { type Token, tokenize } from "./tokens.ts";

/** The maximum nesting of calls. Entra publishes no limit; this is more than anyone can read, and fits the stack. */
export const deepestNesting = 256;

const comparisonOperators: readonly string[] = ["=", "<>", ">", ">=", "<", "<="];

function isComparisonOperator(text: string): text is ComparisonOperator {
	return comparisonOperators.includes(text);
}

/** A token as named in messages. */
function named(token: Token): string {
	return token.text.length > 20 ? `${token.text.slice(0, 20)}…` : token.text;
}

class Parser {
	readonly #text: string;
	readonly #tokens: readonly Token[];
	#at = 0;
	#depth = 0;

	constructor(text: string) {
		this.#text = text;
		this.#tokens = tokenize(text).filter((token) => token.kind !== "space");
	}

	parse(): Node {
		if (this.#tokens.length === 0)
			throw this.#error("EmptyExpression", "The expression is empty", this.#end());
		const root = this.#argument();
		const rest = this.#peek();
		if (rest) {
			if (rest.kind === "invalid") throw this.#unreadable(rest);
			throw this.#error("TextAfterExpression", `The expression ends before "${named(rest)}"`, rest);
		}
		return root;
	}

	#peek(): Token | undefined {
		return this.#tokens[this.#at];
	}

	#end(): Span {
		return { start: this.#text.length, end: this.#text.length };
	}

	#error(code: SyntaxErrorCode, message: string, span: Span): ExpressionSyntaxError {
		return new ExpressionSyntaxError(code, message, this.#text, span);
	}

	/** A term, or two compared. */
	#argument(): Node {
		const left = this.#term();
		const operator = this.#peek();
		if (operator?.kind !== "operator" || !isComparisonOperator(operator.text)) return left;
		this.#at++;
		const right = this.#term();
		const second = this.#peek();
		if (second?.kind === "operator") {
			throw this.#error("UnexpectedToken", "A condition compares two values only; nest IIF for more", second);
		}
		return { kind: "comparison", operator: operator.text, left, right, start: left.start, end: right.end };
	}

	#term(): Node {
		const token = this.#peek();
		if (!token)
			throw this.#error("UnexpectedEnd", "The expression ends where a value is expected", this.#end());
		this.#at++;
		const { start, end } = token;
		switch (token.kind) {
			case "function":
				return this.#call(token);
			case "string":
				return { kind: "text", value: unquote(token.text), start, end };
			case "attribute": {
				const name = token.text.slice(1, -1).trim();
				if (name === "") throw this.#error("EmptyAttribute", "An attribute has a name: [displayName]", token);
				return { kind: "attribute", name, start, end };
			}
			case "number":
				return this.#number(token);
			case "word":
				return { kind: "word", name: token.text, start, end };
			case "invalid":
				throw this.#unreadable(token);
			default:
				if (token.text === "=" && this.#tokens[this.#at - 2]?.text === "=") {
					throw this.#error("UnexpectedToken", "Equal is written with one =", token);
				}
				throw this.#error("UnexpectedToken", `Expected a value instead of "${named(token)}"`, token);
		}
	}

	#unreadable(token: Token): ExpressionSyntaxError {
		const first = token.text[0];
		if (first === '"') {
			const escaped = token.text.includes('\\"')
				? ' (the quote of \\" belongs to the string: a backslash is \\\\)'
				: "";
			const message = `The string that starts here has no closing quote (")${escaped}`;
			return this.#error("UnterminatedString", message, token);
		}
		if (first === "[") {
			return this.#error(
				"UnterminatedAttribute",
				"The attribute that starts here has no closing bracket (])",
				token,
			);
		}
		return this.#error("UnexpectedCharacter", strayCharacter(token.text), token);
	}

	#number(token: Token): NumberNode {
		const { text, start, end } = token;
		const next = this.#peek();
		if (
			next &&
			next.start === end &&
			(next.kind === "word" || next.kind === "number" || next.kind === "function")
		) {
			throw this.#error("InvalidNumber", `"${named(token)}${named(next)}" is not a number`, {
				start,
				end: next.end,
			});
		}
		if (/^&h/iu.test(text)) {
			const value = integerValue(BigInt(`0x${text.slice(2)}`));
			return { kind: "number", value, source: `&H${text.slice(2).toUpperCase()}`, start, end };
		}
		const value = text.includes(".") ? Number(text) : integerValue(BigInt(text));
		return { kind: "number", value, source: text, start, end };
	}

	/** The arguments of a call, after its name. */
	#call(name: Token): Node {
		const open = this.#peek();
		this.#at++;
		if (++this.#depth > deepestNesting) {
			throw this.#error("NestedTooDeeply", `Calls can nest up to ${deepestNesting} levels`, name);
		}
		const nodes: Node[] = [];
		let reached = open?.end ?? name.end;
		let expectsMore = false;
		for (;;) {
			const token = this.#peek();
			if (!token) {
				throw this.#error("UnexpectedEnd", `The call of ${name.text} has no closing parenthesis`, name);
			}
			if (token.kind === "close") {
				if (expectsMore) nodes.push({ kind: "omitted", start: reached, end: token.start });
				this.#at++;
				this.#depth--;
				return {
					kind: "call",
					name: name.text,
					nameSpan: { start: name.start, end: name.end },
					arguments: nodes,
					start: name.start,
					end: token.end,
				};
			}
			if (token.kind === "comma") {
				nodes.push({ kind: "omitted", start: reached, end: token.start });
				this.#at++;
				reached = token.end;
				expectsMore = true;
				continue;
			}
			nodes.push(this.#argument());
			expectsMore = false;
			const after = this.#peek();
			if (after?.kind === "comma") {
				this.#at++;
				reached = after.end;
				expectsMore = true;
			} else if (after && after.kind !== "close") {
				if (after.kind === "invalid") throw this.#unreadable(after);
				if (/^(?:and|or)$/iu.test(after.text)) {
					const message = `${after.text.toUpperCase()} doesn't exist: nest IIF`;
					throw this.#error("UnexpectedToken", message, after);
				}
				throw this.#error("UnexpectedToken", `Expected a comma or ")" before "${named(after)}"`, after);
			}
		}
	}
}

/**
 * Parses an expression of any length; calls nest up to {@link deepestNesting} levels.
 *
 * @throws {ExpressionSyntaxError} with the position, when the text is not an expression.
 */
export function parse(text: string): Ast {
	return { text, root: new Parser(text).parse() };
}
