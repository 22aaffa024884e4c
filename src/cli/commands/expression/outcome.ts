import {
	type Compiled,
	compile,
	type Environment,
	ExpressionError,
	type ExpressionErrorCode,
	evaluate,
	type Input,
	type Json,
	toJson,
} from "../../../expression/index.ts";
import { flag, type Given, texts } from "../../options/option.ts";

/** Why an expression has no value. `line` and `column` count from 1. */
export type ErrorRecord = {
	readonly code: ExpressionErrorCode;
	readonly message: string;
	readonly line: number;
	readonly column: number;
};

/** The outcome of an evaluation, as `--json` prints it. Date-times are strings, in the form of CDate. */
export type EvaluationRecord =
	/** `dropped`: `IgnoreFlowIfNullOrEmpty` took the attribute out of the flow. */
	{ readonly value: Json; readonly dropped?: true } | { readonly error: ErrorRecord };

/** How `eval` and `explain` evaluate what depends on the target, and on Entra. */
export const environmentOptions = {
	taken: texts("value", "values that the target already has, for SelectUniqueValue"),
	entraStrict: flag("fail where Entra would, such as on a null in the condition of IIF"),
};

export type EnvironmentOptions = Partial<Given<typeof environmentOptions>>;

/** `taken` is compared in any case, as user names are. */
export function environmentOf({ taken = [], entraStrict = false }: EnvironmentOptions): Environment {
	const present = new Set(taken.map((value) => value.toLowerCase()));
	return { isTaken: (value) => present.has(value.toLowerCase()), strict: entraStrict };
}

/** Compiles and evaluates an expression; an `ExpressionError` of either becomes the record. */
export function evaluationRecord(
	compiled: () => Compiled,
	input: Input,
	environment: Environment,
): EvaluationRecord {
	try {
		const { value, dropped } = evaluate(compiled(), input, environment);
		return { value: toJson(value), ...(dropped ? { dropped } : {}) };
	} catch (error) {
		return { error: errorRecord(error) };
	}
}

/** Rethrows whatever is not an `ExpressionError`. */
export function errorRecord(error: unknown): ErrorRecord {
	if (!(error instanceof ExpressionError)) throw error;
	const { code, message, line, column } = error;
	return { code, message, line, column };
}

/**
 * Compiles each expression once and keeps the last thousand, wrong ones too: a batch often has few expressions and many
 * inputs. Throws `ExpressionError` as `compile` does.
 */
export function cachedCompile(limit = 1000): (text: string) => Compiled {
	const known = new Map<string, Compiled | ExpressionError>();
	return (text) => {
		let found = known.get(text);
		if (found === undefined) {
			found = compiledOrError(text);
			if (known.size >= limit) known.clear();
			known.set(text, found);
		}
		if (found instanceof ExpressionError) throw found;
		return found;
	};
}

function compiledOrError(text: string): Compiled | ExpressionError {
	try {
		return compile(text);
	} catch (error) {
		if (error instanceof ExpressionError) return error;
		throw error;
	}
}
