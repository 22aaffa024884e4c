import { sourceUserOf } from "../../entra/graph-user.ts";
import type { AttributeValue, SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { isObject } from "../../text/is-object.ts";
import { readBoolean } from "../format/boolean-text.ts";
import type { UserChecks } from "../format/check-users.ts";
import { emptyValue, isTypeName } from "../format/lost-text.ts";
import { isRoleName, propertyName } from "../format/property-name.ts";
import { userIdFrom } from "../format/user-id.ts";
import type { Refuse } from "./json-place.ts";
import { checkedUser } from "./json-schema.ts";

/** The names of properties as they were written, with what they are read as. */
export type PropertyNames = Map<string, string>;

/** What a user of the file is read with. */
export type UserReading = {
	readonly names: PropertyNames;
	readonly checks: UserChecks;
	readonly pathOf: (index: number) => readonly PropertyKey[];
	readonly refuse: Refuse;
	/** Whether the users are a list alone: a property `role` holds roles, and the user principal name stands for a missing id. */
	readonly withRoles: boolean;
};

/**
 * Reads a user of the file: names in any case, `"True"` as true, a number as an id, and values that PowerShell lost as none. A user that needs none of
 * that is not copied.
 *
 * @throws DirectoryError `invalid`, with the place
 */
export function readUser(value: unknown, index: number, reading: UserReading): SourceUser {
	const { names, checks, pathOf, refuse } = reading;
	const named = isObject(value) ? withId(withNames(value, index, reading), index, reading) : value;
	const user = sourceUserOf(checkedUser(named, pathOf(index), refuse));
	let attributes: Record<string, AttributeValue> | undefined;
	for (const name in user.attributes) {
		if (name === "id") continue;
		const held = user.attributes[name];
		const canonical = canonicalName(name, names);
		const text = typeof held === "string" ? held : Array.isArray(held) ? held[0] : undefined;
		const lost = text !== undefined && isTypeName(text);
		const date = typeof held === "string" ? windowsDate(held) : undefined;
		if (canonical === name && !lost && date === undefined) continue;
		attributes ??= { ...user.attributes };
		if (lost) checks.lostValue(index, canonical, text);
		delete attributes[name];
		attributes[canonical] = lost ? emptyValue(canonical) : (date ?? held ?? null);
	}
	const id = userIdFrom(user.id);
	if (id !== user.id) attributes = { ...(attributes ?? user.attributes), id };
	return attributes === undefined ? user : { id, attributes };
}

/**
 * `/Date(1700000000000)/`, as ConvertTo-Json of Windows PowerShell writes a date, in the form of Graph; undefined for anything else.
 *
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertto-json?view=powershell-5.1
 */
function windowsDate(text: string): string | undefined {
	if (!text.startsWith("/Date(")) return undefined;
	const [, milliseconds] = /^\/Date\((-?\d{1,14})\)\/$/.exec(text) ?? [];
	return milliseconds === undefined ? undefined : new Date(Number(milliseconds)).toISOString();
}

/** The name of the property of a user in a list that holds their roles, as it is written. */
export function roleKeyOf(user: unknown): string | undefined {
	const keys = roleKeysOf(user);
	return keys.find((key) => key.toLowerCase() === "role") ?? keys[0];
}

/** The properties of a user that could hold their roles. */
export function roleKeysOf(user: unknown): readonly string[] {
	return isObject(user) ? Object.keys(user).filter(isRoleName) : [];
}

/** The roles of a user in a list, as they are written. */
export function rolePropertyOf(user: unknown): unknown {
	const key = roleKeyOf(user);
	return key === undefined || !isObject(user) ? undefined : user[key];
}

/** In a list, as in a CSV file, the user principal name in lower case is the id of a user without one. */
function withId(user: Json, index: number, { withRoles, checks, pathOf, refuse }: UserReading): Json {
	if (!withRoles) return user;
	const { id, userPrincipalName } = user;
	if (userPrincipalName === undefined || userPrincipalName === null || userPrincipalName === "") {
		throw refuse(pathOf(index), "the userPrincipalName is missing");
	}
	if ((id !== undefined && id !== null && id !== "") || typeof userPrincipalName !== "string") return user;
	checks.withoutId(index);
	return { ...user, id: userPrincipalName.toLowerCase() };
}

type Json = Readonly<Record<string, unknown>>;

function withNames(user: Json, index: number, { names, pathOf, withRoles, refuse }: UserReading): Json {
	let changed = false;
	for (const key in user) {
		const name = canonicalName(key, names);
		if (name !== key || (withRoles && isRoleName(key)) || isOtherwiseWritten(name, user[key])) changed = true;
	}
	if (!changed) return user;
	const written = new Map<string, string>();
	const entries: [string, unknown][] = [];
	for (const [key, value] of Object.entries(user)) {
		if (withRoles && isRoleName(key)) continue;
		const name = canonicalName(key, names);
		const earlier = written.get(name);
		if (earlier !== undefined && earlier.toLowerCase() === key.toLowerCase()) {
			throw refuse([...pathOf(index), key], `${earlier} and ${key} are the same property`);
		}
		if (earlier !== undefined && earlier === name) continue;
		written.set(name, key);
		// Passwords are never read.
		if (name === "passwordProfile") continue;
		const read = isOtherwiseWritten(name, value)
			? valueFrom(name, value, (what) => refuse([...pathOf(index), key], what))
			: value;
		entries.push([name, read]);
	}
	return Object.fromEntries(entries);
}

const booleans = new Set(["accountEnabled", "onPremisesSyncEnabled"]);

function isOtherwiseWritten(name: string, value: unknown): boolean {
	if (booleans.has(name)) return typeof value === "string" || typeof value === "number";
	return name === "passwordProfile" || listWithCount(value) !== undefined;
}

/** What a property holds, from the other ways in which it is written: `"True"`, `1`, `{"value": [], "Count": 0}`. */
function valueFrom(name: string, value: unknown, refuse: (what: string) => Error): unknown {
	if (!booleans.has(name) || (typeof value !== "string" && typeof value !== "number"))
		return listWithCount(value) ?? value;
	const text = String(value);
	if (text.trim() === "") return null;
	const read = readBoolean(text);
	if (read !== undefined || isTypeName(text)) return read ?? value;
	throw refuse(`"${cleanText(text)}" is not true or false; write true or false`);
}

/** A list as ConvertTo-Json of Windows PowerShell writes it where it takes it for an object with properties. */
function listWithCount(value: unknown): readonly unknown[] | undefined {
	if (!isObject(value) || !("Count" in value) || !Array.isArray(value.value)) return undefined;
	return Object.keys(value).length === 2 ? value.value : undefined;
}

function canonicalName(key: string, names: PropertyNames): string {
	const known = names.get(key);
	if (known !== undefined) return known;
	const name = key.includes("@") ? key : propertyName(key);
	names.set(key, name);
	return name;
}
