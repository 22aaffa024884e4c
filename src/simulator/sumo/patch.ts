import { z } from "zod";
import { isObject, type Json, type JsonObject } from "../loopback/json.ts";
import { type Filter, type PatchPath, parsePatchPath } from "./filter.ts";
import { keyOf, matches } from "./filter-match.ts";
import { ScimRefusal } from "./refusal.ts";

/** A PATCH request (RFC 7644 §3.5.2); `op` in any case, as Entra sends it. */
export const patchSchema = z.object({
	schemas: z.array(z.string()).min(1),
	Operations: z
		.array(
			z.object({
				op: z
					.string()
					.toLowerCase()
					.pipe(z.enum(["add", "replace", "remove"])),
				path: z.string().optional(),
				value: z.json().optional(),
			}),
		)
		.min(1),
});

type Verb = "add" | "replace" | "remove";

const multiValued: readonly string[] = [
	"emails",
	"roles",
	"phonenumbers",
	"addresses",
	"ims",
	"photos",
	"groups",
	"entitlements",
	"x509certificates",
];
const complex: readonly string[] = ["name", "meta", "manager"];
const readOnly: readonly string[] = ["id", "meta", "groups"];
const booleans: readonly string[] = ["active", "primary"];

/** A copy of `resource` after applying the operations in order. Throws a ScimRefusal; never changes `resource`. */
export function patched(
	resource: JsonObject,
	operations: z.output<typeof patchSchema>["Operations"],
): JsonObject {
	const result = structuredClone(resource);
	for (const { op, path, value } of operations) {
		if (path !== undefined && path !== "") apply(result, op, parsePatchPath(path), value);
		else if (op === "remove") throw new ScimRefusal(400, "noTarget", "A remove operation needs a path");
		else if (isObject(value)) applyKeys(result, op, value);
		else
			throw new ScimRefusal(
				400,
				"invalidValue",
				`An ${op} operation without a path needs an object as value`,
			);
	}
	return result;
}

/** Without a path, each key is a path: a plain attribute, or, as Entra sends it, `name.givenName` or `emails[…].value`. */
function applyKeys(target: JsonObject, op: Verb, value: JsonObject): void {
	for (const [key, part] of Object.entries(value)) {
		if (key.toLowerCase() === "schemas") continue;
		apply(target, op, parsePatchPath(key), part);
	}
}

function apply(resource: JsonObject, op: Verb, path: PatchPath, value: Json | undefined): void {
	const target = path.urn === undefined ? resource : extension(resource, path.urn);
	if (path.attribute === "") {
		if (op === "remove") delete resource[keyOf(resource, path.urn ?? "") ?? ""];
		else if (isObject(value)) applyKeys(target, op, value);
		else throw new ScimRefusal(400, "invalidValue", `${path.urn} needs an object as value`);
		return;
	}
	const name = keyOf(target, path.attribute) ?? path.attribute;
	const lower = name.toLowerCase();
	if (path.urn === undefined && readOnly.includes(lower)) {
		if (op !== "remove" && JSON.stringify(value) === JSON.stringify(target[name])) return;
		throw new ScimRefusal(400, "mutability", `Attribute ${name} is read-only`);
	}
	if (op !== "remove" && value === undefined) {
		throw new ScimRefusal(400, "invalidValue", `An ${op} operation on ${name} needs a value`);
	}
	if (Array.isArray(target[name]) || multiValued.includes(lower)) {
		target[name] = severalValues(target[name], name, op, path, value);
		if (lower === "emails") onePrimary(target[name], value);
		return;
	}
	if (path.filter)
		throw new ScimRefusal(400, "invalidPath", `Attribute ${name} is single-valued and cannot be filtered`);
	singleValue(target, name, op, path.sub, value);
}

function extension(resource: JsonObject, urn: string): JsonObject {
	const key = keyOf(resource, urn) ?? urn;
	const found = resource[key];
	if (isObject(found)) return found;
	const made: JsonObject = {};
	resource[key] = made;
	return made;
}

