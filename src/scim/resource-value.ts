import type { Json, JsonObject } from "./resource.ts";

/** Whether the value is a complex one (an object, not a list). */
export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The key under which a resource holds an attribute: names are case-insensitive (RFC 7643 §2.1). As asked when absent. */
export function keyOf(object: JsonObject, name: string): string {
	if (Object.hasOwn(object, name)) return name;
	const lower = name.toLowerCase();
	return Object.keys(object).find((key) => key.toLowerCase() === lower) ?? name;
}

/** The attribute's value, whatever the case of its name; undefined when absent. */
export function memberOf(object: JsonObject, name: string): Json | undefined {
	const key = keyOf(object, name);
	return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A copy with the attribute set. */
export function withValue(object: JsonObject, name: string, value: Json): JsonObject {
	return { ...object, [keyOf(object, name)]: value };
}

/** A copy without the attribute; the object itself when it has none. */
export function withoutValue(object: JsonObject, name: string): JsonObject {
	const key = keyOf(object, name);
	if (!Object.hasOwn(object, key)) return object;
	const { [key]: _, ...rest } = object;
	return rest;
}

/** Whether two values are the same JSON, whatever the order of keys. Lists compare in order. */
export function equalJson(left: Json | undefined, right: Json | undefined): boolean {
	if (left === right) return true;
	if (Array.isArray(left)) {
		return (
			Array.isArray(right) &&
			left.length === right.length &&
			left.every((value, index) => equalJson(value, right[index]))
		);
	}
	if (!isObject(left) || !isObject(right)) return false;
	const keys = Object.keys(left);
	return (
		keys.length === Object.keys(right).length &&
		keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key], right[key]))
	);
}
