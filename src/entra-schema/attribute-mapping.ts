import { ExpressionError } from "../expression/index.ts";
import type { AttributeMapping, MappingSource } from "../mapping/definition/attribute-mapping.ts";
import { canonicalExpression } from "../mapping/definition/canonical-expression.ts";
import type { EntraAttributeMapping, EntraSource } from "./document.ts";
import { attributeTree, constantTree, textOf, treeOf } from "./expression-tree.ts";
import type { SchemaNote } from "./schema-note.ts";

/** A mapping read from Graph's form, and how it works differently here. */
export type ReadMapping = { readonly mapping: AttributeMapping; readonly notes: readonly SchemaNote[] };

/** Reads one attribute mapping. Whether nulls flow is part of the definition of the target attribute. */
export function readMapping(json: EntraAttributeMapping, flowNull: boolean): ReadMapping {
	const { targetAttributeName: target, flowType, flowBehavior, matchingPriority, defaultValue } = json;
	const notes: SchemaNote[] = [];
	if (flowType && flowType !== "Always" && flowType !== "ObjectAddOnly") {
		const text = `${target}: the flow type ${flowType} works as Always here`;
		notes.push({ about: "flow-type", target, text });
	}
	if (flowBehavior && flowBehavior !== "FlowWhenChanged") {
		const text = `${target}: ${flowBehavior} sends unchanged values too, and here only changes are sent`;
		notes.push({ about: "flow-behavior", target, text });
	}
	const mapping: AttributeMapping = {
		target,
		source: readSource(json.source),
		...(defaultValue ? { defaultValue } : {}),
		...(matchingPriority && matchingPriority > 0 ? { matchingPrecedence: matchingPriority } : {}),
		apply: flowType === "ObjectAddOnly" ? "creation" : "always",
		flowNull,
	};
	return { mapping, notes };
}

function readSource(source: EntraSource | null | undefined): MappingSource {
	switch (source?.type) {
		case "Attribute":
			return { type: "direct", attribute: source.name || textOf(source).replace(/^\[|\]$/g, "") };
		case "Function":
			return { type: "expression", expression: textOf(source) };
		case "Constant":
			if (source.name) return { type: "constant", value: source.name };
			return source.expression ? { type: "expression", expression: source.expression } : { type: "none" };
		default:
			return source?.expression ? { type: "expression", expression: source.expression } : { type: "none" };
	}
}

/**
 * A mapping in Graph's form. Unsupported members of `original` are kept; if the mapping is equal, all of it is kept.
 * Throws `ExpressionError` for an expression that cannot be read.
 */
export function writeMapping(
	mapping: AttributeMapping,
	original: EntraAttributeMapping | undefined,
): EntraAttributeMapping {
	const before = original && readMapping(original, mapping.flowNull).mapping;
	if (original && before && sameMapping(before, mapping)) return original;
	const keepsSource = original && before && sameSource(before.source, mapping.source);
	return {
		exportMissingReferences: false,
		flowBehavior: "FlowWhenChanged",
		...original,
		defaultValue: mapping.defaultValue ?? (mapping.source.type === "constant" ? null : ""),
		flowType: writeFlowType(mapping, before, original),
		matchingPriority: mapping.matchingPrecedence ?? 0,
		source: keepsSource ? original.source : writeSource(mapping.source),
		targetAttributeName: mapping.target,
	};
}

function writeFlowType(
	{ apply }: AttributeMapping,
	before: AttributeMapping | undefined,
	original: EntraAttributeMapping | undefined,
): string | null | undefined {
	if (original && before?.apply === apply) return original.flowType;
	return apply === "creation" ? "ObjectAddOnly" : "Always";
}

function writeSource(source: MappingSource): EntraSource {
	switch (source.type) {
		case "direct":
			return attributeTree(source.attribute);
		case "constant":
			return constantTree(source.value);
		case "expression":
			return treeOf(source.expression);
		case "none":
			return { expression: "", name: "", parameters: [], type: "Constant" };
	}
}

/** Whether two mappings are the same in everything that the product supports. */
export function sameMapping(left: AttributeMapping, right: AttributeMapping): boolean {
	return (
		left.target === right.target &&
		sameSource(left.source, right.source) &&
		left.defaultValue === right.defaultValue &&
		left.matchingPrecedence === right.matchingPrecedence &&
		left.apply === right.apply &&
		left.flowNull === right.flowNull
	);
}

function sameSource(left: MappingSource, right: MappingSource): boolean {
	if (left.type === "direct" && right.type === "direct") return left.attribute === right.attribute;
	if (left.type === "constant" && right.type === "constant") return left.value === right.value;
	if (left.type === "expression" && right.type === "expression")
		return left.expression === right.expression || readsTheSame(left.expression, right.expression);
	return left.type === "none" && right.type === "none";
}

/** Whether two texts are one expression: spacing, line breaks and the case of names do not count. False for text that is not an expression. */
export function readsTheSame(left: string, right: string): boolean {
	try {
		return canonicalExpression(left) === canonicalExpression(right);
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		return false;
	}
}
