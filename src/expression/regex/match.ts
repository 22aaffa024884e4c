import { PatternTooSlowError } from "./errors.ts";
import type { Program } from "./program.ts";
import type { Place } from "./syntax.ts";
import { isWordAtBoundary, lowerUnit } from "./unit-set.ts";

/** The maximum number of steps of a search: enough for any reasonable pattern, and at most a few milliseconds on a short text. */
export function stepsFor(length: number): number {
	return Math.min(20_000_000, 200_000 + 200 * length);
}

/** Searches with more steps than this start to record visited states. */
const stepsBeforeMemory = 1000;
/** The maximum number of states that a search records (one bit each). */
const largestMemory = 1 << 28;

/** The remaining steps of a search; several searches can share them. */
export type Steps = { left: number };

const newline = 10;

/**
 * One search in one text: a backtracking matcher with its own stack.
 *
 * A pattern whose steps depend on the position alone fails at a repeated split as it did the first time, so a long search
 * records its splits and is linear in the text (`(a+)+$` is). Other patterns exceed their limit of steps instead.
 * Recording changes neither whether nor where a match is found; only a group whose last repetition is empty, `(a*)*`,
 * keeps the previous repetition.
 */
export class Matcher {
	readonly #program: Program;
	readonly #input: string;
	readonly #searchStart: number;
	readonly #steps: Steps;
	readonly #registers: number[];
	/** One bit per split and position, once the search is long. */
	#remembering: Uint32Array | null = null;
	readonly #stepsAtStart: number;
	/** What to do on failure: triples of instruction, position, and the length to truncate the log to. */
	readonly #stack: number[] = [];
	/** Pairs of a changed register and its previous value. */
	readonly #log: number[] = [];

	constructor(program: Program, input: string, searchStart: number, steps: Steps) {
		this.#program = program;
		this.#input = input;
		this.#searchStart = searchStart;
		this.#steps = steps;
		this.#stepsAtStart = steps.left;
		this.#registers = new Array<number>(program.registers).fill(-1);
	}

	/** The registers of the match that starts at the position, or null. */
	matchAt(start: number): readonly number[] | null {
		this.#registers.fill(-1);
		this.#log.length = 0;
		const end = this.#run(0, start, true);
		if (end < 0) return null;
		const registers = [...this.#registers];
		registers[0] = start;
		registers[1] = end;
		return registers;
	}

	#set(register: number, value: number): void {
		this.#log.push(register, this.#registers[register] ?? -1);
		this.#registers[register] = value;
	}

