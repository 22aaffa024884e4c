import type { CallNode } from "../syntax/ast.ts";
import type { Finding } from "../syntax/problem.ts";
import type { Input } from "../value/run.ts";
import type { Value } from "../value/value.ts";
import type { Arguments } from "./arguments.ts";

/** What a parameter takes, or a function returns. */
export type Kind =
	| "text"
	| "integer"
	| "number"
	| "boolean"
	| "dateTime"
	| "values"
	| "any"
	| "condition"
	| "roles"
	| "interval"
	| "pattern"
	| "dateFormat"
	| "compareType";

/** One parameter. Required unless `optional`; the parameters marked `repeats` may repeat, together. */
export type Parameter = {
	readonly name: string;
	readonly kind: Kind;
	readonly optional?: boolean;
	readonly repeats?: boolean;
	/** The smallest number that it takes, for the checker. */
	readonly min?: number;
	readonly doc: string;
};

/** A call with its input and what it yields. `output` is a value, or a pattern that its text must match. */
export type Example = {
	readonly expression: string;
	readonly input?: Exclude<Input, (attribute: string) => unknown>;
	readonly output: Value | RegExp;
	/** What the example shows. */
	readonly note?: string;
};

/** The chapter of docs/expressions.md and of the editor in which a function is listed. */
export type Family =
	| "Text"
	| "Conditions"
	| "Multiple values"
	| "Dates"
	| "Numbers"
	| "Encoding"
	| "Roles"
	| "Flow"
	| "Random";

/**
 * Everything about one function. The checker, completion, the evaluator, the reference in the console and
 * docs/expressions.md read it from here.
 */
export type FunctionDescriptor = {
	readonly name: string;
	readonly family: Family;
	readonly parameters: readonly Parameter[];
	readonly returns: Kind;
	/** One sentence. */
	readonly summary: string;
	/** Details: edge cases, and choices where Microsoft's reference is silent or contradicts itself. */
	readonly remarks?: readonly string[];
	readonly examples: readonly Example[];
	/** Checks of this function alone; called when the number of arguments is right. `text` is the expression. */
	readonly check?: (call: CallNode, text: string) => readonly Finding[];
	/** Arguments are evaluated when asked for, so a branch not taken is never evaluated. */
	readonly evaluate: (call: Arguments) => Value;
};

/** The number of arguments of a function, and the step in which it may exceed `min`. */
export type Arity = { readonly min: number; readonly max: number; readonly step: number };

/** The number of arguments that the parameters allow. A parameter that repeats has no upper limit. */
export function arityOf(descriptor: Pick<FunctionDescriptor, "parameters">): Arity {
	const { parameters } = descriptor;
	const repeating = parameters.filter((parameter) => parameter.repeats).length;
	let min = parameters.length;
	if (repeating === 0) while (min > 0 && parameters[min - 1]?.optional) min--;
	else min = parameters.filter((parameter) => !(parameter.repeats && parameter.optional)).length;
	return {
		min,
		max: repeating > 0 ? Number.POSITIVE_INFINITY : parameters.length,
		step: Math.max(1, repeating),
	};
}

/** The parameter that an argument (from 0) fills; undefined beyond the last. */
export function parameterAt(
	descriptor: Pick<FunctionDescriptor, "parameters">,
	index: number,
): Parameter | undefined {
	const { parameters } = descriptor;
	const repeating = parameters.filter((parameter) => parameter.repeats).length;
	if (index < parameters.length || repeating === 0) return parameters[index];
	const first = parameters.length - repeating;
	return parameters[first + ((index - first) % repeating)];
}

/** `Switch(source, [defaultValue], key, value, …)`: optional parameters in brackets. */
export function signatureOf(descriptor: FunctionDescriptor): string {
	const parts = descriptor.parameters.map(({ name, optional }) => (optional ? `[${name}]` : name));
	if (descriptor.parameters.some((parameter) => parameter.repeats)) parts.push("…");
	return `${descriptor.name}(${parts.join(", ")})`;
}
