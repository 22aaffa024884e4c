import { Matcher, type Steps, stepsFor } from "./match.ts";
import { parsePattern } from "./parse.ts";
import { compileProgram, type Program } from "./program.ts";
import type { Groups } from "./syntax.ts";

/** A match: where it starts and ends, and its groups. */
export type Match = {
	readonly start: number;
	readonly end: number;
	/** The range of a group by its number; null when it did not match, or does not exist. */
	readonly group: (number: number) => readonly [start: number, end: number] | null;
};

function matchOf(registers: readonly number[]): Match {
	return {
		start: registers[0] ?? 0,
		end: registers[1] ?? 0,
		group: (number) => {
			const start = registers[number * 2] ?? -1;
			const end = registers[number * 2 + 1] ?? -1;
			return end < 0 ? null : [start, end];
		},
	};
}

/**
 * A .NET regular expression: its syntax, its Unicode classes, its numbering of groups, over UTF-16 units, without
 * options other than inline ones, in the invariant culture. Every search has a limit of steps.
 *
 * Not supported: balancing groups.
 */
export class Regex {
	readonly #program: Program;

	/** @throws {PatternError} with the position, when the pattern is invalid or uses an unsupported feature. */
	constructor(pattern: string) {
		const { node, groups } = parsePattern(pattern);
		this.#program = compileProgram(node, groups);
	}

	get groups(): Groups {
		return this.#program.groups;
	}

	/** The number of a group by its name or number; undefined when there is none. */
	groupNumber(name: string): number | undefined {
		const { byName, numbers } = this.groups;
		const number = byName.get(name) ?? (/^\d{1,5}$/u.test(name) ? Number(name) : -1);
		return numbers.includes(number) ? number : undefined;
	}

	/**
	 * The first match at or after a position.
	 *
	 * @throws {PatternTooSlowError} when the search exceeds its limit of steps.
	 */
	match(input: string, from = 0): Match | null {
		return this.#search(input, from, from, { left: stepsFor(input.length) });
	}

	/** @throws {PatternTooSlowError} as {@link match}. */
	test(input: string): boolean {
		return this.match(input) !== null;
	}

	/**
	 * All matches from the left, without overlap; after an empty one the search advances by one unit, while `\G` stays where it
	 * ended. They share one limit of steps.
	 *
	 * @throws {PatternTooSlowError} as {@link match}.
	 */
	*matches(input: string): Generator<Match> {
		const steps = { left: stepsFor(input.length) };
		let [from, searchStart] = [0, 0];
		while (from <= input.length) {
			const match = this.#search(input, from, searchStart, steps);
			if (!match) return;
			yield match;
			searchStart = match.end;
			from = match.end > match.start ? match.end : match.end + 1;
		}
	}

	#search(input: string, from: number, searchStart: number, steps: Steps): Match | null {
		const matcher = new Matcher(this.#program, input, searchStart, steps);
		const first = this.#program.instructions[0];
		for (let start = from; start <= input.length; start++) {
			if (first?.op === "unit" && !first.backward) {
				start = input.indexOf(String.fromCharCode(first.unit), start);
				if (start < 0) return null;
			}
			const registers = matcher.matchAt(start);
			if (registers) return matchOf(registers);
		}
		return null;
	}
}

const compiled = new Map<string, Regex>();
/** Maximum number of compiled patterns kept; a mapping set has far fewer. */
const mostCompiled = 200;

/** A pattern compiled once. @throws {PatternError} as the constructor. */
export function regexOf(pattern: string): Regex {
	const known = compiled.get(pattern);
	if (known) return known;
	const regex = new Regex(pattern);
	if (compiled.size >= mostCompiled) {
		const oldest = compiled.keys().next();
		if (!oldest.done) compiled.delete(oldest.value);
	}
	compiled.set(pattern, regex);
	return regex;
}
