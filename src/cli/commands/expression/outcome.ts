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

/** Why an expression has no value. `line` and `column` are of the expression's text, from 1. */
export type ErrorRecord = {
	readonly code: ExpressionErrorCode;
	readonly message: string;
	readonly line: number;
	readonly column: number;
};

/** What became of an evaluation, as `--json` prints it. Date-times are text, in the form that CDate has. */
export type EvaluationRecord =
	/** `dropped`: `IgnoreFlowIfNullOrEmpty` took the attribute out of the flow. */
	{ readonly value: Json; readonly dropped?: true } | { readonly error: ErrorRecord };

/** How `expression` evaluates what depends on the world. */
export type WorldOptions = {
	/** Values that the target has already, for `SelectUniqueValue`; compared in any case, as userNames are. */
	readonly taken?: readonly string[];
	/** Fail where Entra would. */
	readonly entraStrict?: boolean;
};

export function environmentOf({ taken = [], entraStrict = false }: WorldOptions): Environment {
	const present = new Set(taken.map((value) => value.toLowerCase()));
	return { isTaken: (value) => present.has(value.toLowerCase()), strict: entraStrict };
}

/** Evaluates what `compile` makes of a text; an `ExpressionError` of either becomes the record. */
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

/** Rethrows whatever is no `ExpressionError`. */
export function errorRecord(error: unknown): ErrorRecord {
	if (!(error instanceof ExpressionError)) throw error;
	const { code, message, line, column } = error;
	return { code, message, line, column };
}

/**
 * Compiles each text once and remembers the last thousand, wrong ones too: a batch often has few expressions and many
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
