import { sourceUserOf } from "../../entra/graph-user.ts";
import type { AttributeValue, SourceUser } from "../../source/source-user.ts";
import { isObject } from "../../text/is-object.ts";
import type { UserChecks } from "../format/check-users.ts";
import { emptyValue, isTypeName } from "../format/lost-text.ts";
import { isRoleName, propertyName } from "../format/property-name.ts";
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
	/** Whether a property `role` of the user holds roles. */
	readonly withRoles: boolean;
};

/**
 * Reads a user of the file: names in any case, `"True"` as true, and values that PowerShell lost as none. A user that needs none of
 * that is not copied.
 *
 * @throws DirectoryError `invalid`, with the place
 */
export function readUser(value: unknown, index: number, reading: UserReading): SourceUser {
	const { names, checks, pathOf, refuse } = reading;
	const named = isObject(value) ? withNames(value, index, reading) : value;
	const user = sourceUserOf(checkedUser(named, pathOf(index), refuse));
	let attributes: Record<string, AttributeValue> | undefined;
	for (const name in user.attributes) {
		const held = user.attributes[name];
		const canonical = canonicalName(name, names);
		const text = typeof held === "string" ? held : Array.isArray(held) ? held[0] : undefined;
		const lost = text !== undefined && isTypeName(text);
		if (canonical === name && !lost) continue;
		attributes ??= { ...user.attributes };
		if (lost) checks.lostValue(index, canonical, text);
		delete attributes[name];
		attributes[canonical] = lost ? emptyValue(canonical) : (held ?? null);
	}
	return attributes === undefined ? user : { id: user.id, attributes };
}

/** The name of the property of a user in a list that holds their roles, as it is written. */
export function roleKeyOf(user: unknown): string | undefined {
	return isObject(user) ? Object.keys(user).find(isRoleName) : undefined;
}

/** The roles of a user in a list, as they are written. */
export function rolePropertyOf(user: unknown): unknown {
	const key = roleKeyOf(user);
	return key === undefined || !isObject(user) ? undefined : user[key];
}

type Json = Readonly<Record<string, unknown>>;

function withNames(user: Json, index: number, { names, pathOf, withRoles, refuse }: UserReading): Json {
	let changed = false;
	for (const key in user) {
		const name = canonicalName(key, names);
		if (name !== key || (withRoles && isRoleName(key)) || isBooleanText(name, user[key])) changed = true;
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
		entries.push([name, isBooleanText(name, value) ? String(value).toLowerCase() === "true" : value]);
	}
	return Object.fromEntries(entries);
}

function isBooleanText(name: string, value: unknown): boolean {
	return name === "accountEnabled" && typeof value === "string" && /^(?:true|false)$/i.test(value);
}

function canonicalName(key: string, names: PropertyNames): string {
	const known = names.get(key);
	if (known !== undefined) return known;
	const name = key.includes("@") ? key : propertyName(key);
	names.set(key, name);
	return name;
}
