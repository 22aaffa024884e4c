import {
	type Ast,
	compile,
	type Explanation,
	explain,
	isList,
	quote,
	redactedText,
	toText,
	type Value,
} from "../expression/index.ts";
import type { AttributeMapping, MappingSet } from "../mapping/attribute-mapping.ts";
import { attributesRead, type CompiledMapping, compileMapping } from "../mapping/compile.ts";
import { evaluateMapping } from "../mapping/map-user.ts";
import { graphAttributes } from "../mapping/source-schema.ts";
import { readSource, type Source } from "../mapping/source-value.ts";
import { cleanText } from "../terminal/clean-text.ts";
import { type MappingYield, yieldOf } from "./mapping-yield.ts";

/** What became of a part. `skipped`: its branch was not taken. Texts stand in quotes; what `Redact` hides is `[Redact]`. */
export type PartOutcome =
	| { readonly type: "value"; readonly text: string }
	| { readonly type: "error"; readonly message: string }
	| { readonly type: "skipped" };

/** A part of a mapping's source with what it yields for one user, and the parts below it. */
export type ExplainedPart = {
	readonly kind: Explanation["kind"];
	/** As written, without control characters. */
	readonly text: string;
	readonly outcome: PartOutcome;
	readonly parts: readonly ExplainedPart[];
};

/** One evaluation of a mapping for one user, laid open. */
export type MappingExplanation = {
	/** What the mapping sends to its target, after defaults and the target's type: the same as the preview shows. */
	readonly yields: MappingYield;
	/** Null for a mapping that reads nothing (type none). */
	readonly root: ExplainedPart | null;
};

/** The attributes that an explanation needs of the directory. Throws `MappingError` for a mapping that does not compile. */
export function explainedAttributes(mapping: AttributeMapping): readonly string[] {
	return graphAttributes(attributesRead(compileMapping(mapping)));
}

/** Evaluates a mapping once for a user, and tells the value of every part. Throws `MappingError`. */
export function explainMapping(
	set: MappingSet,
	mapping: AttributeMapping,
	source: Source,
	now: Date,
): MappingExplanation {
	const one = compileMapping(mapping);
	const compiled = { set, mappings: [one], matching: [] };
	const expression = one.expression ?? plainExpression(one);
	const yields = yieldOf(evaluateMapping(compiled, one, source, { now: () => now }));
	if (expression === null) return { yields, root: null };
	const { root } = explain(expression, (name) => readSource(source, name), {
		now: () => now,
		strict: set.entraStrict,
	});
	return { yields, root: partOf(root, hiddenParts(root)) };
}

/** A direct or constant mapping as the expression that means the same. */
function plainExpression({ mapping: { source } }: CompiledMapping) {
	const node = (text: string): Ast => {
		const span = { start: 0, end: text.length };
		if (source.type === "direct")
			return { text, root: { kind: "attribute", name: source.attribute, ...span } };
		return { text, root: { kind: "text", value: source.type === "constant" ? source.value : "", ...span } };
	};
	if (source.type === "direct") return compile(node(`[${source.attribute}]`));
	return source.type === "constant" ? compile(node(quote(source.value))) : null;
}

/**
 * The parts whose value would tell what `Redact` hides: those inside of it and around it, and everything that reads an
 * attribute that is read inside of it.
 */
function hiddenParts(root: Explanation): ReadonlySet<Explanation> {
	const nameOf = ({ text }: Explanation) => text.slice(1, -1).trim().toLowerCase();
	const secret = new Set<string>();
	const hidden = new Set<Explanation>();
	const hide = (part: Explanation) => {
		hidden.add(part);
		if (part.kind === "attribute") secret.add(nameOf(part));
		part.children.forEach(hide);
	};
	const find = (part: Explanation) => {
		if (part.kind === "call" && /^redact\s*\(/iu.test(part.text)) hide(part);
		else part.children.forEach(find);
	};
	const spread = (part: Explanation): boolean => {
		const below = part.children.map(spread).some(Boolean);
		const isHidden = hidden.has(part) || below || (part.kind === "attribute" && secret.has(nameOf(part)));
		if (isHidden) hidden.add(part);
		return isHidden;
	};
	find(root);
	spread(root);
	return hidden;
}

function partOf(part: Explanation, hidden: ReadonlySet<Explanation>): ExplainedPart {
	const { kind, text, outcome, children } = part;
	return {
		kind,
		text: cleanText(text),
		outcome: outcomeOf(outcome, hidden.has(part)),
		parts: children.map((child) => partOf(child, hidden)),
	};
}

function outcomeOf(outcome: Explanation["outcome"], isHidden: boolean): PartOutcome {
	switch (outcome.type) {
		case "value":
			return { type: "value", text: isHidden ? redactedText : cleanText(shownValue(outcome.value)) };
		case "error": {
			const { code, message } = outcome.error;
			return { type: "error", message: isHidden ? `${code} ${redactedText}` : cleanText(message) };
		}
		case "skipped":
			return { type: "skipped" };
	}
}

const longest = 2_000;

function cut(text: string): string {
	return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function shownValue(value: Value): string {
	if (value === null) return "null";
	if (typeof value === "string") return quote(cut(value));
	if (isList(value)) return value.length === 0 ? "no values" : cut(value.map(quote).join(", "));
	return cut(toText(value)) || "none";
}
