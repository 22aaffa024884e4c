import { DateTime } from "../dates/date-time.ts";
import { RoleAssignments, RoleValues } from "./roles.ts";

/**
 * What an attribute holds and what an expression yields.
 *
 * Integers are numbers while a double holds them exactly (±2⁵³), and bigints beyond (file times are). A multi-valued
 * attribute is an array; an attribute that is absent is null.
 */
export type Value =
	| null
	| string
	| number
	| bigint
	| boolean
	| DateTime
	| readonly string[]
	| RoleAssignments
	| RoleValues;

/** An integer in the form that `Value` asks for. */
export function integerValue(integer: bigint): number | bigint {
	const number = Number(integer);
	return Number.isSafeInteger(number) ? number : integer;
}

/** True for a multi-valued value. */
export function isList(value: Value): value is readonly string[] {
	return Array.isArray(value);
}

/** Null, `""`, or no values at all: what Entra calls "null or empty". */
export function isEmpty(value: Value): boolean {
	if (value === null || value === "") return true;
	if (isList(value)) return value.length === 0;
	if (value instanceof RoleAssignments) return value.assignments.length === 0;
	if (value instanceof RoleValues) return value.values.length === 0;
	return false;
}

/** A number as .NET's invariant culture writes it: `0.5`, `1E+16`, `1E-05`. */
function numberText(number: number): string {
	if (Number.isSafeInteger(number)) return String(number);
	const size = Math.abs(number);
	if (size >= 1e-4 && size < 1e15) return String(number);
	const [mantissa = "", exponent = "0"] = number.toExponential().split("e");
	const digits = exponent.replace(/^[+-]/u, "").padStart(2, "0");
	return `${mantissa}E${exponent.startsWith("-") ? "-" : "+"}${digits}`;
}

/**
 * A value as .NET shows it: `True`, `3/16/2020 7:00:00 AM`, numbers in the invariant culture; null is `""`, several
 * values are joined by `; `. For people and logs; functions convert through their arguments, which refuse lists.
 */
export function toText(value: Value): string {
	if (typeof value === "string") return value;
	if (value === null) return "";
	if (typeof value === "number") return numberText(value);
	if (typeof value === "boolean") return value ? "True" : "False";
	if (typeof value === "bigint") return value.toString();
	if (value instanceof DateTime) return value.toString();
	if (value instanceof RoleAssignments) return value.assignments.map((role) => role.displayName).join("; ");
	if (value instanceof RoleValues) return value.values.map((role) => role.value).join("; ");
	return value.join("; ");
}
