import { isAbsolute } from "node:path";
import { absolutePath, expandHome, homeNeeded } from "../paths/expand-home.ts";
import { pathProblem } from "../paths/path-problem.ts";
import type { ValueType } from "./value-type.ts";

/** A program and its arguments. */
export type Program = [path: string, ...args: string[]];

function isProgram(value: unknown): value is Program {
	return Array.isArray(value) && value.every((part) => typeof part === "string") && Boolean(value[0]);
}

/** The path of a program, or a JSON array of it and its arguments: no shell splits the text. Empty for none. */
export const programType: ValueType<Program | undefined> = {
	default: undefined,
	range: 'the path of a program, or a JSON array such as ["/opt/page", "--urgent"]; empty for none',
	storedRange: "a JSON array of a program and its arguments",
	isPrivate: true,
	is: (value) => value === undefined || isProgram(value),
	parse(text) {
		const typed = text.trim();
		if (typed === "") return undefined;
		return typed.startsWith("[") ? withHome(parseArray(typed)) : withHome([typed]);
	},
	text: (value) => (!isProgram(value) ? "" : value.length === 1 ? value[0] : JSON.stringify(value)),
};

/** Null for text that is not JSON. */
function parseArray(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** With the user's home folder for a leading `~` of the program; its arguments stay as they are. */
function withHome(value: unknown): unknown {
	if (!isProgram(value)) return value;
	const [file, ...args] = value;
	return [expandHome(file) ?? file, ...args];
}

/**
 * Why the program of a valid text cannot be run, to follow "it"; undefined when it can, and for a name without a folder, which is
 * looked up in PATH when it is run.
 */
export function programProblem(text: string): string | undefined {
	const program = programType.parse(text);
	if (!isProgram(program) || !/[/\\]/.test(program[0])) return undefined;
	const file = absolutePath(program[0]);
	if (!isAbsolute(file)) return `names ${file}, which ${homeNeeded}`;
	const problem = pathProblem(file, "run");
	return problem === undefined ? undefined : `names ${file}, which cannot be run (${problem})`;
}
