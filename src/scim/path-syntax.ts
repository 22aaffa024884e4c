import { type Comparison, comparisons, type FilterValue, type ValueFilter } from "./value-filter.ts";

export type PathErrorCode =
	| "invalid-path" // the text is not a path of RFC 7644 §3.10
	| "undetermined"; // the filter does not say what a new element looks like

/** A target path that cannot be read or written. The message shows the place with a caret. */
export class PathError extends Error {
	override readonly name = "PathError";
	readonly code: PathErrorCode;
	readonly path: string;
	/** What is wrong, without the place. */
	readonly problem: string;
	/** Offset in `path`, from 0. */
	readonly position: number;

	constructor(code: PathErrorCode, path: string, position: number, problem: string) {
		super(`${problem}, at column ${position + 1}:\n  ${path}\n  ${" ".repeat(position)}^`);
		this.code = code;
		this.path = path;
		this.problem = problem;
		this.position = position;
	}
}

/** Where a value goes in a resource (RFC 7644 §3.10): `[urn:][attribute][filter][.subAttribute]`. */
export type TargetPath = {
	/** The schema named in front, or null. */
	readonly schema: string | null;
	/** The attribute; for a path that is a schema alone (`urn:…:User`), that schema, since it is the resource's key. */
	readonly attribute: string;
	readonly filter: ValueFilter | null;
	readonly subAttribute: string | null;
};

const name = /[A-Za-z$][\w$-]*/y;
const dottedName = /[A-Za-z$][\w$-]*(?:\.[A-Za-z$][\w$-]*)*/y;
const urn = /urn:[^[\]"\s]*/iy;
const word = /[A-Za-z]+/y;
const space = /\s*/y;
const string = /"(?:[^"\\]|\\.)*"/sy;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const version = /^\d+(?:\.\d+)*$/;
const deepest = 100;

/** Reads a path. Throws `PathError` with the position. */
export function readPath(text: string): TargetPath {
	return new PathReader(text).path();
}

class PathReader {
	readonly #text: string;
	#position = 0;
	#depth = 0;

	constructor(text: string) {
		this.#text = text;
	}

	path(): TargetPath {
		const prefix = this.#take(urn);
		const { schema, attribute, dotted } =
			prefix === undefined
				? { schema: null, attribute: this.#expect(name, "an attribute name"), dotted: null }
				: this.#splitUrn(prefix);
		const filter = dotted === null && this.#takeText("[") ? this.#bracketed() : null;
		const subAttribute = dotted ?? (this.#takeText(".") ? this.#expect(name, "a sub-attribute") : null);
		if (this.#position < this.#text.length) this.#fail("the path should end here");
		return { schema, attribute, filter, subAttribute };
	}

	/** `urn:…:2.0:User:manager.value`: the version holds a dot too, so the attribute is what follows the last colon. */
	#splitUrn(prefix: string): { schema: string | null; attribute: string; dotted: string | null } {
		const colon = prefix.lastIndexOf(":");
		const schema = prefix.slice(0, colon);
		const last = prefix.slice(colon + 1);
		const start = this.#position - last.length;
		const isSchemaAlone = version.test(schema.slice(schema.lastIndexOf(":") + 1)) && !last.includes(".");
		if (isSchemaAlone && this.#position === this.#text.length) {
			return { schema: null, attribute: prefix, dotted: null };
		}
		const [attribute = "", dotted, ...more] = last.split(".");
		for (const part of [attribute, ...(dotted === undefined ? [] : [dotted])]) {
			if (!/^[A-Za-z$][\w$-]*$/.test(part)) this.#fail("an attribute name should follow the schema", start);
		}
		if (more.length > 0) this.#fail("a path has at most one sub-attribute", start);
		return { schema, attribute, dotted: dotted ?? null };
	}

	#bracketed(): ValueFilter {
		const filter = this.#or();
		if (!this.#takeText("]")) this.#fail('"]" should close the filter');
		return filter;
	}

	#or(): ValueFilter {
		let left = this.#and();
		while (this.#takeWord("or")) left = { type: "or", left, right: this.#and() };
		return left;
	}

	#and(): ValueFilter {
		let left = this.#condition();
		while (this.#takeWord("and")) left = { type: "and", left, right: this.#condition() };
		return left;
	}

	#condition(): ValueFilter {
		this.#take(space);
		const start = this.#position;
		if (this.#takeWord("not")) {
			if (this.#takeText("(")) return { type: "not", filter: this.#parenthesised() };
			this.#position = start;
		}
		if (this.#takeText("(")) return this.#parenthesised();
		const attribute = this.#expect(dottedName, "an attribute to compare");
		this.#take(space);
		const operatorAt = this.#position;
		const written = this.#take(word)?.toLowerCase() ?? "";
		if (written === "pr") return { type: "present", attribute };
		const operator = comparisons.find((one) => one === written);
		if (!operator) this.#fail(`one of ${comparisons.join(", ")} or pr is expected here`, operatorAt);
		this.#take(space);
		return comparison(attribute, operator, this.#value());
	}

	#parenthesised(): ValueFilter {
		this.#depth += 1;
		if (this.#depth > deepest) this.#fail("the filter is nested too deeply");
		const filter = this.#or();
		if (!this.#takeText(")")) this.#fail('")" should close the parenthesis');
		this.#depth -= 1;
		return filter;
	}

	#value(): FilterValue {
		const start = this.#position;
		const quoted = this.#take(string);
		if (quoted !== undefined) return this.#unquoted(quoted, start);
		const digits = this.#take(number);
		if (digits !== undefined) return Number(digits);
		switch (this.#take(word)?.toLowerCase()) {
			case "true":
				return true;
			case "false":
				return false;
			case "null":
				return null;
			default:
				return this.#fail('a value is expected here: "text", a number, true, false or null', start);
		}
	}

	#unquoted(quoted: string, start: number): string {
		try {
			return String(JSON.parse(quoted));
		} catch {
			return this.#fail("this text is not a JSON string", start);
		}
	}

	#take(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.#position;
		const found = pattern.exec(this.#text)?.[0];
		if (found !== undefined) this.#position += found.length;
		return found;
	}

	#expect(pattern: RegExp, what: string): string {
		return this.#take(pattern) ?? this.#fail(`${what} is expected here`);
	}

	#takeText(text: string): boolean {
		const start = this.#position;
		if (text !== "." && text !== "[") this.#take(space);
		if (this.#text.startsWith(text, this.#position)) {
			this.#position += text.length;
			return true;
		}
		this.#position = start;
		return false;
	}

	#takeWord(text: string): boolean {
		const start = this.#position;
		this.#take(space);
		if (this.#take(word)?.toLowerCase() === text) return true;
		this.#position = start;
		return false;
	}

	#fail(problem: string, position = this.#position): never {
		throw new PathError("invalid-path", this.#text, position, problem[0]?.toUpperCase() + problem.slice(1));
	}
}

/** Entra writes the boolean of `primary` as text. */
function comparison(attribute: string, operator: Comparison, value: FilterValue): ValueFilter {
	const isPrimary = attribute.toLowerCase() === "primary" && typeof value === "string";
	const boolean = isPrimary ? { true: true, false: false }[value.toLowerCase()] : undefined;
	return { type: "compare", attribute, operator, value: boolean ?? value };
}
