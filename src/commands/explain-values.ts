import {
	descendants,
	type Explanation,
	explain,
	isEmpty,
	redactedText,
	toText,
	type Value,
} from "../expression/index.ts";
import { attributesRead, type CompiledMapping, type CompiledMappings } from "../mapping/compile.ts";
import { evaluateMapping, type MappingEnvironment } from "../mapping/map-user.ts";
import { graphAttributes } from "../mapping/source-schema.ts";
import { readSource, type Source } from "../mapping/source-value.ts";
import { cleanText } from "../terminal/clean-text.ts";
import type { WhyPart, WhyValue } from "./why.ts";

/** What each mapping yields for a user, and out of what. */
export function explainValues(
	compiled: CompiledMappings,
	source: Source,
	environment: MappingEnvironment,
): readonly WhyValue[] {
	return compiled.mappings.map((one) => {
		const hidden = redacts(one);
		const { value, note } = outcomeOf(compiled, one, source, environment);
		return {
			target: one.mapping.target,
			mapping: cleanText(mappingText(one)),
			value,
			note,
			reads: hidden
				? []
				: attributesRead(one).map((name) => ({ name, value: valueText(readSource(source, name)) })),
			parts: hidden ? [] : partsOf(compiled, one, source, environment),
		};
	});
}

/** The attributes that `Redact` sees, under Graph's names: what shows the user's attributes leaves their values out. */
export function redactedAttributes({ mappings }: CompiledMappings): ReadonlySet<string> {
	return new Set(graphAttributes(mappings.filter(redacts).flatMap(attributesRead)));
}

function redacts({ expression }: CompiledMapping): boolean {
	if (expression === null) return false;
	return [...descendants(expression.ast.root)].some(
		(node) => node.kind === "call" && node.name.toLowerCase() === "redact",
	);
}

function mappingText({ mapping: { source, defaultValue } }: CompiledMapping): string {
	switch (source.type) {
		case "direct":
			return `direct: ${source.attribute}`;
		case "constant":
			return `constant: "${source.value}"`;
		case "expression":
			return source.expression;
		case "none":
			return defaultValue === undefined ? "none" : `default: "${defaultValue}"`;
	}
}

function outcomeOf(
	compiled: CompiledMappings,
	one: CompiledMapping,
	source: Source,
	environment: MappingEnvironment,
): Pick<WhyValue, "value" | "note"> {
	const outcome = evaluateMapping(compiled, one, source, environment);
	if (outcome.type === "failure") return { value: null, note: cleanText(`fails: ${outcome.failure.reason}`) };
	if (outcome.type === "undecided") {
		return {
			value: cleanText(outcome.value),
			note: "if no other account has it; else the next of its values",
		};
	}
	const [first] = outcome.values;
	if (first === undefined) return { value: null, note: "empty, so nothing flows" };
	const shown = first.redacted ? redactedText : jsonText(first.value);
	if (first.value === null)
		return { value: null, note: "empty, and the mapping lets that clear the attribute" };
	if (first.onlyIfEmpty) return { value: shown, note: "only while the account has nothing there" };
	if (first.creationOnly) return { value: shown, note: "only when the account is created" };
	return { value: shown, note: first.additive ? "added to what the account has" : "" };
}

function jsonText(value: unknown): string {
	return cleanText(typeof value === "string" ? value : JSON.stringify(value));
}

function partsOf(
	{ set }: CompiledMappings,
	{ expression }: CompiledMapping,
	source: Source,
	{ now, random }: MappingEnvironment,
): readonly WhyPart[] {
	if (expression === null) return [];
	const { root } = explain(expression, (name) => readSource(source, name), {
		...(now && { now }),
		...(random && { random }),
		isTaken: () => false,
		strict: set.entraStrict,
	});
	return flatten(root, 0);
}

function flatten(part: Explanation, depth: number): readonly WhyPart[] {
	const isSpoken = part.kind !== "text" && part.kind !== "number";
	const own = isSpoken ? [{ depth, text: cleanText(part.text), yields: yieldsText(part) }] : [];
	return [...own, ...part.children.flatMap((child) => flatten(child, depth + 1))];
}

function yieldsText({ outcome }: Explanation): string {
	switch (outcome.type) {
		case "value":
			return valueText(outcome.value);
		case "error":
			return cleanText(`fails: ${outcome.error.message}`);
		case "skipped":
			return "not asked for";
	}
}

function valueText(value: Value): string {
	if (isEmpty(value)) return "(empty)";
	return cleanText(typeof value === "string" ? `"${value}"` : toText(value));
}
