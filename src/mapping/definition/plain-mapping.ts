import type { AttributeMapping } from "./attribute-mapping.ts";

const always = { apply: "always", flowNull: false } as const;

/** A mapping that copies an attribute of the source. */
export function direct(target: string, attribute: string): AttributeMapping {
	return { target, source: { type: "direct", attribute }, ...always };
}

/** A mapping that evaluates an expression. */
export function expression(target: string, text: string): AttributeMapping {
	return { target, source: { type: "expression", expression: text }, ...always };
}
