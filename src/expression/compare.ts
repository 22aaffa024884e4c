import { DateTime } from "./dates/date-time.ts";
import { parseDateTime } from "./dates/parse.ts";
import type { ComparisonOperator } from "./syntax/ast.ts";
import { parseNumber } from "./value/number.ts";
import { isList, toText, type Value } from "./value/value.ts";

function isNumeric(value: Value): value is number | bigint {
	return typeof value === "number" || typeof value === "bigint";
}

function numberOf(value: Value): number | bigint | null {
	if (isNumeric(value)) return value;
	return typeof value === "string" ? parseNumber(value) : null;
}

function instantOf(value: Value): bigint | null {
	if (value instanceof DateTime) return value.ticks;
	return typeof value === "string" ? (parseDateTime(value, new Date(0))?.ticks ?? null) : null;
}

/** Negative, 0 or positive; null when the two have no order (null, lists, a number and a string that is not a number). */
function order(left: Value, right: Value, textIsNumber: boolean): number | null {
	const sign = (a: number | bigint | string, b: number | bigint | string) => (a < b ? -1 : a > b ? 1 : 0);
	if (left === null || right === null || isList(left) || isList(right)) return null;
	if (left instanceof DateTime || right instanceof DateTime) {
		const [a, b] = [instantOf(left), instantOf(right)];
		return a === null || b === null ? null : sign(a, b);
	}
	if (isNumeric(left) || isNumeric(right) || textIsNumber) {
		const [a, b] = [numberOf(left), numberOf(right)];
		if (a !== null && b !== null) return sign(a, b);
		if (isNumeric(left) || isNumeric(right)) return null;
	}
	return sign(toText(left), toText(right));
}

function equal(left: Value, right: Value): boolean {
	if (isList(left) || isList(right)) {
		const [a, b] = [left, right].map((value) =>
			isList(value) ? value : value === null ? [] : [toText(value)],
		);
		return (
			a !== undefined && b !== undefined && a.length === b.length && a.every((each, at) => each === b[at])
		);
	}
	if (left === null || right === null) return toText(left) === toText(right);
	if (typeof left === "boolean" || typeof right === "boolean") {
		return toText(left).toLowerCase() === toText(right).toLowerCase();
	}
	const ordered = order(left, right, false);
	return ordered === null ? toText(left) === toText(right) : ordered === 0;
}

/**
 * Compares two values as a condition of IIF or CBool does. Strings are compared by code units, case-sensitive;
 * a number or a date is compared with a string that reads as one, as are, for `<` and `>`, two strings that read as
 * numbers. Null equals null and `""`, and is neither less nor greater than anything.
 */
export function compare(operator: ComparisonOperator, left: Value, right: Value): boolean {
	if (operator === "=") return equal(left, right);
	if (operator === "<>") return !equal(left, right);
	const ordered = order(left, right, true);
	if (ordered === null) return false;
	switch (operator) {
		case "<":
			return ordered < 0;
		case "<=":
			return ordered <= 0;
		case ">":
			return ordered > 0;
		case ">=":
			return ordered >= 0;
	}
}