	/** Undoes changes of registers until the log has its earlier length. */
	#takeBack(length: number): void {
		while (this.#log.length > length) {
			const value = this.#log.pop() ?? -1;
			const register = this.#log.pop() ?? 0;
			this.#registers[register] = value;
		}
	}

	/** True when the split has been visited at this position; records the visit. */
	#isKnown(split: number, position: number): boolean {
		if (!this.#remembering) {
			if (!this.#program.forgetful || this.#stepsAtStart - this.#steps.left < stepsBeforeMemory) return false;
			const states = this.#program.splits * (this.#input.length + 1);
			if (states > largestMemory) return false;
			this.#remembering = new Uint32Array(Math.ceil(states / 32));
		}
		const state = split * (this.#input.length + 1) + position;
		const word = state >>> 5;
		const bit = 1 << (state & 31);
		const known = this.#remembering[word] ?? 0;
		if ((known & bit) !== 0) return true;
		this.#remembering[word] = known | bit;
		return false;
	}

	/** Runs from an instruction to `accept`; the position there, or -1. `isOutermost` is false in look-arounds. */
	#run(instruction: number, start: number, isOutermost: boolean): number {
		const { instructions } = this.#program;
		const input = this.#input;
		const stack = this.#stack;
		const bottom = stack.length;
		let at = instruction;
		let position = start;
		for (;;) {
			if (--this.#steps.left < 0) throw new PatternTooSlowError();
			const step = instructions[at];
			if (!step) return -1;
			let holds = true;
			at++;
			switch (step.op) {
				case "unit":
				case "set": {
					const read = step.backward ? position - 1 : position;
					holds = read >= 0 && read < input.length;
					if (holds) {
						const unit = input.charCodeAt(read);
						holds = step.op === "unit" ? unit === step.unit : step.set.has(unit);
					}
					position = step.backward ? read : read + 1;
					break;
				}
				case "place":
					holds = this.#isAt(step.place, position);
					break;
				case "split":
					if (isOutermost && this.#isKnown(step.index, position)) holds = false;
					else {
						stack.push(step.other, position, this.#log.length);
						at = step.next;
					}
					break;
				case "jump":
					at = step.next;
					break;
				case "keep":
					this.#set(step.register, position);
					break;
				case "group": {
					const kept = this.#registers[step.kept] ?? -1;
					this.#set(step.group * 2, step.backward ? position : kept);
					this.#set(step.group * 2 + 1, step.backward ? kept : position);
					break;
				}
				case "leaveIfEmpty":
					if (this.#registers[step.register] === position) at = step.next;
					break;
				case "backreference": {
					const length = this.#referenced(step.group, step.ignoreCase, step.backward, position);
					holds = length >= 0;
					position += step.backward ? -length : length;
					break;
				}
				case "look": {
					const logged = this.#log.length;
					const found = this.#run(at, position, false) >= 0;
					if (step.negative || !found) this.#takeBack(logged);
					holds = found !== step.negative;
					at = step.next;
					break;
				}
				case "atomic": {
					const end = this.#run(at, position, false);
					holds = end >= 0;
					position = end;
					at = step.next;
					break;
				}
				case "ifGroup":
					if ((this.#registers[step.group * 2 + 1] ?? -1) < 0) at = step.other;
					break;
				case "accept":
					stack.length = bottom;
					return position;
			}
			if (holds) continue;
			if (stack.length === bottom) return -1;
			this.#takeBack(stack.pop() ?? 0);
			position = stack.pop() ?? 0;
			at = stack.pop() ?? 0;
		}
	}

	/** The length of the group's text if it also occurs here, otherwise -1. A group that has not matched fails. */
	#referenced(group: number, ignoreCase: boolean, backward: boolean, position: number): number {
		const start = this.#registers[group * 2] ?? -1;
		const end = this.#registers[group * 2 + 1] ?? -1;
		if (end < 0) return -1;
		const length = end - start;
		const from = backward ? position - length : position;
		if (from < 0 || from + length > this.#input.length) return -1;
		this.#steps.left -= length;
		for (let offset = 0; offset < length; offset++) {
			const expected = this.#input.charCodeAt(start + offset);
			const found = this.#input.charCodeAt(from + offset);
			if (expected !== found && !(ignoreCase && lowerUnit(expected) === lowerUnit(found))) return -1;
		}
		return length;
	}

	#isAt(place: Place, position: number): boolean {
		const input = this.#input;
		const isWordBoundary = () => {
			const before = position > 0 && isWordAtBoundary(input.charCodeAt(position - 1));
			const after = position < input.length && isWordAtBoundary(input.charCodeAt(position));
			return before !== after;
		};
		switch (place) {
			case "start":
				return position === 0;
			case "lineStart":
				return position === 0 || input.charCodeAt(position - 1) === newline;
			case "end":
				return position === input.length;
			case "lineEnd":
				return position === input.length || input.charCodeAt(position) === newline;
			case "beforeLastNewline":
				return (
					position === input.length ||
					(position === input.length - 1 && input.charCodeAt(position) === newline)
				);
			case "searchStart":
				return position === this.#searchStart;
			case "wordBoundary":
				return isWordBoundary();
			case "noWordBoundary":
				return !isWordBoundary();
		}
	}
}
