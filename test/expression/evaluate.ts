import {
	compile,
	type Environment,
	EvaluationError,
	evaluate,
	type Value,
} from "../../src/expression/index.ts";

type Attributes = Readonly<Record<string, Value>>;

/** The value of an expression. */
export function resultOf(expression: string, input: Attributes = {}, environment: Environment = {}): Value {
	return evaluate(compile(expression), input, environment).value;
}

/** The code and span text of the error that an evaluation ends in. */
export function failureOf(expression: string, input: Attributes = {}, environment: Environment = {}) {
	try {
		evaluate(compile(expression), input, environment);
	} catch (error) {
		if (!(error instanceof EvaluationError)) throw error;
		return { code: error.code, at: expression.slice(error.span.start, error.span.end) };
	}
	return undefined;
}
