import { readSource, type Source } from "../../attributes/source-value.ts";
import { explain, redactedAttributes, redactedText } from "../../expression/index.ts";
import { attributesRead, type CompiledMapping, type CompiledMappings } from "../../mapping/user/compile.ts";
import { evaluateMapping, type MappingEnvironment } from "../../mapping/user/map-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { type ExplainedPart, explainedPart, shownValue } from "../mapping/explained-part.ts";
import type { WhyPart, WhyValue } from "./why.ts";

/** What each mapping yields for a user, and from which attributes and parts. */
export function explainValues(
	compiled: CompiledMappings,
	source: Source,
	environment: MappingEnvironment,
): readonly WhyValue[] {
	return compiled.mappings.map((one) => ({
		target: one.mapping.target,
		mapping: cleanText(mappingText(one)),
		...outcomeOf(compiled, one, source, environment),
		reads: readsOf(one, source),
		parts: partsOf(compiled, one, source, environment),
	}));
}

function readsOf(one: CompiledMapping, source: Source): WhyValue["reads"] {
	const hidden = one.expression ? redactedAttributes(one.expression.ast.root) : new Set<string>();
	return attributesRead(one).map((name) => ({
		name,
		value: hidden.has(name.toLowerCase()) ? redactedText : shownValue(readSource(source, name)),
	}));
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
			value: outcome.redacted ? redactedText : cleanText(outcome.value),
			note: "if no other account has it; otherwise the next of its values",
		};
	}
	const [first] = outcome.values;
	if (first === undefined) return { value: null, note: "empty, so nothing flows" };
	const shown = first.redacted ? redactedText : jsonText(first.value);
	if (first.value === null) return { value: null, note: "empty, and the mapping clears the attribute" };
	if (first.onlyIfEmpty) return { value: shown, note: "only while the account has no value" };
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
	return flatten(explainedPart(root), 0);
}

/** The parts as a list, without literals. */
function flatten(part: ExplainedPart, depth: number): readonly WhyPart[] {
	const isListed = part.kind !== "text" && part.kind !== "number";
	const own = isListed ? [{ depth, text: part.text, yields: yieldsText(part) }] : [];
	return [...own, ...part.parts.flatMap((child) => flatten(child, depth + 1))];
}

function yieldsText({ outcome }: ExplainedPart): string {
	switch (outcome.type) {
		case "value":
			return outcome.text;
		case "error":
			return `fails: ${outcome.message}`;
		case "skipped":
			return "not evaluated";
	}
}
