import { isObject, type Json, type JsonObject } from "../loopback/json.ts";
import type { AttributePath, Comparison, Filter, Literal } from "./filter.ts";
import { ScimRefusal } from "./refusal.ts";

/** Attributes whose values are compared case-sensitively (RFC 7643 §7: caseExact). */
const caseExact: readonly string[] = ["id", "externalid", "location", "version"];

/**
 * Whether a resource, or one value of a multi-valued attribute, matches the filter (RFC 7644 §3.4.2.2). `allExact`: letters are compared
 * exactly whatever the attribute.
 */
export function matches(resource: JsonObject, filter: Filter, allExact = false): boolean {
	switch (filter.kind) {
		case "and":
			return matches(resource, filter.left, allExact) && matches(resource, filter.right, allExact);
		case "or":
			return matches(resource, filter.left, allExact) || matches(resource, filter.right, allExact);
		case "not":
			return !matches(resource, filter.filter, allExact);
		case "present":
			return valuesAt(resource, filter.path).some(isPresent);
		case "value-path":
			return elements(resource, filter.path).some((element) => matches(element, filter.filter, allExact));
		case "compare": {
			const values = valuesAt(resource, filter.path);
			const name = (filter.path.sub ?? filter.path.attribute).toLowerCase();
			const exact = allExact || caseExact.includes(name);
			// A missing value equals null and differs from anything else.
			if (values.length === 0) return (filter.operator === "eq") === (filter.value === null);
			return values.some((value) => compare(value, filter.operator, filter.value, exact));
		}
	}
}

/** The own key of `object` that equals `name`, ignoring case. */
export function keyOf(object: JsonObject, name: string): string | undefined {
	if (Object.hasOwn(object, name)) return name;
	const lower = name.toLowerCase();
	return Object.keys(object).find((key) => key.toLowerCase() === lower);
}

function get(object: JsonObject, name: string): Json | undefined {
	const key = keyOf(object, name);
	return key === undefined ? undefined : object[key];
}

function holder(resource: JsonObject, path: AttributePath): JsonObject {
	if (path.urn === undefined) return resource;
	const extension = get(resource, path.urn);
	return isObject(extension) ? extension : {};
}

function elements(resource: JsonObject, path: AttributePath): JsonObject[] {
	const value = get(holder(resource, path), path.attribute);
	return (Array.isArray(value) ? value : [value]).filter(isObject);
}

function valuesAt(resource: JsonObject, path: AttributePath): Json[] {
	const found = get(holder(resource, path), path.attribute);
	if (found === undefined || found === null) return [];
	const several = Array.isArray(found);
	// A multi-valued attribute without a sub-attribute means its `value` (RFC 7644 §3.4.2.2).
	const sub = path.sub ?? (several ? "value" : undefined);
	return (several ? found : [found])
		.map((element) => (sub !== undefined && isObject(element) ? get(element, sub) : element))
		.filter((value) => value !== undefined)
		.filter((value) => value !== null);
}

function isPresent(value: Json): boolean {
	if (value === null || value === "") return false;
	return !isObject(value) || Object.keys(value).length > 0;
}

function compare(value: Json, operator: Comparison, literal: Literal, exact: boolean): boolean {
	if (typeof value === "boolean") return compareBoolean(value, operator, literal);
	if (typeof value === "number" && typeof literal === "number") return order(value - literal, operator);
	if (typeof value !== "string" || typeof literal !== "string") return operator === "ne";
	const left = exact ? value : value.toLowerCase();
	const right = exact ? literal : literal.toLowerCase();
	if (operator === "co") return left.includes(right);
	if (operator === "sw") return left.startsWith(right);
	if (operator === "ew") return left.endsWith(right);
	return order(left < right ? -1 : left > right ? 1 : 0, operator);
}

function compareBoolean(value: boolean, operator: Comparison, literal: Literal): boolean {
	// Entra writes booleans as strings in filters: primary eq "True".
	const asked = typeof literal === "string" ? literal.toLowerCase() : String(literal);
	if (operator === "eq") return String(value) === asked;
	if (operator === "ne") return String(value) !== asked;
	throw new ScimRefusal(400, "invalidFilter", `Invalid filter: ${operator} cannot compare a boolean`);
}

function order(sign: number, operator: Comparison): boolean {
	switch (operator) {
		case "eq":
			return sign === 0;
		case "ne":
			return sign !== 0;
		case "gt":
			return sign > 0;
		case "ge":
			return sign >= 0;
		case "lt":
			return sign < 0;
		case "le":
			return sign <= 0;
		default:
			return false;
	}
}
