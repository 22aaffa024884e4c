import { z } from "zod";
import {
	attributeAt,
	change,
	elementsOf,
	isListAttribute,
	parsePath,
	read,
	remove,
	type TargetPath,
	write,
} from "./path.ts";
import { PathError } from "./path-syntax.ts";
import type { Json, JsonObject, PatchOperation } from "./resource.ts";
import { equalJson, isObject, keyOf, memberOf, withoutValue, withValue } from "./resource-value.ts";
import { describedElement, matches } from "./value-filter.ts";

/** The scimType of the error that a server answers (RFC 7644 §3.12). */
export type PatchErrorCode = "invalidPath" | "noTarget" | "invalidValue" | "invalidSyntax" | "mutability";

/** A PATCH that cannot be applied. Nothing of it was. */
export class PatchError extends Error {
	override readonly name = "PatchError";
	readonly code: PatchErrorCode;
	/** Which operation, from 0; null when the body as a whole is wrong. */
	readonly operation: number | null;

	constructor(code: PatchErrorCode, operation: number | null, problem: string) {
		super(operation === null ? problem : `Operation ${operation + 1}: ${problem}`);
		this.code = code;
		this.operation = operation;
	}
}

const body = z.object({
	Operations: z
		.array(
			z.object({
				op: z
					.string()
					.toLowerCase()
					.pipe(z.enum(["add", "replace", "remove"])),
				path: z.string().min(1).optional(),
				value: z.json().optional(),
			}),
		)
		.min(1),
});

/**
 * Reads the body of a PATCH as a client sends it: `op` in any case, as Entra writes it.
 * Throws `PatchError`: `invalidSyntax`, `invalidValue` (no value to add) or `noTarget` (nothing named to remove).
 */
export function readPatch(content: unknown): readonly PatchOperation[] {
	const parsed = body.safeParse(content);
	if (!parsed.success) throw new PatchError("invalidSyntax", null, z.prettifyError(parsed.error));
	return parsed.data.Operations.map(({ op, path, value }, index): PatchOperation => {
		if (op === "remove") {
			if (path === undefined) throw new PatchError("noTarget", index, "remove needs a path");
			return value === undefined ? { op, path } : { op, path, value };
		}
		if (value === undefined) throw new PatchError("invalidValue", index, `${op} needs a value`);
		return path === undefined ? { op, value } : { op, path, value };
	});
}

/**
 * A copy of the resource with the operations applied in order, all or none (RFC 7644 §3.5.2).
 *
 * Without a path, the members of the value are attributes; a name may be a whole path (`name.givenName`,
 * `urn:…:User:department`), as Entra sends them. A value that becomes primary takes that from
 * the others of its list, except where the list is replaced as a whole.
 * `id` cannot change. Throws `PatchError`.
 */
export function applyPatch(resource: JsonObject, operations: readonly PatchOperation[]): JsonObject {
	const patched = operations.reduce((present, operation, index) => {
		try {
			return apply(present, operation);
		} catch (error) {
			if (error instanceof Refusal) throw new PatchError(error.code, index, error.message);
			if (error instanceof PathError) throw new PatchError("invalidPath", index, error.message);
			throw error;
		}
	}, resource);
	return withSchemas(patched);
}

/** An operation that cannot be applied, before its number is known. */
class Refusal extends Error {
	readonly code: PatchErrorCode;

	constructor(code: PatchErrorCode, message: string) {
		super(message);
		this.code = code;
	}
}

function apply(resource: JsonObject, operation: PatchOperation): JsonObject {
	if (operation.op === "remove") return applyRemove(resource, parsePath(operation.path), operation.value);
	if (operation.path !== undefined) {
		return applyAt(resource, operation.op, parsePath(operation.path), operation.value);
	}
	if (!isObject(operation.value)) {
		throw new Refusal("invalidValue", "without a path, the value is an object of attributes");
	}
	return Object.entries(operation.value).reduce(
		(present, [name, value]) => applyAt(present, operation.op, memberPath(name), value),
		resource,
	);
}

/** A member's name is a path where it can be read as one; the URN of an extension is a name of its own. */
function memberPath(name: string): TargetPath {
	try {
		return parsePath(name);
	} catch (error) {
		if (!(error instanceof PathError)) throw error;
		return { schema: null, attribute: name, filter: null, subAttribute: null };
	}
}

