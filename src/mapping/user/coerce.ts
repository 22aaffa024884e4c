import type { TargetAttribute } from "../../attributes/target-schema.ts";
import { parseDateTime } from "../../expression/dates/parse.ts";
import { DateTime, isList, RoleAssignments, RoleValues, toText, type Value } from "../../expression/index.ts";
import type { TargetPath } from "../../scim/path.ts";
import type { Json } from "../../scim/resource.ts";

/** Why a value does not fit its target. */
export class Unfit extends Error {}

/**
 * A value in the form that its target takes: `"False"` becomes the boolean for a boolean target, `"12"` the number for an
 * integer, a date-time the form of RFC 7643 §2.3.5, and anything becomes text for the others. A target that is not in the
 * attribute list (null) takes what comes.
 * Throws `Unfit`.
 */
export function coerce(value: Value, path: TargetPath, attribute: TargetAttribute | null): Json {
	if (value === null) return null;
	if (value instanceof RoleAssignments) {
		throw new Unfit("role assignments need an expression, such as AppRoleAssignments([appRoleAssignments])");
	}
	if (value instanceof RoleValues) return roles(value, path);
	if (isList(value)) return list(value, path, attribute);
	return single(value, attribute);
}

/** A whole list attribute takes structured roles; a path into it takes their values. */
function roles({ values }: RoleValues, path: TargetPath): Json {
	return path.subAttribute === null ? values.map((role) => ({ ...role })) : values.map((role) => role.value);
}

function list(values: readonly string[], path: TargetPath, attribute: TargetAttribute | null): Json {
	const isMultiValued = attribute === null ? path.subAttribute === null : attribute.multiValued;
	if (isMultiValued) return values.map((value) => single(value, attribute));
	if (values.length > 1) throw new Unfit(`it takes one value, and there are ${values.length}`);
	const [only] = values;
	return only === undefined ? null : single(only, attribute);
}

type Single = Exclude<Value, null | readonly string[] | RoleAssignments | RoleValues>;

function single(value: Single, attribute: TargetAttribute | null): Json {
	switch (attribute?.type) {
		case undefined:
			return typeof value === "boolean" || typeof value === "number" ? value : toText(value);
		case "Boolean":
			return boolean(value);
		case "Integer":
			return integer(value);
		case "DateTime":
			return dateTime(value);
		case "Binary":
			return base64(value);
		default:
			return toText(value);
	}
}

function boolean(value: Single): boolean {
	if (typeof value === "boolean") return value;
	const word = toText(value).trim().toLowerCase();
	if (word === "true" || word === "1") return true;
	if (word === "false" || word === "0") return false;
	throw new Unfit("it takes True or False");
}

/** Empty text is not a value: a server would refuse it. */
function integer(value: Single): number | null {
	const text = toText(value).trim();
	if (text === "") return null;
	const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
	if (Number.isSafeInteger(number)) return number;
	throw new Unfit("it takes a whole number");
}

function dateTime(value: Single): string | null {
	if (!(value instanceof DateTime) && toText(value).trim() === "") return null;
	const instant = value instanceof DateTime ? value : dated(toText(value));
	if (instant === null) throw new Unfit("it takes a date-time");
	return instant.toDate().toISOString();
}

/** Null for text that is not a date, and for a time without a date, which is a different instant every day. */
function dated(text: string): DateTime | null {
	const [one, other] = [parseDateTime(text, new Date(0)), parseDateTime(text, new Date(86_400_000))];
	return one?.ticks === other?.ticks ? one : null;
}

function base64(value: Single): string {
	const text = toText(value);
	if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return text;
	throw new Unfit("it takes Base64");
}
