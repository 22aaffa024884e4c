import { ScimRefusal } from "./refusal.ts";

/** A comparison of RFC 7644 §3.4.2.2. */
export type Comparison = "eq" | "ne" | "co" | "sw" | "ew" | "gt" | "ge" | "lt" | "le";

/** A value to compare with. */
export type Literal = string | number | boolean | null;

/** An attribute, optionally with a sub-attribute and a schema. */
export interface AttributePath {
	/** The schema, if the path names one other than the core User schema. */
	readonly urn?: string;
	readonly attribute: string;
	readonly sub?: string;
}

/** A filter as a tree. */
export type Filter =
	| {
			readonly kind: "compare";
			readonly path: AttributePath;
			readonly operator: Comparison;
			readonly value: Literal;
	  }
	| { readonly kind: "present"; readonly path: AttributePath }
	| { readonly kind: "value-path"; readonly path: AttributePath; readonly filter: Filter }
	| { readonly kind: "and" | "or"; readonly left: Filter; readonly right: Filter }
	| { readonly kind: "not"; readonly filter: Filter };

/** The path of a PATCH operation (RFC 7644 §3.5.2): an attribute, a filter for its values, and a sub-attribute. */
export interface PatchPath {
	readonly urn?: string;
	/** Empty when the path is a schema URN alone. */
	readonly attribute: string;
	readonly filter?: Filter;
	readonly sub?: string;
}

const coreUser = "urn:ietf:params:scim:schemas:core:2.0:user";

/** URNs of whole schemas: a path may be one of them alone. */
const schemas = [coreUser, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user"];

const comparisons: readonly string[] = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

const isComparison = (word: string): word is Comparison => comparisons.includes(word);

type Token =
	| { readonly kind: "word" | "mark" | "end"; readonly text: string; readonly at: number }
	| { readonly kind: "literal"; readonly value: Literal; readonly text: string; readonly at: number };

const tokenPattern =
	/\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w])|([A-Za-z_$][\w$:.-]*)|([()[\].]))/y;

type Fail = (message: string) => ScimRefusal;

function tokens(text: string, fail: Fail): Token[] {
	const found: Token[] = [];
	tokenPattern.lastIndex = 0;
	let end = 0;
	while (text.slice(end).trim() !== "") {
		const match = tokenPattern.exec(text);
		if (!match) throw fail(`unexpected character at position ${end + 1}`);
		const [whole, quoted, number, word, mark] = match;
		const at = end + whole.length - whole.trimStart().length;
		end = tokenPattern.lastIndex;
		if (quoted !== undefined) found.push({ kind: "literal", value: unquote(quoted, fail), text: quoted, at });
		else if (number !== undefined) found.push({ kind: "literal", value: Number(number), text: number, at });
		else if (word !== undefined) found.push({ kind: "word", text: word, at });
		else if (mark !== undefined) found.push({ kind: "mark", text: mark, at });
	}
	found.push({ kind: "end", text: "the end", at: text.length });
	return found;
}

function unquote(quoted: string, fail: Fail): string {
	try {
		const value: unknown = JSON.parse(quoted);
		return String(value);
	} catch {
		throw fail(`${quoted} is not a JSON string`);
	}
}

class Parser {
	readonly #tokens: Token[];
	readonly #fail: Fail;
	#next = 0;

	constructor(text: string, fail: Fail) {
		this.#tokens = tokens(text, fail);
		this.#fail = fail;
	}

	filter(): Filter {
		const filter = this.#or();
		this.#expectEnd();
		return filter;
	}

