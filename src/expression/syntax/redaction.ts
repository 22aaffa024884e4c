import { childrenOf, descendants, type Node } from "./ast.ts";

function isRedact(node: Node): boolean {
	return node.kind === "call" && node.name.toLowerCase() === "redact";
}

/** The attributes that are read inside a `Redact`, in lower case: a display of values must hide theirs. */
export function redactedAttributes(root: Node): ReadonlySet<string> {
	const names = new Set<string>();
	for (const call of descendants(root)) {
		if (!isRedact(call)) continue;
		for (const node of descendants(call)) if (node.kind === "attribute") names.add(node.name.toLowerCase());
	}
	return names;
}

/**
 * The parts whose value would reveal what `Redact` hides: those inside and around it, and everything that reads an
 * attribute that is read inside it.
 */
export function redactedParts(root: Node): ReadonlySet<Node> {
	const secret = redactedAttributes(root);
	const parts = new Set<Node>();
	const visit = (node: Node, isInside: boolean): boolean => {
		const inside = isInside || isRedact(node);
		const below = childrenOf(node).map((child) => visit(child, inside));
		const tells = node.kind === "attribute" && secret.has(node.name.toLowerCase());
		const isRedacted = inside || tells || below.includes(true);
		if (isRedacted) parts.add(node);
		return isRedacted;
	};
	visit(root, false);
	return parts;
}
