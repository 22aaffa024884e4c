import { z } from "zod";
import { isObject } from "../text/is-object.ts";

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

export const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
export const enterpriseUserSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
export const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const listSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
export const errorSchema = "urn:ietf:params:scim:api:messages:2.0:Error";

/**
 * A user as the server gives it (RFC 7643 §4.1): everything it sent is kept, only what the product relies on is typed.
 * `active` is true when the server does not say (RFC 7643 leaves the default to the server; all known ones create active users).
 */
export type ScimUser = JsonObject & {
	readonly id: string;
	readonly userName: string;
	readonly active: boolean;
};

/** In place of a boolean, servers send text, 1 and 0; null is the same as no value (RFC 7643 §2.5). */
const boolean = z.preprocess((value) => {
	if (value === null) return undefined;
	const written = { true: true, false: false, 1: true, 0: false };
	return typeof value === "string" || typeof value === "number"
		? (Object.entries(written).find(([text]) => text === String(value).toLowerCase())?.[1] ?? value)
		: value;
}, z.boolean().default(true));

/** Some servers send a number where RFC 7643 §3.1 requires a string; one too large to be read exactly is refused. */
const id = z.union([z.string().min(1), z.int().transform(String)]);

/** What `JSON.parse` returned. */
const json = z.custom<Json>();

/**
 * An object in which these names are written so: names of attributes are case-insensitive (RFC 7643 §2.1). Everything else is kept.
 */
export function withNames(names: readonly string[], value: unknown): unknown {
	if (!isObject(value)) return value;
	const written = new Map(names.map((name) => [name.toLowerCase(), name]));
	return Object.fromEntries(
		Object.entries(value).map(([key, of]) => [written.get(key.toLowerCase()) ?? key, of]),
	);
}

const tolerantUser = z.lazy(() =>
	z.preprocess(
		(value) => withNames(["id", "userName", "active"], value),
		z.object({ id, userName: z.string(), active: boolean }).catchall(json),
	),
);

/** Whether the user has the form of RFC 7643: most have, and a copy of 100,000 of them would only cost memory. */
function isPlainUser(value: unknown): value is ScimUser {
	if (typeof value !== "object" || value === null || Object.hasOwn(value, "__proto__")) return false;
	if (!("id" in value && "userName" in value && "active" in value)) return false;
	const { id: own, userName, active } = value;
	return typeof own === "string" && own !== "" && typeof userName === "string" && typeof active === "boolean";
}

/** What the schema reads. A value that needs no change is kept: to take 100,000 users apart and copy them would cost time and memory. */
function unchangedIf<Value>(
	isPlain: (value: unknown) => value is Value,
	schema: z.ZodType<Value>,
): z.ZodType<Value> {
	return z.unknown().transform((value, context) => {
		if (isPlain(value)) return value;
		const { success, data, error } = schema.safeParse(value);
		if (success) return data;
		for (const { path, message } of error.issues)
			context.issues.push({ code: "custom", path, message, input: value });
		return z.NEVER;
	});
}

/**
 * Reads a user from a server's answer; tolerates `active` as text or a number, `id` as a number and names in any case, as some servers
 * send them.
 */
export const scimUser: z.ZodType<ScimUser> = unchangedIf(isPlainUser, tolerantUser);

/** Whether each user has the form of RFC 7643. */
export function arePlainUsers(value: unknown): value is readonly ScimUser[] {
	return Array.isArray(value) && value.every(isPlainUser);
}

/** Reads the users of a list, each as `scimUser` does. */
export const scimUsers: z.ZodType<readonly ScimUser[]> = unchangedIf(arePlainUsers, z.array(scimUser));

/** The body of a user to create or replace (RFC 7644 §3.3, §3.5.1): no id, the server gives it. */
export type NewScimUser = JsonObject & { readonly schemas: readonly string[]; readonly userName: string };

/** One operation of a PATCH (RFC 7644 §3.5.2). */
export type PatchOperation =
	| { readonly op: "add" | "replace"; readonly path?: string; readonly value: Json }
	/** `value` is not in the RFC: Entra names with it the elements to remove from a list. */
	| { readonly op: "remove"; readonly path: string; readonly value?: Json };