function singleValue(
	target: JsonObject,
	name: string,
	op: Verb,
	sub: string | undefined,
	value: Json = null,
): void {
	const present = target[name];
	if (sub === undefined) {
		if (op === "remove") delete target[name];
		else if (isObject(value) && (isObject(present) || complex.includes(name.toLowerCase()))) {
			target[name] = merged(isObject(present) ? present : {}, value);
		} else target[name] = converted(name, value);
		return;
	}
	if (isObject(present)) setSub(present, sub, op, value);
	else if (op !== "remove") target[name] = { [sub]: converted(sub, value) };
}

function severalValues(
	present: Json | undefined,
	name: string,
	op: Verb,
	path: PatchPath,
	value: Json | undefined,
): Json[] {
	const held = Array.isArray(present) ? present.map(element) : [];
	const { filter, sub } = path;
	if (filter === undefined && sub === undefined) {
		const given =
			value === undefined || value === null ? [] : (Array.isArray(value) ? value : [value]).map(element);
		if (op === "replace") return given;
		if (op === "add")
			return [...held, ...given.filter((one) => !held.some((other) => sameValue(one, other)))];
		// Entra names the values to remove in the value of the operation.
		return given.length === 0 ? [] : held.filter((one) => !given.some((other) => sameValue(one, other)));
	}
	const chosen = filter === undefined ? held : held.filter((one) => matches(one, filter));
	if (op === "remove") {
		if (sub === undefined) return held.filter((one) => !chosen.includes(one));
		for (const one of chosen) setSub(one, sub, "remove", null);
		return held;
	}
	if (chosen.length === 0) {
		if (op === "replace") throw new ScimRefusal(400, "noTarget", `No value of ${name} matches the path`);
		const made: JsonObject = filter === undefined ? {} : implied(filter);
		held.push(made);
		chosen.push(made);
	}
	for (const one of chosen) {
		if (sub !== undefined) setSub(one, sub, op, value ?? null);
		else if (isObject(value)) Object.assign(one, merged(one, value));
		else throw new ScimRefusal(400, "invalidValue", `A value of ${name} needs an object`);
	}
	return held;
}

/** The fields that a value needs to match the equalities of a filter: `[type eq "work"]` implies `{type: "work"}`. */
function implied(filter: Filter): JsonObject {
	if (filter.kind === "and") return { ...implied(filter.left), ...implied(filter.right) };
	if (filter.kind !== "compare" || filter.operator !== "eq") return {};
	return { [filter.path.attribute]: converted(filter.path.attribute, filter.value) };
}

/** When one value becomes primary, the others lose it (RFC 7644 §3.5.2). */
function onePrimary(values: Json, given: Json | undefined): void {
	if (!Array.isArray(values)) return;
	const last = values.filter(isObject).findLast((one) => one.primary === true);
	const primaryGiven = (Array.isArray(given) ? given : [given]).some(
		(one) => isObject(one) && String(one.primary).toLowerCase() === "true",
	);
	if (!primaryGiven || last === undefined) return;
	for (const one of values) if (isObject(one) && one !== last && one.primary === true) one.primary = false;
}

function element(value: Json): JsonObject {
	return isObject(value) ? merged({}, value) : { value };
}

function sameValue(one: JsonObject, other: JsonObject): boolean {
	return one.value === other.value && (one.type ?? other.type) === (other.type ?? one.type);
}

function merged(present: JsonObject, value: JsonObject): JsonObject {
	const result = { ...present };
	for (const [key, part] of Object.entries(value)) result[keyOf(result, key) ?? key] = converted(key, part);
	return result;
}

function setSub(target: JsonObject, sub: string, op: Verb, value: Json): void {
	const key = keyOf(target, sub) ?? sub;
	if (op === "remove") delete target[key];
	else target[key] = converted(sub, value);
}

/** Entra sends booleans as the strings "True" and "False". */
function converted(name: string, value: Json): Json {
	if (typeof value !== "string" || !booleans.includes(name.toLowerCase())) return value;
	const lower = value.toLowerCase();
	return lower === "true" ? true : lower === "false" ? false : value;
}
