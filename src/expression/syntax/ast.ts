import type { Span } from "./span.ts";

/** The operators of a condition. */
export type ComparisonOperator = "=" | "<>" | ">" | ">=" | "<" | "<=";

export type CallNode = Span & {
	readonly kind: "call";
	/** The function's name as written; any case. */
	readonly name: string;
	readonly nameSpan: Span;
	readonly arguments: readonly Node[];
};
export type AttributeNode = Span & { readonly kind: "attribute"; readonly name: string };
export type TextNode = Span & { readonly kind: "text"; readonly value: string };
/** `source` is the number as written (`&HF7`), `value` a bigint beyond ±2⁵³. */
export type NumberNode = Span & {
	readonly kind: "number";
	readonly value: number | bigint;
	readonly source: string;
};
/** A bare word such as `vbTextCompare`. */
export type WordNode = Span & { readonly kind: "word"; readonly name: string };
/** A parameter that was left out: the empty place between two commas. */
export type OmittedNode = Span & { readonly kind: "omitted" };
export type ComparisonNode = Span & {
	readonly kind: "comparison";
	readonly operator: ComparisonOperator;
	readonly left: Node;
	readonly right: Node;
};

export type Node = CallNode | AttributeNode | TextNode | NumberNode | WordNode | OmittedNode | ComparisonNode;

/** A parsed expression, with the text that its spans point into. */
export type Ast = { readonly text: string; readonly root: Node };

/** The nodes directly below a node. */
export function childrenOf(node: Node): readonly Node[] {
	if (node.kind === "call") return node.arguments;
	if (node.kind === "comparison") return [node.left, node.right];
	return [];
}

/** A node and all nodes below it, parents first. */
export function* descendants(node: Node): Generator<Node> {
	// Nested generators would pass each node through all levels above it.
	const waiting = [node];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		yield next;
		for (const child of childrenOf(next).toReversed()) waiting.push(child);
	}
}

/** The attributes that an expression reads, as written, each once. */
export function attributesOf(node: Node): readonly string[] {
	const names = new Set<string>();
	for (const each of descendants(node)) if (each.kind === "attribute") names.add(each.name);
	return [...names];
}
