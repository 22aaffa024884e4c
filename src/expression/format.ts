import { findFunction } from "./functions/registry.ts";
import type { Ast, Node } from "./syntax/ast.ts";
import { quote } from "./syntax/literal.ts";

/** How an expression is written. */
export type FormatOptions = {
	/** Calls that are longer than this get one line per argument. By default, everything is on one line. */
	readonly width?: number;
};

function oneLine(node: Node): string {
	switch (node.kind) {
		case "call":
			return `${findFunction(node.name)?.name ?? node.name}(${node.arguments.map(oneLine).join(", ")})`;
		case "attribute":
			return `[${node.name}]`;
		case "text":
			return quote(node.value);
		case "number":
			return node.source;
		case "word":
			return canonicalWords.find((word) => word.toLowerCase() === node.name.toLowerCase()) ?? node.name;
		case "comparison":
			return `${oneLine(node.left)} ${node.operator} ${oneLine(node.right)}`;
		case "omitted":
			return "";
	}
}

/** The bare words of functions, as spelled in the reference. */
export const canonicalWords: readonly string[] = ["vbBinaryCompare", "vbTextCompare"];

function broken(node: Node, width: number, indent: string): string {
	const line = oneLine(node);
	if (node.kind !== "call" || node.arguments.length === 0 || indent.length + line.length <= width)
		return line;
	const inner = `${indent}  `;
	const lines = node.arguments.map((argument, index) => {
		const comma = index < node.arguments.length - 1 ? "," : "";
		return `${inner}${broken(argument, width, inner)}${comma}`.trimEnd();
	});
	return `${line.slice(0, line.indexOf("("))}(\n${lines.join("\n")}\n${indent})`;
}

/** Writes an expression in its canonical form: function names as documented, one space after each comma. */
export function format(ast: Ast, { width = Number.POSITIVE_INFINITY }: FormatOptions = {}): string {
	return broken(ast.root, width, "");
}
