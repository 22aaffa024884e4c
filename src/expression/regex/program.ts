import { PatternError } from "./errors.ts";
import type { Groups, PatternNode, Place } from "./syntax.ts";
import { lowerUnit, type UnitSet, unitSet } from "./unit-set.ts";

/**
 * One step of a compiled pattern. `backward` reads the unit before the position, as look-behinds do. `next` and `other`
 * are indexes of instructions; `register` is the index of a number that the matcher keeps (mostly positions of groups).
 */
export type Instruction =
	| { readonly op: "unit"; readonly unit: number; readonly backward: boolean }
	| { readonly op: "set"; readonly set: UnitSet; readonly backward: boolean }
	| { readonly op: "place"; readonly place: Place }
	/** Tries `next`, then `other`. `index` counts the splits of a program. */
	| { readonly op: "split"; next: number; other: number; readonly index: number }
	| { readonly op: "jump"; next: number }
	/** Keeps the position. */
	| { readonly op: "keep"; readonly register: number }
	/** Ends a group that started at the kept position. */
	| {
			readonly op: "group";
			readonly group: number;
			readonly kept: number;
			readonly backward: boolean;
	  }
	/** Leaves a repetition when its last iteration consumed nothing. */
	| { readonly op: "leaveIfEmpty"; readonly register: number; next: number }
	| {
			readonly op: "backreference";
			readonly group: number;
			readonly ignoreCase: boolean;
			readonly backward: boolean;
	  }
	/** Runs the following steps up to `accept`, and continues at `next` if they match (negative: if they do not). */
	| { readonly op: "look"; readonly negative: boolean; next: number }
	/** The same, continuing where they ended. */
	| { readonly op: "atomic"; next: number }
	/** Continues with the following step if the group has matched, otherwise at `other`. */
	| { readonly op: "ifGroup"; readonly group: number; other: number }
	| { readonly op: "accept" };

export type Program = {
	readonly instructions: readonly Instruction[];
	readonly groups: Groups;
	/** Registers 2n and 2n + 1 hold the start and end of group n, -1 before it matches. */
	readonly registers: number;
	readonly splits: number;
	/** Whether the rest of a match depends on the position alone: no backreferences, no conditionals on groups. */
	readonly forgetful: boolean;
};

/** More steps than any reasonable mapping has; only a pattern like `{1,1000}` on a long group exceeds it. */
const longestProgram = 20_000;

/** Whether a node can match without consuming anything. */
function canBeEmpty(node: PatternNode): boolean {
	switch (node.kind) {
		case "unit":
		case "set":
			return false;
		case "sequence":
			return node.nodes.every(canBeEmpty);
		case "alternatives":
			return node.nodes.some(canBeEmpty);
		case "repeat":
			return node.least === 0 || canBeEmpty(node.node);
		case "group":
		case "atomic":
			return canBeEmpty(node.node);
		case "conditional":
			return canBeEmpty(node.yes) || canBeEmpty(node.no);
		default:
			return true;
	}
}

class Compiler {
	readonly instructions: Instruction[] = [];
	registers: number;
	splits = 0;
	forgetful = true;

	constructor(groups: Groups) {
		this.registers = ((groups.numbers.at(-1) ?? 0) + 1) * 2;
	}

