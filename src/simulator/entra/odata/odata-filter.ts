import type { Json, JsonObject } from "../../loopback/json.ts";
import { badRequest, unsupportedQuery } from "./refusal.ts";

type Operator = "eq" | "ne" | "gt" | "ge" | "lt" | "le";
type Text = "startswith" | "endswith";
type Literal = string | number | boolean | null;

/** The part of OData's `$filter` that Graph supports on directory objects, as a tree. */
export type ODataFilter =
	| {
			readonly kind: "compare";
			readonly property: string;
			readonly operator: Operator;
			readonly value: Literal;
	  }
	| { readonly kind: "in"; readonly property: string; readonly values: readonly Literal[] }
	| { readonly kind: "text"; readonly property: string; readonly how: Text; readonly value: string }
	| { readonly kind: "and" | "or"; readonly left: ODataFilter; readonly right: ODataFilter }
	| { readonly kind: "not"; readonly filter: ODataFilter };

const operators: readonly string[] = ["eq", "ne", "gt", "ge", "lt", "le"];
const isOperator = (word: string): word is Operator => operators.includes(word);

const tokenPattern =
	/\s*(?:('(?:[^']|'')*')|(\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{8}-[0-9a-f-]{27})|(-?\d+)(?!\w)|([A-Za-z_][\w/]*)|([(),]))/iy;

interface Token {
	readonly kind: "string" | "number" | "word" | "mark";
	readonly text: string;
}

function tokens(text: string): Token[] {
	const found: Token[] = [];
	tokenPattern.lastIndex = 0;
	let end = 0;
	while (text.slice(end).trim() !== "") {
		const match = tokenPattern.exec(text);
		if (!match) throw badRequest(`Syntax error at position ${end} in '${text}'.`);
		end = tokenPattern.lastIndex;
		const [, quoted, bare, number, word, mark] = match;
		if (quoted !== undefined) found.push({ kind: "string", text: quoted.slice(1, -1).replaceAll("''", "'") });
		else if (bare !== undefined) found.push({ kind: "string", text: bare });
		else if (number !== undefined) found.push({ kind: "number", text: number });
		else if (word !== undefined) found.push({ kind: "word", text: word });
		else if (mark !== undefined) found.push({ kind: "mark", text: mark });
	}
	return found;
}

class Parser {
	readonly #tokens: readonly Token[];
	readonly #text: string;
	#next = 0;

	constructor(text: string) {
		this.#text = text;
		this.#tokens = tokens(text);
	}

	parse(): ODataFilter {
		const filter = this.#or();
		if (this.#next < this.#tokens.length) throw this.#unexpected();
		return filter;
	}

	#or(): ODataFilter {
		let left = this.#and();
		while (this.#word("or")) left = { kind: "or", left, right: this.#and() };
		return left;
	}

	#and(): ODataFilter {
		let left = this.#term();
		while (this.#word("and")) left = { kind: "and", left, right: this.#term() };
		return left;
	}

	#term(): ODataFilter {
		if (this.#word("not")) return { kind: "not", filter: this.#term() };
		if (this.#mark("(")) {
			const filter = this.#or();
			this.#expect(")");
			return filter;
		}
		const name = this.#name();
		if (this.#mark("(")) return this.#call(name.toLowerCase());
		if (this.#word("in")) return { kind: "in", property: name, values: this.#values() };
		const operator = this.#name().toLowerCase();
		if (!isOperator(operator)) throw this.#unexpected();
		return { kind: "compare", property: name, operator, value: this.#literal() };
	}

	#call(name: string): ODataFilter {
		if (name !== "startswith" && name !== "endswith") {
			throw unsupportedQuery(`Unsupported Query: the function '${name}' is not supported in $filter.`);
		}
		const property = this.#name();
		this.#expect(",");
		const value = this.#literal();
		this.#expect(")");
		return { kind: "text", property, how: name, value: String(value) };
	}

	#values(): Literal[] {
		this.#expect("(");
		const values = [this.#literal()];
		while (this.#mark(",")) values.push(this.#literal());
		this.#expect(")");
		return values;
	}

	#literal(): Literal {
		const token = this.#tokens[this.#next];
		if (token === undefined || token.kind === "mark") throw this.#unexpected();
		this.#next++;
		if (token.kind === "string") return token.text;
		if (token.kind === "number") return Number(token.text);
		if (token.text === "true") return true;
		if (token.text === "false") return false;
		if (token.text === "null") return null;
		throw badRequest(`A value is expected in place of '${token.text}' in '${this.#text}'.`);
	}

	#name(): string {
		const token = this.#tokens[this.#next];
		if (token?.kind !== "word") throw this.#unexpected();
		this.#next++;
		return token.text;
	}

	#word(word: string): boolean {
		const token = this.#tokens[this.#next];
		if (token?.kind !== "word" || token.text.toLowerCase() !== word) return false;
		this.#next++;
		return true;
	}

	#mark(mark: string): boolean {
		const token = this.#tokens[this.#next];
		if (token?.kind !== "mark" || token.text !== mark) return false;
		this.#next++;
		return true;
	}

