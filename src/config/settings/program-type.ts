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
		return typed.startsWith("[") ? parseArray(typed) : [typed];
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
