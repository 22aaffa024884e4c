import { DateTime } from "../dates/date-time.ts";
import { RoleAssignments, RoleValues } from "./roles.ts";
import { toText, type Value } from "./value.ts";

export type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/**
 * A value as JSON: date-times as text the way Entra shows them, structured roles as objects, role assignments as they
 * came. A bigint becomes a number when a double holds it exactly, otherwise its digits as text.
 */
export function toJson(value: Value): Json {
	if (value instanceof DateTime) return toText(value);
	if (value instanceof RoleAssignments) return value.assignments;
	if (value instanceof RoleValues) return value.values;
	if (typeof value === "bigint") return BigInt(Number(value)) === value ? Number(value) : value.toString();
	return value;
}

function textOf(json: unknown): string | null {
	if (typeof json === "string") return json;
	return typeof json === "number" || typeof json === "boolean" ? toText(json) : null;
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
	return typeof json === "object" && json !== null && !Array.isArray(json);
}

/**
 * A value from JSON, as `--input` and tests give it: texts, numbers, booleans, null, arrays of these for multi-valued
 * attributes (nulls in them are left out), and arrays of `{id, value, displayName}` for role assignments.
 *
 * @throws {TypeError} for any other JSON.
 */
export function fromJson(json: unknown): Value {
	if (json === null || json === undefined) return null;
	if (typeof json === "string" || typeof json === "boolean" || typeof json === "number") return json;
	if (!Array.isArray(json))
		throw new TypeError("An attribute is text, a number, a boolean, null or an array of these");
	const items: readonly unknown[] = json;
	if (items.some(isObject)) {
		return new RoleAssignments(
			items.filter(isObject).map(({ id, value, displayName }) => ({
				id: textOf(id) ?? "",
				value: textOf(value),
				displayName: textOf(displayName) ?? textOf(value) ?? "",
			})),
		);
	}
	return items
		.filter((item) => item !== null)
		.map((item) => {
			const text = textOf(item);
			if (text === null) throw new TypeError("A multi-valued attribute holds texts, numbers and booleans");
			return text;
		});
}
