import { Arguments, type CompiledCall, longestText } from "./call/arguments.ts";
import { parameterAt } from "./call/descriptor.ts";
import { compare } from "./compare.ts";
import { findFunction } from "./functions/registry.ts";
import type { Ast, CallNode, Node } from "./syntax/ast.ts";
import { EvaluationError, ExpressionCallError } from "./syntax/errors.ts";
import { parse } from "./syntax/parse.ts";
import { type Environment, type Evaluator, type Input, type Result, Run } from "./value/run.ts";
import { argumentProblem, bareWord, unknownFunction, type WrongCall } from "./wrong-call.ts";

/** An expression ready to be evaluated, any number of times. */
export type Compiled = { readonly ast: Ast; readonly evaluator: Evaluator };

/** Receives each node's evaluator as it is made, and may replace it. */
export type Observer = (node: Node, evaluator: Evaluator) => Evaluator;

const nothing: Environment = {};

function callError({ code, message, span }: WrongCall, text: string): ExpressionCallError {
	return new ExpressionCallError(code, message, text, span);
}

function compileCall(node: CallNode, text: string, observe: Observer): Evaluator {
	const descriptor = findFunction(node.name);
	if (!descriptor) throw callError(unknownFunction(node), text);
	const problem = argumentProblem(descriptor, node);
	if (problem) throw callError(problem, text);
	const evaluators = node.arguments.map((argument, index): Evaluator | undefined => {
		if (argument.kind === "omitted") return undefined;
		if (argument.kind === "word" && parameterAt(descriptor, index)?.kind === "compareType") return () => null;
		return compileNode(argument, text, observe);
	});
	const call: CompiledCall = {
		name: descriptor.name,
		text,
		span: { start: node.start, end: node.end },
		nodes: node.arguments,
		evaluators,
	};
	const { evaluate } = descriptor;
	return (run) => {
		const value = evaluate(new Arguments(call, run));
		if (typeof value === "string" && value.length > longestText) {
			throw new EvaluationError(
				"ValueTooLong",
				`${call.name} yields more than ${longestText} characters`,
				text,
				call.span,
			);
		}
		return value;
	};
}

function evaluatorOf(node: Node, text: string, observe: Observer): Evaluator {
	switch (node.kind) {
		case "call":
			return compileCall(node, text, observe);
		case "attribute": {
			const { name } = node;
			return (run) => run.read(name);
		}
		case "text":
		case "number": {
			const { value } = node;
			return () => value;
		}
		case "comparison": {
			const left = compileNode(node.left, text, observe);
			const right = compileNode(node.right, text, observe);
			const { operator } = node;
			return (run) => compare(operator, left(run), right(run));
		}
		case "word":
			throw callError(bareWord(node), text);
		case "omitted":
			return () => null;
	}
}

function compileNode(node: Node, text: string, observe: Observer): Evaluator {
	return observe(node, evaluatorOf(node, text, observe));
}

/**
 * Prepares an expression for evaluation: do it once, then {@link evaluate} for each user.
 *
 * @throws {ExpressionError} when the text is not an expression, or calls a function that does not exist or calls it
 * with arguments that it doesn't take; with the position.
 */
export function compile(source: Ast | string, observe: Observer = (_node, evaluator) => evaluator): Compiled {
	const ast = typeof source === "string" ? parse(source) : source;
	return { ast, evaluator: compileNode(ast.root, ast.text, observe) };
}

/**
 * Evaluates an expression for one user.
 *
 * @throws {EvaluationError} when there is no value: a string that is not a date, a list where one value is needed, …
 */
export function evaluate(compiled: Compiled, input: Input, environment: Environment = nothing): Result {
	const run = new Run(input, environment);
	const value = compiled.evaluator(run);
	return { value: run.dropped ? null : value, dropped: run.dropped, redacted: run.redacted };
}
