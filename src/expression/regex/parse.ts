import { PatternError } from "./errors.ts";
import { escapedSet, escapedUnit, Scanner } from "./escapes.ts";
import { parseSet } from "./parse-set.ts";
import type { Groups, PatternNode, Place } from "./syntax.ts";
import { unitSet } from "./unit-set.ts";

/** Inline options: ignore case, multi-line, explicit capture, single-line, ignore pattern white space. */
type Options = {
	readonly i: boolean;
	readonly m: boolean;
	readonly n: boolean;
	readonly s: boolean;
	readonly x: boolean;
};

const noOptions: Options = { i: false, m: false, n: false, s: false, x: false };
const anyUnit = unitSet([[0, 0xffff]]);
const anyButNewline = unitSet([[10, 10]], { negated: true });
const deepestGroups = 200;

const nothing: PatternNode = { kind: "sequence", nodes: [] };

/** The groups found while reading: the number of unnamed ones, and the names and numbers of the others, in order. */
class GroupList {
	#unnamed = 0;
	readonly #numbers = new Set<number>([0]);
	readonly #names = new Set<string>();

	addUnnamed(): number {
		this.#numbers.add(++this.#unnamed);
		return this.#unnamed;
	}

	add(name: string): void {
		if (/^\d+$/u.test(name)) this.#numbers.add(Number(name));
		else this.#names.add(name);
	}

	number(): Groups {
		const numbers = new Set(this.#numbers);
		const byName = new Map<string, number>();
		let next = this.#unnamed + 1;
		for (const name of this.#names) {
			while (numbers.has(next)) next++;
			numbers.add(next);
			byName.set(name, next);
		}
		return { numbers: [...numbers].sort((a, b) => a - b), byName };
	}
}

class PatternParser {
	readonly #scanner: Scanner;
	readonly #found = new GroupList();
	/** Undefined in the first reading, which only finds the groups. */
	readonly #groups: Groups | undefined;
	#options = noOptions;
	#depth = 0;

	constructor(pattern: string, groups?: Groups) {
		this.#scanner = new Scanner(pattern);
		this.#groups = groups;
	}

	parse(): { readonly node: PatternNode; readonly groups: Groups } {
		const node = this.#alternatives();
		if (!this.#scanner.isAtEnd) throw this.#scanner.error("This closing parenthesis closes nothing");
		return { node, groups: this.#found.number() };
	}

	#alternatives(): PatternNode {
		const nodes = this.#branches();
		return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: "alternatives", nodes };
	}

