import type { HostedLogEntry } from "../../ports/hosted-service.ts";
import { jsonList } from "./json-list.ts";
import type { PredictedUser } from "./prediction.ts";

/** An attribute that got another value than predicted; `null`: not changed. */
export type OtherValue = {
	readonly name: string;
	readonly predicted: string | null;
	readonly happened: string | null;
};

/** Attributes whose new value differs, and those that only one side changes. */
export function otherValues(
	predicted: PredictedUser["changes"],
	happened: HostedLogEntry["modifiedProperties"],
): readonly OtherValue[] {
	const [one, other] = [valuesByName(predicted), valuesByName(happened)];
	const names = new Set([...one.keys(), ...other.keys()]);
	return [...names].flatMap((key) => {
		const [left, right] = [one.get(key), other.get(key)];
		if (left !== undefined && right !== undefined && isSameValue(left.new, right.new)) return [];
		const name = left?.name ?? right?.name ?? key;
		return [{ name, predicted: left?.new ?? null, happened: right?.new ?? null }];
	});
}

function valuesByName(changes: PredictedUser["changes"]) {
	return new Map(changes.map((one) => [one.name.toLowerCase(), one]));
}

/**
 * Booleans in any case are the same, and so are null and empty. A list is written as JSON, with commas, or as its only value; its order
 * does not count.
 */
function isSameValue(one: string | null, other: string | null): boolean {
	const [left, right] = [plain(one), plain(other)];
	if (left === right) return true;
	const [first, second] = [left, right].map((text) => jsonList(text)?.map(elementText) ?? null);
	if (first === null && second === null) return false;
	return parts(first ?? [left]) === parts(second ?? [right]);
}

function plain(value: string | null): string {
	const text = value ?? "";
	return /^(?:true|false)$/i.test(text) ? text.toLowerCase() : text;
}

function parts(values: readonly string[]): string {
	return values
		.flatMap((value) => value.split(", "))
		.toSorted()
		.join("\n");
}

/** Of an element its value. */
function elementText(element: unknown): string {
	if (typeof element !== "object" || element === null) return String(element);
	return "value" in element ? String(element.value) : JSON.stringify(element);
}
