import { parameterAt } from "../expression/call/descriptor.ts";
import { findFunction, format, type Node, parse, quote } from "../expression/index.ts";
import type { EntraSource } from "./document.ts";

/**
 * An expression as Graph's tree of functions, attributes and constants. Arguments left out have no parameter; repeated
 * ones are numbered: `key1`, `value1`, `key2`…
 *
 * Graph documents no names for the parts of a comparison. A client of Graph can have the tree made by its
 * `parseExpression` instead; the `expression` text beside the tree is the same. Throws `ExpressionError` for text that
 * is not an expression.
 *
 * @see https://learn.microsoft.com/graph/api/resources/synchronization-attributemappingsource
 */
export function treeOf(text: string): EntraSource {
	const { root } = parse(text);
	return { ...nodeTree(root, text), expression: text };
}

function nodeTree(node: Node, text: string): EntraSource {
	const expression = text.slice(node.start, node.end);
	switch (node.kind) {
		case "attribute":
			return attributeTree(node.name);
		case "text":
			return constantTree(node.value);
		case "number":
			return { expression, name: node.source, parameters: [], type: "Constant" };
		case "word":
			return { expression, name: node.name, parameters: [], type: "Constant" };
		case "omitted":
			return { expression: "", name: "", parameters: [], type: "Constant" };
		case "comparison": {
			const parameters = [
				{ key: "left", value: nodeTree(node.left, text) },
				{ key: "right", value: nodeTree(node.right, text) },
			];
			return { expression, name: node.operator, parameters, type: "Function" };
		}
		case "call": {
			const descriptor = findFunction(node.name);
			const parameters = node.arguments.flatMap((argument, index) => {
				if (argument.kind === "omitted") return [];
				const key = keyOf(descriptor, index);
				return [{ key, value: nodeTree(argument, text) }];
			});
			return { expression, name: descriptor?.name ?? node.name, parameters, type: "Function" };
		}
	}
}

type Descriptor = ReturnType<typeof findFunction>;

/**
 * Names of parameters in Graph's trees where they differ from those of the reference.
 *
 * @see https://learn.microsoft.com/graph/api/synchronization-synchronizationschema-parseexpression
 */
const graphNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	Replace: { oldValue: "Find", replacementValue: "Replacement" },
};

function keyOf(descriptor: Descriptor, index: number): string {
	const parameter = descriptor && parameterAt(descriptor, index);
	if (!descriptor || !parameter) return `argument${index + 1}`;
	if (!parameter.repeats) return graphNames[descriptor.name]?.[parameter.name] ?? parameter.name;
	const repeating = descriptor.parameters.filter(({ repeats }) => repeats).length;
	const first = descriptor.parameters.length - repeating;
	return `${parameter.name}${Math.floor((index - first) / repeating) + 1}`;
}

export function attributeTree(name: string): EntraSource {
	return { expression: `[${name}]`, name, parameters: [], type: "Attribute" };
}

export function constantTree(value: string): EntraSource {
	return { expression: quote(value), name: value, parameters: [], type: "Constant" };
}

/** The expression of a tree: its own text where Graph gives it, otherwise built from the parameters. */
export function textOf(tree: EntraSource): string {
	if (tree.expression) return tree.expression;
	const name = tree.name ?? "";
	switch (tree.type) {
		case "Attribute":
			return `[${name}]`;
		case "Function":
			return callText(name, tree);
		default:
			return quote(name);
	}
}

function callText(name: string, { parameters }: EntraSource): string {
	const given = (parameters ?? []).map(({ key, value }) => ({ key, text: value ? textOf(value) : "" }));
	const descriptor = findFunction(name);
	if (!descriptor) return `${name}(${given.map(({ text }) => text).join(", ")})`;
	const places = new Map<string, number>();
	for (let index = 0; index < descriptor.parameters.length + given.length; index++) {
		places.set(keyOf(descriptor, index).toLowerCase(), index);
		const name = parameterAt(descriptor, index)?.name.toLowerCase();
		if (name !== undefined && !places.has(name)) places.set(name, index);
	}
	const args: string[] = [];
	given.forEach(({ key, text }, order) => {
		args[places.get((key ?? "").toLowerCase()) ?? order] = text;
	});
	return format(parse(`${descriptor.name}(${Array.from(args, (text) => text ?? "").join(", ")})`));
}
