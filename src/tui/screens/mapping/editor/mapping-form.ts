import { isDeepStrictEqual } from "node:util";
import type { AttributeMapping, MappingSource } from "../../../../mapping/definition/attribute-mapping.ts";

/** The edited values. The form keeps the sources of all types, so that switching the type loses nothing. */
export type MappingForm = {
	readonly target: string;
	readonly type: MappingSource["type"];
	readonly attribute: string;
	readonly constant: string;
	readonly expression: string;
	/** Empty: none. */
	readonly defaultValue: string;
	/** Digits; empty: not a matching attribute. */
	readonly matching: string;
	readonly apply: AttributeMapping["apply"];
	readonly flowNull: boolean;
};

const blank: MappingForm = {
	target: "",
	type: "direct",
	attribute: "",
	constant: "",
	expression: "",
	defaultValue: "",
	matching: "",
	apply: "always",
	flowNull: false,
};

/** The form of a mapping; a blank form for a new one. */
export function formOf(mapping: AttributeMapping | null): MappingForm {
	if (mapping === null) return blank;
	const { target, source, defaultValue = "", matchingPrecedence, apply, flowNull } = mapping;
	return {
		...blank,
		target,
		type: source.type,
		...(source.type === "direct" ? { attribute: source.attribute } : {}),
		...(source.type === "constant" ? { constant: source.value } : {}),
		...(source.type === "expression" ? { expression: source.expression } : {}),
		defaultValue,
		matching: matchingPrecedence === undefined ? "" : String(matchingPrecedence),
		apply,
		flowNull,
	};
}

function sourceOf({ type, attribute, constant, expression }: MappingForm): MappingSource {
	switch (type) {
		case "direct":
			return { type, attribute };
		case "constant":
			return { type, value: constant };
		case "expression":
			return { type, expression };
		case "none":
			return { type };
	}
}

/** The mapping that the form describes. */
export function mappingOf(form: MappingForm): AttributeMapping {
	const precedence = Number.parseInt(form.matching, 10);
	return {
		target: form.target.trim(),
		source: sourceOf(form),
		...(form.defaultValue === "" ? {} : { defaultValue: form.defaultValue }),
		...(precedence > 0 ? { matchingPrecedence: precedence } : {}),
		apply: form.apply,
		flowNull: form.flowNull,
	};
}

const oneAttribute = /^\s*\[([^[\]]+)\]\s*$/u;
const isName = /^[\p{L}\p{N}_.]*$/u;

/**
 * The form with another type of source. An expression that was typed as an attribute moves to an expression that is still empty, and
 * the only attribute that an expression reads to an empty attribute.
 */
export function withType(form: MappingForm, type: MappingSource["type"]): MappingForm {
	const { attribute, expression } = form;
	if (form.type === "direct" && type === "expression" && expression === "" && !isName.test(attribute))
		return { ...form, type, expression: attribute };
	const read = oneAttribute.exec(expression)?.[1];
	if (form.type === "expression" && type === "direct" && attribute === "" && read !== undefined)
		return { ...form, type, attribute: read };
	return { ...form, type };
}

/** Whether saving would change anything. */
export function isEdited(form: MappingForm, before: MappingForm): boolean {
	return !isDeepStrictEqual(mappingOf(form), mappingOf(before));
}
