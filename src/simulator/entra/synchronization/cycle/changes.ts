import { isObject, type Json, type JsonObject } from "../../../loopback/json.ts";
import type { Modified } from "../log/entry.ts";
import { setAt, valuesAt } from "../target/path.ts";
import type { DesiredValue } from "./desired-values.ts";

/** What is sent to bring an account up to date, and what the log shows of it. */
export interface Changes {
	readonly operations: readonly JsonObject[];
	readonly modified: readonly Modified[];
}

/** A new account in the form that Entra POSTs. */
export function newAccount(
	desired: readonly DesiredValue[],
	targetObject: string,
): { readonly body: JsonObject; readonly modified: readonly Modified[] } {
	const body: JsonObject = {};
	const modified: Modified[] = [];
	const extensions = new Set<string>();
	for (const one of desired) {
		const value = one.value ?? one.mapping.defaultValue;
		if (value === null) continue;
		if (one.path.urn !== undefined) extensions.add(one.path.urn);
		const isList = Array.isArray(value) && one.path.filter === undefined;
		setAt(body, one.path, isList ? elementsOf(value) : value);
		modified.push({ name: one.path.text, old: null, new: shown(one, value) });
	}
	for (const email of Array.isArray(body.emails) ? body.emails : []) {
		if (isObject(email) && email.type === "work") email.primary = true;
	}
	const isGroup = targetObject.endsWith(":Group");
	const core = `urn:ietf:params:scim:schemas:core:2.0:${isGroup ? "Group" : "User"}`;
	return {
		body: {
			schemas: [core, ...extensions],
			...body,
			meta: { resourceType: isGroup ? "Group" : "User" },
		},
		modified,
	};
}

/**
 * The PATCH that brings an account up to date. Without the flag in the Tenant URL it has Entra's older form: `Add` and `Replace`, one path
 * per operation, booleans as strings; with it lower case, booleans, and attributes without a filter joined in one operation.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
 */
export function changesOf(
	desired: readonly DesiredValue[],
	account: JsonObject,
	isCompliant: boolean,
): Changes {
	const operations: JsonObject[] = [];
	const modified: Modified[] = [];
	const joined: JsonObject = {};
	for (const one of desired) {
		const current = valuesAt(account, one.path);
		const found = operationsFor(one, current);
		if (found.length === 0) continue;
		modified.push({
			name: one.path.text,
			old: current.length === 0 ? null : one.isRedacted ? "[Redact]" : text(plainList(current)),
			new: one.value === null ? null : shown(one, one.value),
		});
		for (const { verb, path, value } of found) {
			if (!isCompliant) {
				operations.push({ op: verb, path, ...(value === undefined ? {} : { value: legacy(value) }) });
			} else if (verb !== "Remove" && value !== undefined && !Array.isArray(value) && !path.includes("[")) {
				joined[path] = value;
			} else {
				operations.push({ op: verb.toLowerCase(), path, ...(value === undefined ? {} : { value }) });
			}
		}
	}
	if (Object.keys(joined).length > 0) operations.unshift({ op: "replace", value: joined });
	return { operations, modified };
}

interface Operation {
	readonly verb: "Add" | "Replace" | "Remove";
	readonly path: string;
	readonly value?: Json;
}

function operationsFor(one: DesiredValue, current: readonly Json[]): readonly Operation[] {
	const { path, value, mapping } = one;
	if (mapping.flowType === "ObjectAddOnly") return [];
	if (mapping.flowType === "AttributeAddOnly" && current.length > 0) return [];
	if (value === null) {
		return mapping.flowsNull && mapping.flowType !== "ValueAddOnly" && current.length > 0
			? [{ verb: "Remove", path: path.text }]
			: [];
	}
	if (Array.isArray(value)) return severalValues(one, value, current);
	const [only] = current;
	if (current.length === 1 && only !== undefined && key(only) === key(value)) return [];
	return [{ verb: current.length === 0 ? "Add" : "Replace", path: path.text, value }];
}

function severalValues(
	{ path, isAdditive, mapping }: DesiredValue,
	value: readonly Json[],
	current: readonly Json[],
): readonly Operation[] {
	const held = new Set(current.map(key));
	const given = new Set(value.map(key));
	const missing = value.filter((one) => !held.has(key(one)));
	const surplus = isAdditive ? [] : current.filter((one) => !given.has(key(one)));
	if (missing.length === 0 && surplus.length === 0) return [];
	if (path.filter) {
		const made: JsonObject = {};
		setAt(made, path, [...value]);
		return [{ verb: "Replace", path: path.attribute, value: made[path.attribute] ?? [] }];
	}
	const isWhole = value.some(isObject) && !isAdditive && mapping.flowType === "Always";
	if (isWhole) return [{ verb: "Replace", path: path.text, value: [...value] }];
	return [
		...(missing.length === 0 ? [] : [{ verb: "Add" as const, path: path.text, value: elementsOf(missing) }]),
		...(surplus.length === 0
			? []
			: [{ verb: "Remove" as const, path: path.text, value: elementsOf(surplus) }]),
	];
}

/** Elements of a multi-valued attribute are objects with a value. */
function elementsOf(values: readonly Json[]): JsonObject[] {
	return values.map((one) => (isObject(one) ? one : { value: one }));
}

/** What is compared: of an element its value, and booleans in any form. */
function key(value: Json): string {
	const plain = isObject(value) && value.value !== undefined ? value.value : value;
	const shownAs = text(plain);
	return /^(true|false)$/i.test(shownAs) ? shownAs.toLowerCase() : shownAs;
}

/** The older form writes booleans as strings. */
function legacy(value: Json): Json {
	return typeof value === "boolean" ? text(value) : value;
}

const plainList = (values: readonly Json[]): Json =>
	values.length === 1 ? (values[0] ?? null) : [...values];

function shown({ isRedacted }: DesiredValue, value: Json): string {
	return isRedacted ? "[Redact]" : text(value);
}

/** A value as the log shows it. */
export function text(value: Json): string {
	if (typeof value === "string") return value;
	if (typeof value === "boolean") return value ? "True" : "False";
	return JSON.stringify(value);
}