	#expect(mark: string): void {
		if (!this.#mark(mark)) throw this.#unexpected();
	}

	#unexpected(): Error {
		const found = this.#tokens[this.#next]?.text ?? "the end";
		return badRequest(`Invalid filter clause: unexpected '${found}' in '${this.#text}'.`);
	}
}

/** Parses `$filter`. Throws a GraphRefusal. */
export function parseODataFilter(text: string): ODataFilter {
	return new Parser(text).parse();
}

/** True when Graph answers the filter only as an advanced query (ConsistencyLevel: eventual with $count=true). */
export function isAdvanced(filter: ODataFilter): boolean {
	switch (filter.kind) {
		case "and":
		case "or":
			return isAdvanced(filter.left) || isAdvanced(filter.right);
		case "not":
			return true;
		case "text":
			return filter.how === "endswith";
		case "compare":
			return filter.operator === "ne" || (filter.operator === "eq" && filter.value === null);
		case "in":
			return false;
	}
}

/** The names of properties that a filter reads. */
export function propertiesOf(filter: ODataFilter): string[] {
	switch (filter.kind) {
		case "and":
		case "or":
			return [...propertiesOf(filter.left), ...propertiesOf(filter.right)];
		case "not":
			return propertiesOf(filter.filter);
		default:
			return [filter.property];
	}
}

/** Whether an object with these properties matches. Compares strings case-insensitively, like Graph. */
export function fits(object: JsonObject, filter: ODataFilter): boolean {
	switch (filter.kind) {
		case "and":
			return fits(object, filter.left) && fits(object, filter.right);
		case "or":
			return fits(object, filter.left) || fits(object, filter.right);
		case "not":
			return !fits(object, filter.filter);
		case "in":
			return filter.values.some((value) => compare(object[filter.property], "eq", value));
		case "text": {
			const value = object[filter.property];
			if (typeof value !== "string") return false;
			const [text, part] = [value.toLowerCase(), filter.value.toLowerCase()];
			return filter.how === "startswith" ? text.startsWith(part) : text.endsWith(part);
		}
		case "compare":
			return compare(object[filter.property], filter.operator, filter.value);
	}
}

function compare(value: Json = null, operator: Operator, literal: Literal): boolean {
	const left = typeof value === "string" ? value.toLowerCase() : value;
	const right = typeof literal === "string" ? literal.toLowerCase() : literal;
	if (operator === "eq") return left === right;
	if (operator === "ne") return left !== right;
	if (left === null || right === null || typeof left !== typeof right) return false;
	if (operator === "gt") return left > right;
	if (operator === "ge") return left >= right;
	if (operator === "lt") return left < right;
	return left <= right;
}