function applyAt(resource: JsonObject, op: "add" | "replace", path: TargetPath, value: Json): JsonObject {
	refuseReadOnly(resource, path, value);
	if (value === null) return remove(resource, path);
	if (path.filter !== null) return demoted(resource, applyFiltered(resource, op, path, value), path);
	if (path.subAttribute !== null) {
		const present = read(resource, path);
		const merged =
			isObject(present) && isObject(value)
				? mergeObjects(present, value)
				: op === "add" && Array.isArray(present)
					? union(present, elementsOf(value))
					: value;
		return demoted(resource, write(resource, path, merged), path);
	}
	const changed = change(resource, path, (present) => merge(present, op, path, value));
	return op === "add" ? demoted(resource, changed, path) : changed;
}

function merge(present: Json | undefined, op: "add" | "replace", path: TargetPath, value: Json): Json {
	if (Array.isArray(present) || (present === undefined && isListAttribute(path))) {
		const elements = elementsOf(value);
		return op === "add" && Array.isArray(present) ? union(present, elements) : elements;
	}
	return isObject(present) && isObject(value) ? mergeObjects(present, value) : value;
}

/** Sub-attributes that the value names are set, the others stay; null clears. Names may be paths of their own. */
function mergeObjects(present: JsonObject, value: JsonObject): JsonObject {
	return Object.entries(value).reduce<JsonObject>((merged, [name, member]) => {
		if (member === null) return withoutValue(merged, name);
		const before = memberOf(merged, name);
		const after = isObject(before) && isObject(member) ? mergeObjects(before, member) : member;
		return withValue(merged, name, after);
	}, present);
}

function union(present: readonly Json[], added: readonly Json[]): readonly Json[] {
	const result = [...present];
	for (const value of added) if (!result.some((one) => equalJson(one, value))) result.push(value);
	return result;
}

/** `replace` changes what the filter selects and fails when that is nothing; `add` then creates what it describes. */
function applyFiltered(
	resource: JsonObject,
	op: "add" | "replace",
	path: TargetPath,
	value: Json,
): JsonObject {
	const { filter } = path;
	const present = elementsOf(attributeAt(resource, path));
	const selected = filter === null ? present : present.filter((element) => matches(filter, element));
	if (selected.length === 0) {
		if (op === "replace") throw new Refusal("noTarget", "the filter of the path selects no value");
		if (filter !== null && describedElement(filter) === undefined) {
			throw new Refusal("noTarget", "the filter of the path selects no value, and describes none to add");
		}
		return write(resource, path, value);
	}
	if (op === "replace" || path.subAttribute !== null) return write(resource, path, value);
	return change(resource, path, () =>
		present.map((element) =>
			selected.includes(element) && isObject(element) && isObject(value)
				? mergeObjects(element, value)
				: element,
		),
	);
}

/** A value beside `remove` names the elements to take out of the list, as Entra removes members. */
function applyRemove(resource: JsonObject, path: TargetPath, value: Json | undefined): JsonObject {
	refuseReadOnly(resource, path, null);
	if (value === undefined || value === null) return remove(resource, path);
	const unwanted = elementsOf(value);
	return change(resource, path, (present) => {
		const left = elementsOf(present).filter((element) => !unwanted.some((one) => describes(one, element)));
		return left.length === 0 ? undefined : Array.isArray(present) ? left : left[0];
	});
}

function describes(wanted: Json, element: Json): boolean {
	if (!isObject(wanted) || !isObject(element)) return equalJson(wanted, element);
	return Object.entries(wanted).every(([name, value]) => equalJson(value, memberOf(element, name)));
}

function refuseReadOnly(resource: JsonObject, path: TargetPath, value: Json): void {
	if (path.schema !== null || path.attribute.toLowerCase() !== "id") return;
	if (value !== resource.id) throw new Refusal("mutability", "id is given by the server and cannot change");
}

/** When an operation makes values primary, those that were primary before are so no longer. */
function demoted(before: JsonObject, after: JsonObject, path: TargetPath): JsonObject {
	const old = elementsOf(attributeAt(before, path));
	const present = attributeAt(after, path);
	if (!Array.isArray(present)) return after;
	const isPrimary = (element: Json) => isObject(element) && memberOf(element, "primary") === true;
	const wasPrimary = (element: Json) => isPrimary(element) && old.some((one) => equalJson(one, element));
	if (!present.some((element) => isPrimary(element) && !wasPrimary(element))) return after;
	return change(after, path, () =>
		present.map((element) =>
			wasPrimary(element) && isObject(element) ? { ...element, [keyOf(element, "primary")]: false } : element,
		),
	);
}

/** A resource lists the schema of each extension it carries (RFC 7643 §3). */
function withSchemas(resource: JsonObject): JsonObject {
	const { schemas } = resource;
	if (!Array.isArray(schemas)) return resource;
	const missing = Object.keys(resource).filter((key) => /^urn:/i.test(key) && !schemas.includes(key));
	return missing.length === 0 ? resource : { ...resource, schemas: [...schemas, ...missing] };
}