	/** Alternatives up to a closing parenthesis or the end. Options set inside end there. */
	#branches(): readonly PatternNode[] {
		const options = this.#options;
		if (++this.#depth > deepestGroups) throw this.#scanner.error("Groups nest too deeply");
		const nodes = [this.#sequence()];
		while (this.#scanner.take("|")) nodes.push(this.#sequence());
		this.#depth--;
		this.#options = options;
		return nodes;
	}

	#sequence(): PatternNode {
		const nodes: PatternNode[] = [];
		for (;;) {
			this.#skipBlank();
			const character = this.#scanner.peek();
			if (character === "" || character === "|" || character === ")") break;
			const start = this.#scanner.at;
			const node = this.#atom();
			if (node) nodes.push(this.#repeated(node));
			else if (this.#isQuantifier())
				throw this.#scanner.error("There is nothing to repeat before this", start);
		}
		return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: "sequence", nodes };
	}

	/** Comments, and with option x white space and `#` to the end of the line. */
	#skipBlank(): void {
		for (;;) {
			if (this.#options.x && this.#scanner.takeMatch(/\s+|#[^\n]*/y) !== "") continue;
			if (!this.#scanner.pattern.startsWith("(?#", this.#scanner.at)) return;
			const end = this.#scanner.pattern.indexOf(")", this.#scanner.at);
			if (end < 0) throw this.#scanner.error("The comment that starts here has no closing parenthesis");
			this.#scanner.at = end + 1;
		}
	}

	#isQuantifier(): boolean {
		return /[*+?]|\{\d+(?:,\d*)?\}/y.test(
			this.#scanner.pattern.slice(this.#scanner.at, this.#scanner.at + 24),
		);
	}

	#repeated(node: PatternNode): PatternNode {
		this.#skipBlank();
		if (!this.#isQuantifier()) return node;
		const start = this.#scanner.at;
		const sign = this.#scanner.takeMatch(/[*+?]|\{\d+(?:,\d*)?\}/y);
		let [least, most] = sign === "*" ? [0, Infinity] : sign === "+" ? [1, Infinity] : [0, 1];
		if (sign.startsWith("{")) {
			const [first = "", second] = sign.slice(1, -1).split(",");
			least = Number(first);
			most = second === undefined ? least : second === "" ? Infinity : Number(second);
		}
		if (least > most) throw this.#scanner.error("The range of repetitions runs backwards", start);
		this.#skipBlank();
		const lazy = this.#scanner.take("?");
		this.#skipBlank();
		if (this.#isQuantifier()) throw this.#scanner.error("A repetition cannot be repeated: put it in a group");
		return { kind: "repeat", node, least, most, lazy };
	}

	/** One item to match; null for an item that only sets options, or for a quantifier without an item before it. */
	#atom(): PatternNode | null {
		const scanner = this.#scanner;
		if (this.#isQuantifier()) return null;
		const character = scanner.peek();
		if (character === "(") return this.#parenthesis();
		const unit = scanner.pattern.charCodeAt(scanner.at++);
		switch (character) {
			case "[":
				return { kind: "set", set: parseSet(scanner, this.#options.i) };
			case "\\":
				return this.#escape();
			case ".":
				return { kind: "set", set: this.#options.s ? anyUnit : anyButNewline };
			case "^":
				return { kind: "place", place: this.#options.m ? "lineStart" : "start" };
			case "$":
				return { kind: "place", place: this.#options.m ? "lineEnd" : "beforeLastNewline" };
			default:
				return { kind: "unit", unit, ignoreCase: this.#options.i };
		}
	}

	#escape(): PatternNode {
		const scanner = this.#scanner;
		const places: Readonly<Record<string, Place>> = {
			A: "start",
			Z: "beforeLastNewline",
			z: "end",
			G: "searchStart",
			b: "wordBoundary",
			B: "noWordBoundary",
		};
		const place = places[scanner.peek()];
		if (place) {
			scanner.at++;
			return { kind: "place", place };
		}
		const set = escapedSet(scanner, this.#options.i);
		if (set) return { kind: "set", set: unitSet([set]) };
		const reference = this.#backreference();
		if (reference) return reference;
		return { kind: "unit", unit: escapedUnit(scanner), ignoreCase: this.#options.i };
	}

	/** `\1`, `\k<name>`, `\<name>`, `\'name'`; null when the digits are not a group's number and so are a character code. */
	#backreference(): PatternNode | null {
		const scanner = this.#scanner;
		const start = scanner.at - 1;
		const named = scanner.takeMatch(/k?(?:<\w+>|'\w+')/y);
		if (named !== "") {
			const name = named.replace(/^k?[<']|[>']$/gu, "");
			return { kind: "backreference", group: this.#groupNamed(name, start), ignoreCase: this.#options.i };
		}
		if (scanner.peek() === "k") throw scanner.error("\\k needs a group's name, such as \\k<name>", start);
		const digits = scanner.takeMatch(/[1-9]\d*/y);
		if (digits === "") return null;
		const group = Number(digits);
		const exists = this.#groups === undefined || this.#groups.numbers.includes(group);
		if (exists) return { kind: "backreference", group, ignoreCase: this.#options.i };
		if (digits.length === 1) throw scanner.error(`There is no group ${digits}`, start);
		scanner.at -= digits.length;
		return null;
	}

	#groupNamed(name: string, offset: number): number {
		if (this.#groups === undefined) return 0;
		const number = /^\d+$/u.test(name) ? Number(name) : this.#groups.byName.get(name);
		if (number !== undefined && this.#groups.numbers.includes(number)) return number;
		throw this.#scanner.error(`There is no group "${name}"`, offset);
	}

	#parenthesis(): PatternNode | null {
		const scanner = this.#scanner;
		const start = scanner.at++;
		if (!scanner.take("?")) {
			if (this.#options.n) return this.#closed(start);
			const group = this.#found.addUnnamed();
			return { kind: "group", node: this.#closed(start), group };
		}
		if (scanner.take(":")) return this.#closed(start);
		if (scanner.take(">")) return { kind: "atomic", node: this.#closed(start) };
		if (scanner.take("(")) return this.#conditional(start);
		const look = scanner.takeMatch(/<?[=!]/y);
		if (look !== "") {
			const behind = look.startsWith("<");
			return { kind: "look", node: this.#closed(start), behind, negative: look.endsWith("!") };
		}
		const quoted = scanner.takeMatch(/<\w*(?:-\w*)?>|'\w*(?:-\w*)?'/y);
		if (quoted !== "") return this.#namedGroup(quoted.slice(1, -1), start);
		const options = scanner.takeMatch(/[imnsx]*(?:-[imnsx]*)?/iy).toLowerCase();
		const isScoped = scanner.take(":");
		if (!isScoped && !scanner.take(")")) throw scanner.error("This is not a group in .NET", start);
		const before = this.#options;
		const [on = "", off = ""] = options.split("-");
		const changed = (letter: keyof Options) =>
			(before[letter] || on.includes(letter)) && !off.includes(letter);
		this.#options = { i: changed("i"), m: changed("m"), n: changed("n"), s: changed("s"), x: changed("x") };
		if (!isScoped) return null;
		const node = this.#closed(start);
		this.#options = before;
		return node;
	}

	/** The content of a group, and its closing parenthesis. */
	#closed(start: number): PatternNode {
		const node = this.#alternatives();
		this.#close(start);
		return node;
	}

	#close(start: number): void {
		if (this.#scanner.take(")")) return;
		throw this.#scanner.error("The group that starts here has no closing parenthesis", start);
	}

	#namedGroup(name: string, start: number): PatternNode {
		if (name.includes("-")) {
			throw this.#scanner.error("Balancing groups, (?<a-b>…), are not supported", start);
		}
		if (name === "" || /^(?:0|\d+\D)/u.test(name) || Number(name) > 0xffff) {
			throw this.#scanner.error(`"${name}" cannot name a group`, start);
		}
		this.#found.add(name);
		const group = this.#groupNamed(name, start);
		return { kind: "group", node: this.#closed(start), group };
	}

	/** `(?(1)yes|no)`, `(?(name)yes|no)` or `(?(look-around)yes|no)`; the scanner is in the inner parenthesis. */
	#conditional(start: number): PatternNode {
		const scanner = this.#scanner;
		const name = /^\w+(?=\))/u.exec(scanner.pattern.slice(scanner.at))?.[0] ?? "";
		const number = /^\d+$/u.test(name) ? Number(name) : this.#groups?.byName.get(name);
		let test: number | PatternNode;
		if (number !== undefined) {
			if (this.#groups && !this.#groups.numbers.includes(number))
				throw scanner.error(`There is no group ${name}`);
			scanner.at += name.length + 1;
			test = number;
		} else {
			const isLook = scanner.takeMatch(/\?<?[=!]/y);
			const node = this.#closed(start);
			test = { kind: "look", node, behind: isLook.includes("<"), negative: isLook.endsWith("!") };
		}
		const branches = this.#branches();
		this.#close(start);
		if (branches.length > 2) throw scanner.error("A conditional group has at most two branches", start);
		return { kind: "conditional", test, yes: branches[0] ?? nothing, no: branches[1] ?? nothing };
	}
}

/**
 * Parses a .NET regular expression.
 *
 * @throws {PatternError} with the position, when .NET would reject it or the engine does not support it.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/regular-expression-language-quick-reference
 */
export function parsePattern(pattern: string): { readonly node: PatternNode; readonly groups: Groups } {
	if (pattern.length > 32_768) throw new PatternError("The pattern is longer than 32,768 characters", null);
	const { groups } = new PatternParser(pattern).parse();
	const { node } = new PatternParser(pattern, groups).parse();
	return { node, groups };
}
