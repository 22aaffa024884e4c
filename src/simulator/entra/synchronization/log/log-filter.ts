import { isObject, type Json, type JsonObject } from "../../../loopback/json.ts";
import { badRequest } from "../../odata/refusal.ts";

type Condition = (entry: JsonObject) => boolean;

const tokenPattern =
	/\s*(?:('(?:[^']|'')*')|(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))|([A-Za-z_][\w/]*)|([(),]))/iy;

/**
 * A condition of `$filter` on the log: eq, contains, gt and lt, joined by and, or; all case-sensitive. Other operators are refused.
 * Throws a GraphRefusal.
 *
 * @see https://learn.microsoft.com/graph/api/provisioningobjectsummary-list
 */
export function logFilter(text: string): Condition {
	return new Parser(text).parse();
}

class Parser {
	readonly #text: string;
	readonly #tokens: readonly string[];
	#next = 0;

	constructor(text: string) {
		this.#text = text;
		const found: string[] = [];
		tokenPattern.lastIndex = 0;
		for (let end = 0; text.slice(end).trim() !== ""; end = tokenPattern.lastIndex) {
			const match = tokenPattern.exec(text);
			if (!match) throw badRequest(`Syntax error at position ${end} in '${text}'.`);
			found.push(match.slice(1).find((part) => part !== undefined) ?? "");
		}
		this.#tokens = found;
	}

	parse(): Condition {
		const condition = this.#or();
		if (this.#next < this.#tokens.length) throw this.#unexpected();
		return condition;
	}

	#or(): Condition {
		let left = this.#and();
		while (this.#take("or")) {
			const [one, other] = [left, this.#and()];
			left = (entry) => one(entry) || other(entry);
		}
		return left;
	}

	#and(): Condition {
		let left = this.#term();
		while (this.#take("and")) {
			const [one, other] = [left, this.#term()];
			left = (entry) => one(entry) && other(entry);
		}
		return left;
	}

	#term(): Condition {
		if (this.#take("(")) {
			const condition = this.#or();
			this.#expect(")");
			return condition;
		}
		if (this.#take("contains")) {
			this.#expect("(");
			const read = this.#operand();
			this.#expect(",");
			const part = this.#literal();
			this.#expect(")");
			return (entry) => String(read(entry) ?? "").includes(part);
		}
		const read = this.#operand();
		const operator = this.#word();
		if (operator === "eq") {
			const value = this.#literal();
			return (entry) => read(entry) === value || sameTime(read(entry), value);
		}
		if (operator !== "gt" && operator !== "lt") {
			throw badRequest(`The operator '${operator}' is not supported on this property in '${this.#text}'.`);
		}
		const limit = Date.parse(this.#literal());
		return (entry) => {
			const time = Date.parse(String(read(entry) ?? ""));
			return operator === "gt" ? time > limit : time < limit;
		};
	}

	/** A property, perhaps in lower case: `tolower(servicePrincipal/id)`. */
	#operand(): (entry: JsonObject) => Json | undefined {
		if (this.#take("tolower")) {
			this.#expect("(");
			const read = this.#operand();
			this.#expect(")");
			return (entry) => String(read(entry) ?? "").toLowerCase();
		}
		const path = this.#word().split("/");
		return (entry) => path.reduce<Json | undefined>(member, entry);
	}

	#literal(): string {
		const token = this.#tokens[this.#next];
		if (token === undefined || !/^['\d]/.test(token)) throw this.#unexpected();
		this.#next++;
		return token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : token;
	}

	#word(): string {
		const token = this.#tokens[this.#next];
		if (token === undefined || !/^[A-Za-z_]/.test(token)) throw this.#unexpected();
		this.#next++;
		return token;
	}

	#take(token: string): boolean {
		if (this.#tokens[this.#next] !== token) return false;
		this.#next++;
		return true;
	}

	#expect(token: string): void {
		if (!this.#take(token)) throw this.#unexpected();
	}

	#unexpected(): Error {
		return badRequest(`Invalid filter clause: unexpected '${this.#tokens[this.#next] ?? "the end"}'.`);
	}
}

function member(value: Json | undefined, name: string): Json | undefined {
	const object = Array.isArray(value) ? value[0] : value;
	return isObject(object) ? object[name] : undefined;
}

function sameTime(value: Json | undefined, literal: string): boolean {
	return /^\d{4}-\d\d-\d\dT/.test(literal) && Date.parse(String(value)) === Date.parse(literal);
}