	#add<Added extends Instruction>(instruction: Added): Added {
		if (this.instructions.length >= longestProgram) {
			throw new PatternError("The pattern is too large: its counted repetitions multiply", null);
		}
		this.instructions.push(instruction);
		return instruction;
	}

	get #here(): number {
		return this.instructions.length;
	}

	#split() {
		return this.#add({ op: "split", next: 0, other: 0, index: this.splits++ });
	}

	node(node: PatternNode, backward: boolean): void {
		switch (node.kind) {
			case "unit":
				this.#unit(node.unit, node.ignoreCase, backward);
				return;
			case "set":
				this.#add({ op: "set", set: node.set, backward });
				return;
			case "sequence": {
				const nodes = backward ? node.nodes.toReversed() : node.nodes;
				for (const each of nodes) this.node(each, backward);
				return;
			}
			case "alternatives":
				this.#alternatives(node.nodes, backward);
				return;
			case "repeat":
				this.#repeat(node, backward);
				return;
			case "group": {
				const kept = this.registers++;
				this.#add({ op: "keep", register: kept });
				this.node(node.node, backward);
				this.#add({ op: "group", group: node.group, kept, backward });
				return;
			}
			case "atomic": {
				const atomic = this.#add({ op: "atomic", next: 0 });
				this.node(node.node, backward);
				this.#add({ op: "accept" });
				atomic.next = this.#here;
				return;
			}
			case "look": {
				const look = this.#add({ op: "look", negative: node.negative, next: 0 });
				this.node(node.node, node.behind);
				this.#add({ op: "accept" });
				look.next = this.#here;
				return;
			}
			case "place":
				this.#add({ op: "place", place: node.place });
				return;
			case "backreference":
				this.forgetful = false;
				this.#add({ op: "backreference", group: node.group, ignoreCase: node.ignoreCase, backward });
				return;
			case "conditional":
				this.#conditional(node, backward);
				return;
		}
	}

	#unit(unit: number, ignoreCase: boolean, backward: boolean): void {
		if (ignoreCase) {
			const lower = lowerUnit(unit);
			const set = unitSet([(other) => other === unit || lowerUnit(other) === lower]);
			this.#add({ op: "set", set, backward });
		} else this.#add({ op: "unit", unit, backward });
	}

	#alternatives(nodes: readonly PatternNode[], backward: boolean): void {
		const exits: { next: number }[] = [];
		for (const [index, each] of nodes.entries()) {
			if (index === nodes.length - 1) {
				this.node(each, backward);
				break;
			}
			const split = this.#split();
			split.next = this.#here;
			this.node(each, backward);
			exits.push(this.#add({ op: "jump", next: 0 }));
			split.other = this.#here;
		}
		for (const exit of exits) exit.next = this.#here;
	}

	#repeat(node: Extract<PatternNode, { kind: "repeat" }>, backward: boolean): void {
		const { node: body, least, most, lazy } = node;
		for (let turn = 0; turn < least; turn++) this.node(body, backward);
		const exits: ((target: number) => void)[] = [];
		const branch = (split: { next: number; other: number }) => {
			if (lazy) split.other = this.#here;
			else split.next = this.#here;
			exits.push((target) => {
				if (lazy) split.next = target;
				else split.other = target;
			});
		};
		if (most === Number.POSITIVE_INFINITY) {
			const top = this.#here;
			branch(this.#split());
			if (canBeEmpty(body)) {
				const register = this.registers++;
				this.#add({ op: "keep", register });
				this.node(body, backward);
				const leave = this.#add({ op: "leaveIfEmpty", register, next: 0 });
				exits.push((target) => {
					leave.next = target;
				});
			} else this.node(body, backward);
			this.#add({ op: "jump", next: top });
		} else {
			for (let turn = least; turn < most; turn++) {
				branch(this.#split());
				this.node(body, backward);
			}
		}
		const target = this.#here;
		for (const exit of exits) exit(target);
	}

	#conditional(node: Extract<PatternNode, { kind: "conditional" }>, backward: boolean): void {
		if (typeof node.test === "number") {
			this.forgetful = false;
			const test = this.#add({ op: "ifGroup", group: node.test, other: 0 });
			this.node(node.yes, backward);
			const exit = this.#add({ op: "jump", next: 0 });
			test.other = this.#here;
			this.node(node.no, backward);
			exit.next = this.#here;
			return;
		}
		// The test is a look-around: (?(?=x)yes|no) is (?:(?=x)yes|(?!x)no).
		const test = node.test.kind === "look" ? node.test : undefined;
		if (!test)
			throw new PatternError("The test of a conditional group must be a group or a look-around", null);
		const otherwise: PatternNode = { ...test, negative: !test.negative };
		this.#alternatives(
			[
				{ kind: "sequence", nodes: backward ? [node.yes, test] : [test, node.yes] },
				{ kind: "sequence", nodes: backward ? [node.no, otherwise] : [otherwise, node.no] },
			],
			backward,
		);
	}
}

/** Compiles a pattern to steps for the matcher. @throws {PatternError} when there would be too many. */
export function compileProgram(node: PatternNode, groups: Groups): Program {
	const compiler = new Compiler(groups);
	compiler.node(node, false);
	compiler.instructions.push({ op: "accept" });
	const { instructions, registers, splits, forgetful } = compiler;
	return { instructions, groups, registers, splits, forgetful };
}
