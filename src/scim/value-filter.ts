import type { Json, JsonObject } from "./resource.ts";
import { isObject, memberOf } from "./resource-value.ts";

/** The comparisons of RFC 7644 §3.4.2.2; `pr` (present) is separate because it takes no value. */
export const comparisons = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] as const;
/** One of the comparison operators. */
export type Comparison = (typeof comparisons)[number];

/** What an attribute is compared with. */
export type FilterValue = null | boolean | number | string;

/** The condition between the brackets of `emails[type eq "work"]`, on one element of a multi-valued attribute. */
export type ValueFilter =
	| { readonly type: "and" | "or"; readonly left: ValueFilter; readonly right: ValueFilter }
	| { readonly type: "not"; readonly filter: ValueFilter }
	| { readonly type: "present"; readonly attribute: string }
	| {
			readonly type: "compare";
			readonly attribute: string;
			readonly operator: Comparison;
			readonly value: FilterValue;
	  };

/**
 * Whether an element satisfies the filter.
 *
 * Names and text are compared without regard to case, the default of RFC 7643 §2.2. A plain element (`"Admin"`) counts
 * as `{value: "Admin"}`. A boolean equals its name as text (`"True"`), which is how Entra writes it.
 */
export function matches(filter: ValueFilter, element: Json): boolean {
	switch (filter.type) {
		case "and":
			return matches(filter.left, element) && matches(filter.right, element);
		case "or":
			return matches(filter.left, element) || matches(filter.right, element);
		case "not":
			return !matches(filter.filter, element);
		case "present":
			return isPresent(attributeOf(element, filter.attribute));
		case "compare": {
			const actual = attributeOf(element, filter.attribute);
			if (!Array.isArray(actual)) return compare(actual, filter.operator, filter.value);
			return actual.some((one) => compare(one, filter.operator, filter.value));
		}
	}
}

/**
 * The element that a filter describes: `type eq "work" and primary eq true` → `{type: "work", primary: true}`.
 * Undefined when the filter leaves it open (`or`, `not`, other comparisons), so that nothing can be created from it.
 */
export function describedElement(filter: ValueFilter): JsonObject | undefined {
	if (filter.type === "compare" && filter.operator === "eq" && !filter.attribute.includes(".")) {
		return { [filter.attribute]: filter.value };
	}
	if (filter.type !== "and") return undefined;
	const left = describedElement(filter.left);
	const right = describedElement(filter.right);
	return left && right ? { ...left, ...right } : undefined;
}

/** The filter as RFC 7644 writes it, with parentheses only where they matter. */
export function formatFilter(filter: ValueFilter): string {
	switch (filter.type) {
		case "or":
			return `${formatFilter(filter.left)} or ${operand(filter.right, ["or"])}`;
		case "and":
			return `${operand(filter.left, ["or"])} and ${operand(filter.right, ["or", "and"])}`;
		case "not":
			return `not (${formatFilter(filter.filter)})`;
		case "present":
			return `${filter.attribute} pr`;
		case "compare":
			return `${filter.attribute} ${filter.operator} ${JSON.stringify(filter.value)}`;
	}
}

function operand(filter: ValueFilter, enclosed: readonly ValueFilter["type"][]): string {
	const text = formatFilter(filter);
	return enclosed.includes(filter.type) ? `(${text})` : text;
}

function attributeOf(element: Json, attribute: string): Json | undefined {
	let value: Json | undefined = isObject(element) ? element : { value: element };
	for (const name of attribute.split(".")) {
		if (!isObject(value)) return undefined;
		value = memberOf(value, name);
	}
	return value;
}

function isPresent(value: Json | undefined): boolean {
	if (value === undefined || value === null || value === "") return false;
	if (Array.isArray(value)) return value.length > 0;
	return !isObject(value) || Object.keys(value).length > 0;
}

function compare(actual: Json | undefined, operator: Comparison, expected: FilterValue): boolean {
	if (operator === "ne") return !compare(actual, "eq", expected);
	if (actual === undefined || actual === null) return operator === "eq" && expected === null;
	if (typeof actual === "boolean") return operator === "eq" && actual === asBoolean(expected);
	if (typeof actual === "number" && typeof expected === "number") return order(actual - expected, operator);
	if (typeof actual !== "string" || typeof expected !== "string") return false;
	const [left, right] = [actual.toLowerCase(), expected.toLowerCase()];
	switch (operator) {
		case "co":
			return left.includes(right);
		case "sw":
			return left.startsWith(right);
		case "ew":
			return left.endsWith(right);
		default:
			return order(instantOrder(actual, expected) ?? (left < right ? -1 : left > right ? 1 : 0), operator);
	}
}

function asBoolean(value: FilterValue): boolean | undefined {
	if (typeof value === "boolean") return value;
	if (typeof value !== "string") return undefined;
	return { true: true, false: false }[value.toLowerCase()];
}

function order(difference: number, operator: Comparison): boolean {
	switch (operator) {
		case "eq":
			return difference === 0;
		case "gt":
			return difference > 0;
		case "ge":
			return difference >= 0;
		case "lt":
			return difference < 0;
		case "le":
			return difference <= 0;
		default:
			return false;
	}
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Date-times are ordered in time, whatever offset they are written with (RFC 7644 §3.4.2.2). */
function instantOrder(left: string, right: string): number | undefined {
	if (!instant.test(left) || !instant.test(right)) return undefined;
	const difference = Date.parse(left) - Date.parse(right);
	return Number.isNaN(difference) ? undefined : difference;
}
