import { graphAttributes } from "../../attributes/source-schema.ts";
import { readSource, type Source } from "../../attributes/source-value.ts";
import { type Ast, compile, explain, quote } from "../../expression/index.ts";
import type { AttributeMapping } from "../../mapping/definition/attribute-mapping.ts";
import { type MappingSet, targetsOf } from "../../mapping/definition/mapping-set.ts";
import { attributesRead, type CompiledMapping, compileMapping } from "../../mapping/user/compile.ts";
import { evaluateMapping } from "../../mapping/user/map-user.ts";
import { type ExplainedPart, explainedPart } from "./explained-part.ts";
import { type MappingYield, yieldOf } from "./mapping-yield.ts";

/** One evaluation of a mapping for one user, part by part. */
export type MappingExplanation = {
	/** What the mapping sends to its target, after defaults and the target's type: the same as the preview shows. */
	readonly yields: MappingYield;
	/** Null for a mapping that reads nothing (type none). */
	readonly root: ExplainedPart | null;
};

/** The attributes that an explanation reads from the directory. Throws `MappingError` for a mapping that does not compile. */
export function explainedAttributes(mapping: AttributeMapping): readonly string[] {
	return graphAttributes(attributesRead(compileMapping(mapping)));
}

/** Evaluates a mapping once for a user, with the value of every part. Throws `MappingError`. */
export function explainMapping(
	set: MappingSet,
	mapping: AttributeMapping,
	source: Source,
	now: Date,
): MappingExplanation {
	const one = compileMapping(mapping, targetsOf(set));
	const compiled = { set };
	const expression = one.expression ?? plainExpression(one);
	const yields = yieldOf(evaluateMapping(compiled, one, source, { now: () => now }));
	if (expression === null) return { yields, root: null };
	const { root } = explain(expression, (name) => readSource(source, name), {
		now: () => now,
		strict: set.entraStrict,
	});
	return { yields, root: explainedPart(root) };
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
