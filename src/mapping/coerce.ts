import { isList, RoleAssignments, RoleValues, toText, type Value } from "../expression/index.ts";
import type { TargetPath } from "../scim/path.ts";
import type { Json } from "../scim/resource.ts";
import { type TargetAttribute, targetAttribute } from "./target-schema.ts";

/** Why a value does not fit its target. */
export class Unfit extends Error {}

/**
 * A value in the form that its target takes: `"False"` becomes the boolean for a boolean target, anything becomes text
 * for the others. A target that is not in the attribute list takes what comes.
 * Throws `Unfit`.
 */
export function coerce(value: Value, path: TargetPath): Json {
	const attribute = targetAttribute(path);
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

function list(values: readonly string[], path: TargetPath, attribute: TargetAttribute | undefined): Json {
	const isMultiValued = attribute === undefined ? path.subAttribute === null : attribute.multiValued;
	if (isMultiValued) return values.map((value) => single(value, attribute));
	if (values.length > 1) throw new Unfit(`it takes one value, and there are ${values.length}`);
	const [only] = values;
	return only === undefined ? null : single(only, attribute);
}

type Single = Exclude<Value, null | readonly string[] | RoleAssignments | RoleValues>;

function single(value: Single, attribute: TargetAttribute | undefined): Json {
	switch (attribute?.type) {
		case undefined:
			return typeof value === "boolean" || typeof value === "number" ? value : toText(value);
		case "Boolean":
			return boolean(value);
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
