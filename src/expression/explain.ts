import { type Compiled, compile, evaluate } from "./compile.ts";
import { childrenOf, type Node } from "./syntax/ast.ts";
import { ExpressionError } from "./syntax/errors.ts";
import { redactedParts } from "./syntax/redaction.ts";
import type { Span } from "./syntax/span.ts";
import type { Environment, Evaluator, Input, Result } from "./value/run.ts";
import type { Value } from "./value/value.ts";

/** The outcome of a part of an expression. `skipped`: its branch was not taken, so it has no value. */
export type Outcome =
	| { readonly type: "value"; readonly value: Value }
	| { readonly type: "error"; readonly error: ExpressionError }
	| { readonly type: "skipped" };

/** A part of an expression with its outcome, and the parts below it. */
export type Explanation = {
	readonly kind: Node["kind"];
	/** The part as written. */
	readonly text: string;
	readonly span: Span;
	readonly outcome: Outcome;
	/** Whether its value would reveal what `Redact` hides: show `[Redact]` instead. Error messages contain no values. */
	readonly redacted: boolean;
	readonly children: readonly Explanation[];
};

/** One evaluation with its parts. `result` is absent when the expression failed: `root.outcome` gives the reason. */
export type Explained = { readonly root: Explanation; readonly result?: Result };

/** Evaluates once and returns the value of every part, to debug a mapping. Omitted arguments are not included. */
export function explain(compiled: Compiled, input: Input, environment: Environment = {}): Explained {
	const outcomes = new Map<Node, Outcome>();
	const observe =
		(node: Node, evaluator: Evaluator): Evaluator =>
		(run) => {
			try {
				const value = evaluator(run);
				outcomes.set(node, { type: "value", value });
				return value;
			} catch (error) {
				if (error instanceof ExpressionError) outcomes.set(node, { type: "error", error });
				throw error;
			}
		};
	const { ast } = compiled;
	const observed = compile(ast, observe);
	const redacted = redactedParts(ast.root);
	const explained = (node: Node): Explanation => ({
		kind: node.kind,
		text: ast.text.slice(node.start, node.end),
		span: { start: node.start, end: node.end },
		outcome: outcomes.get(node) ?? { type: "skipped" },
		redacted: redacted.has(node),
		children: childrenOf(node)
			.filter((child) => child.kind !== "omitted" && child.kind !== "word")
			.map(explained),
	});
	try {
		const result = evaluate(observed, input, environment);
		return { root: explained(ast.root), result };
	} catch (error) {
		if (error instanceof ExpressionError) return { root: explained(ast.root) };
		throw error;
	}
}
