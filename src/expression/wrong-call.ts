import { arityOf, type FunctionDescriptor, parameterAt, signatureOf } from "./call/descriptor.ts";
import { functions } from "./functions/registry.ts";
import type { CallNode, WordNode } from "./syntax/ast.ts";
import type { CallErrorCode } from "./syntax/errors.ts";
import { quote } from "./syntax/literal.ts";
import { nearest } from "./syntax/nearest.ts";
import type { Span } from "./syntax/span.ts";

/** A call that can't be evaluated for any user. */
export type WrongCall = {
	readonly code: CallErrorCode;
	readonly message: string;
	readonly span: Span;
	/** What was probably meant. */
	readonly suggestion?: string;
};

/** The error for a function that does not exist, with the most similar one that does. */
export function unknownFunction(node: CallNode): WrongCall {
	const suggestion = nearest(
		node.name,
		functions.map(({ name }) => name),
	);
	const message = `There is no function ${node.name}${suggestion ? `. Did you mean ${suggestion}?` : ""}`;
	return { code: "UnknownFunction", message, span: node.nameSpan, ...(suggestion ? { suggestion } : {}) };
}

/** The error for a bare word where a value is expected: it is probably a string. */
export function bareWord({ name, start, end }: WordNode): WrongCall {
	const suggestion = quote(name);
	const message = `"${name}" is not a value: write a string in quotes (${suggestion}), an attribute in brackets ([${name}])`;
	return { code: "UnexpectedWord", message, span: { start, end }, suggestion };
}

function counted(number: number): string {
	return `${number} argument${number === 1 ? "" : "s"}`;
}

/** What is wrong with the number of arguments, or a required one that was left out; undefined when both are right. */
export function argumentProblem(descriptor: FunctionDescriptor, node: CallNode): WrongCall | undefined {
	const { min, max, step } = arityOf(descriptor);
	const given = node.arguments.length;
	const span = { start: node.start, end: node.end };
	if (given < min || given > max || (max === Number.POSITIVE_INFINITY && (given - min) % step !== 0)) {
		let allowed = counted(min);
		if (max === Number.POSITIVE_INFINITY) {
			allowed = step > 1 ? `${counted(min)}, or more by ${step}` : `${counted(min)} or more`;
		} else if (max > min) allowed = `${min} to ${counted(max)}`;
		const message = `${signatureOf(descriptor)} takes ${allowed}, not ${given}`;
		return { code: "ArgumentCount", message, span };
	}
	for (const [index, argument] of node.arguments.entries()) {
		const parameter = parameterAt(descriptor, index);
		if (argument.kind !== "omitted" || !parameter || parameter.optional) continue;
		const message = `${signatureOf(descriptor)} needs its ${parameter.name}`;
		return { code: "MissingArgument", message, span: argument.end > argument.start ? argument : span };
	}
	return undefined;
}
