import { checkCall } from "./check-call.ts";
import { type Ast, descendants, type Node } from "./syntax/ast.ts";
import { ExpressionError } from "./syntax/errors.ts";
import { nearest } from "./syntax/nearest.ts";
import { parse } from "./syntax/parse.ts";
import type { Finding, Problem } from "./syntax/problem.ts";
import { positionsIn } from "./syntax/span.ts";

/** Where the mapping sends its value. */
export type CheckedTarget = { readonly matching: boolean; readonly creationOnly: boolean };

/** What the checker knows about the source and the target. */
export type CheckOptions = {
	/** The attributes of the source; without them attributes are not checked. */
	readonly attributes?: Iterable<string>;
	/** Without it, rules about the target are not checked. */
	readonly target?: CheckedTarget;
};

function checkRoot(root: Node): Finding[] {
	if (root.kind === "call") return [];
	const span = { start: root.start, end: root.end };
	if (root.kind === "comparison") {
		const message = "Works here, but Entra accepts a comparison only in IIF and CBool";
		return [{ severity: "warning", code: "EntraMisplacedCondition", message, span }];
	}
	if (root.kind === "word") {
		const message = `"${root.name}" is not an expression: write an attribute in brackets ([${root.name}]), a function with parentheses`;
		return [{ severity: "error", code: "UnexpectedWord", message, span, suggestion: `[${root.name}]` }];
	}
	const kind = root.kind === "attribute" ? "direct" : "constant";
	const message = `Works here, but Entra needs a function, or a mapping of type ${kind}`;
	return [{ severity: "warning", code: "EntraNotAFunction", message, span }];
}

function checkAttributes(root: Node, attributes: Iterable<string>): Finding[] {
	const known = new Map(Array.from(attributes, (name) => [name.toLowerCase(), name]));
	const findings: Finding[] = [];
	for (const node of descendants(root)) {
		if (node.kind !== "attribute" || known.has(node.name.toLowerCase())) continue;
		const near = nearest(node.name, known.values());
		findings.push({
			severity: "error",
			code: "UnknownAttribute",
			message: `The source has no attribute [${node.name}]${near ? `. Did you mean [${near}]?` : ""}`,
			span: { start: node.start, end: node.end },
			...(near ? { suggestion: `[${near}]` } : {}),
		});
	}
	return findings;
}

function checkPlacement(root: Node, target: CheckedTarget | undefined): Finding[] {
	const findings: Finding[] = [];
	for (const node of descendants(root)) {
		if (node.kind !== "call" || node.name.toLowerCase() !== "selectuniquevalue") continue;
		const span = node.nameSpan;
		const misplaced = (message: string) =>
			findings.push({ severity: "error", code: "MisplacedFunction", message, span });
		if (node !== root) misplaced("SelectUniqueValue must be the outermost call");
		if (target?.matching) misplaced("SelectUniqueValue cannot make a matching attribute");
		if (target && !target.creationOnly) {
			misplaced("SelectUniqueValue needs a mapping that applies only during object creation");
		}
		findings.push({
			severity: "warning",
			code: "EntraUnsupportedTarget",
			message: "Works here, but Entra supports SelectUniqueValue only for provisioning into Active Directory",
			span,
		});
	}
	return findings;
}

/**
 * Examines an expression without evaluating it. `error`: it can't be saved; `warning`: it works here, but
 * usually not in Entra. A string that is not an expression yields one error. Sorted by position.
 */
export function check(source: Ast | string, options: CheckOptions = {}): readonly Problem[] {
	let ast: Ast;
	try {
		ast = typeof source === "string" ? parse(source) : source;
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		const { code, message, span, line, column } = error;
		return [{ severity: "error", code, message, span, line, column }];
	}
	const findings = [...checkRoot(ast.root), ...checkPlacement(ast.root, options.target)];
	if (options.attributes) findings.push(...checkAttributes(ast.root, options.attributes));
	for (const node of descendants(ast.root)) {
		if (node.kind === "call") findings.push(...checkCall(node, ast.text));
	}
	const positionOf = positionsIn(ast.text);
	return findings
		.map((finding) => ({ ...finding, ...positionOf(finding.span.start) }))
		.sort((a, b) => a.span.start - b.span.start);
}
