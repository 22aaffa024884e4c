import { z } from "zod";
import {
	type Ast,
	compile,
	EvaluationError,
	ExpressionError,
	evaluate,
	findFunction,
	type Node,
	parse,
	RoleAssignments,
	RoleValues,
	toText,
	type Value,
} from "../../../../expression/index.ts";
import type { Json, JsonObject } from "../../../loopback/json.ts";

/** The body of `parseExpression`. */
export const parseExpressionBody = z.looseObject({
	expression: z.string(),
	testInputObject: z
		.looseObject({
			properties: z
				.array(
					z.looseObject({ key: z.string(), value: z.union([z.string(), z.array(z.string())]).nullish() }),
				)
				.nullish(),
		})
		.nullish(),
});

/**
 * The answer to `parseExpression`: the tree of the expression, and its value for the test object.
 *
 * @see https://learn.microsoft.com/graph/api/synchronization-synchronizationschema-parseexpression
 */
export function answerExpression(body: z.output<typeof parseExpressionBody>): JsonObject {
	const { expression, testInputObject } = body;
	let ast: Ast;
	try {
		ast = parse(expression);
		compile(ast);
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		return {
			error: publicError(error.code, error.message),
			parsingSucceeded: false,
			evaluationSucceeded: false,
			evaluationResult: [],
			parsedExpression: null,
		};
	}
	const parsed = { parsingSucceeded: true, parsedExpression: sourceOf(ast.root, expression) };
	if (!testInputObject) {
		return { ...parsed, error: null, evaluationSucceeded: false, evaluationResult: [] };
	}
	try {
		const input = new Map(
			(testInputObject.properties ?? []).map(({ key, value }) => [key.toLowerCase(), testValue(key, value)]),
		);
		const { value } = evaluate(compile(ast), (name) => input.get(name.toLowerCase()), { strict: true });
		return { ...parsed, error: null, evaluationSucceeded: true, evaluationResult: resultOf(value) };
	} catch (error) {
		if (!(error instanceof EvaluationError)) throw error;
		const failed = publicError(error.code, error.message);
		return { ...parsed, error: failed, evaluationSucceeded: false, evaluationResult: [] };
	}
}

function publicError(code: string, message: string): JsonObject {
	return { code, message, target: null, details: [], innerError: null };
}

function testValue(key: string, value: string | readonly string[] | null | undefined): Value {
	if (key.toLowerCase() !== "approleassignments") return value ?? null;
	const roles = value === null || value === undefined ? [] : [value].flat();
	return new RoleAssignments(roles.map((role) => ({ id: role, value: role, displayName: role })));
}

function resultOf(value: Value): Json[] {
	if (value === null) return [];
	if (value instanceof RoleValues) return value.values.map((role) => JSON.stringify(role));
	return Array.isArray(value) ? [...value] : [toText(value)];
}

/** Keys of parameters in a schema, where they differ from the names in the reference of functions. */
const keys: Readonly<Record<string, readonly string[]>> = {
	Replace: [
		"source",
		"Find",
		"RegexPattern",
		"RegexGroupName",
		"Replacement",
		"ReplacementAttributeName",
		"Template",
	],
};

/** A node as the source of an attribute mapping, with its parameters; those left out are absent. */
function sourceOf(node: Node, text: string): JsonObject {
	const expression = text.slice(node.start, node.end);
	switch (node.kind) {
		case "attribute":
			return { expression, name: node.name, parameters: [], type: "Attribute" };
		case "text":
			return { expression, name: node.value, parameters: [], type: "Constant" };
		case "call":
			return {
				expression,
				name: findFunction(node.name)?.name ?? node.name,
				parameters: node.arguments.flatMap((argument, index) =>
					argument.kind === "omitted"
						? []
						: [{ key: keyOf(node.name, index), value: sourceOf(argument, text) }],
				),
				type: "Function",
			};
		default:
			return { expression, name: expression, parameters: [], type: "Constant" };
	}
}

/** Parameters that repeat are numbered. */
function keyOf(name: string, index: number): string {
	const found = findFunction(name);
	const key = keys[found?.name ?? ""]?.[index];
	if (key !== undefined) return key;
	const parameters = found?.parameters ?? [];
	const repeating = parameters.filter(({ repeats }) => repeats);
	const first = parameters.length - repeating.length;
	const plain = index < first || repeating.length === 0;
	if (plain) return parameters[index]?.name ?? `parameter${index + 1}`;
	const round = Math.floor((index - first) / repeating.length) + 1;
	return `${repeating[(index - first) % repeating.length]?.name ?? "parameter"}${round}`;
}