	patchPath(): PatchPath {
		const path = this.#attribute();
		let filter: Filter | undefined;
		let sub = path.sub;
		if (this.#take("[")) {
			filter = this.#or();
			this.#expect("]");
			if (this.#take(".")) sub = this.#word();
		}
		this.#expectEnd();
		return {
			...(path.urn === undefined ? {} : { urn: path.urn }),
			attribute: path.attribute,
			...(filter === undefined ? {} : { filter }),
			...(sub === undefined ? {} : { sub }),
		};
	}

	#or(): Filter {
		let left = this.#and();
		while (this.#takeWord("or")) left = { kind: "or", left, right: this.#and() };
		return left;
	}

	#and(): Filter {
		let left = this.#term();
		while (this.#takeWord("and")) left = { kind: "and", left, right: this.#term() };
		return left;
	}

	#term(): Filter {
		if (this.#peekWord("not") && this.#tokens[this.#next + 1]?.text === "(") {
			this.#next += 2;
			const filter = this.#or();
			this.#expect(")");
			return { kind: "not", filter };
		}
		if (this.#take("(")) {
			const filter = this.#or();
			this.#expect(")");
			return filter;
		}
		const path = this.#attribute();
		if (this.#take("[")) return this.#valuePath(path);
		if (this.#takeWord("pr")) return { kind: "present", path };
		const operator = this.#word().toLowerCase();
		if (!isComparison(operator)) throw this.#fail(`unknown operator ${operator}`);
		return { kind: "compare", path, operator, value: this.#literal() };
	}

	/** `emails[type eq "work"]`, or `emails[type eq "work"].value eq "…"`, which Entra sends and the RFC's grammar lacks. */
	#valuePath(path: AttributePath): Filter {
		const chosen = this.#or();
		this.#expect("]");
		if (!this.#take(".")) return { kind: "value-path", path, filter: chosen };
		const sub: AttributePath = { attribute: this.#word() };
		if (this.#takeWord("pr")) {
			const right: Filter = { kind: "present", path: sub };
			return { kind: "value-path", path, filter: { kind: "and", left: chosen, right } };
		}
		const operator = this.#word().toLowerCase();
		if (!isComparison(operator)) throw this.#fail(`unknown operator ${operator}`);
		const right: Filter = { kind: "compare", path: sub, operator, value: this.#literal() };
		return { kind: "value-path", path, filter: { kind: "and", left: chosen, right } };
	}

	#attribute(): AttributePath {
		const word = this.#word();
		const lower = word.toLowerCase();
		if (!lower.startsWith("urn:")) return split(word);
		for (const schema of schemas) {
			if (lower === schema) return { urn: word, attribute: "" };
			if (!lower.startsWith(`${schema}:`)) continue;
			const path = split(word.slice(schema.length + 1));
			return schema === coreUser ? path : { urn: word.slice(0, schema.length), ...path };
		}
		const colon = word.lastIndexOf(":");
		return { urn: word.slice(0, colon), ...split(word.slice(colon + 1)) };
	}

	#literal(): Literal {
		const token = this.#tokens[this.#next];
		if (token?.kind === "literal") {
			this.#next++;
			return token.value;
		}
		if (this.#takeWord("true")) return true;
		if (this.#takeWord("false")) return false;
		if (this.#takeWord("null")) return null;
		throw this.#unexpected("a value");
	}

	#word(): string {
		const token = this.#tokens[this.#next];
		if (token?.kind !== "word") throw this.#unexpected("a name");
		this.#next++;
		return token.text;
	}

	#peekWord(word: string): boolean {
		const token = this.#tokens[this.#next];
		return token?.kind === "word" && token.text.toLowerCase() === word;
	}

	#takeWord(word: string): boolean {
		if (!this.#peekWord(word)) return false;
		this.#next++;
		return true;
	}

	#take(mark: string): boolean {
		const token = this.#tokens[this.#next];
		if (token?.kind !== "mark" || token.text !== mark) return false;
		this.#next++;
		return true;
	}

	#expect(mark: string): void {
		if (!this.#take(mark)) throw this.#unexpected(mark);
	}

	#expectEnd(): void {
		if (this.#tokens[this.#next]?.kind !== "end") throw this.#unexpected("the end");
	}

	#unexpected(expected: string): ScimRefusal {
		const token = this.#tokens[this.#next];
		return this.#fail(`expected ${expected}, found ${token?.text} at position ${(token?.at ?? 0) + 1}`);
	}
}

function split(name: string): AttributePath {
	const [attribute = "", sub] = name.split(".", 2);
	return sub === undefined ? { attribute } : { attribute, sub };
}

/** Parses a filter (RFC 7644 §3.4.2.2). Throws a ScimRefusal `invalidFilter`. */
export function parseFilter(text: string): Filter {
	return new Parser(
		text,
		(message) => new ScimRefusal(400, "invalidFilter", `Invalid filter: ${message}`),
	).filter();
}

/** Parses the path of a PATCH operation. Throws a ScimRefusal `invalidPath`. */
export function parsePatchPath(text: string): PatchPath {
	return new Parser(
		text,
		(message) => new ScimRefusal(400, "invalidPath", `Invalid path ${text}: ${message}`),
	).patchPath();
}
