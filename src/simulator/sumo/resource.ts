import { z } from "zod";
import { isObject, type Json, type JsonObject } from "../loopback/json.ts";
import type { Behavior } from "./behavior.ts";
import type { Organization, Role, SumoUser, UserFields } from "./organization.ts";
import { ScimRefusal } from "./refusal.ts";

const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User";

/** Maximum length of a userName. */
const longestUserName = 64;
const longestName = 128;
const longestEmail = 255;

/** The entity tag of a version of a user. */
export const entityTag = (user: SumoUser): string => `W/"${user.version}"`;

const roleForms: Readonly<Record<Behavior["roleForm"], (name: string) => Json>> = {
	objects: (value) => ({ value, primary: true }),
	strings: (name) => name,
	display: (display) => ({ display, primary: true }),
};

const activeForms: Readonly<Record<Behavior["activeForm"], (active: boolean) => Json>> = {
	boolean: (active) => active,
	text: (active) => (active ? "True" : "False"),
	number: Number,
};

/** A user in the SCIM API. */
export function toResource(user: SumoUser, origin: string, behavior: Behavior): JsonObject {
	const meta: JsonObject = {
		resourceType: "User",
		created: new Date(user.created).toISOString(),
		lastModified: new Date(user.modified).toISOString(),
		location: `${origin}/api/v1/scim/Users/${user.id}`,
	};
	if (behavior.etags) meta.version = entityTag(user);
	const resource: JsonObject = {
		schemas: [userSchema],
		id: user.id,
		userName: user.userName,
		name: { givenName: user.givenName, familyName: user.familyName },
		emails: [{ value: user.email, type: "work", primary: true }],
		roles: user.roles.map(({ name }) => roleForms[behavior.roleForm](name)),
		active: activeForms[behavior.activeForm](user.active),
		meta,
	};
	if (user.externalId !== null) resource.externalId = user.externalId;
	return resource;
}

const known: Readonly<Record<string, string>> = Object.fromEntries(
	["schemas", "id", "userName", "externalId", "name", "emails", "roles", "active", "meta"].map((name) => [
		name.toLowerCase(),
		name,
	]),
);

/** Maximum number of characters: a maxLength of OpenAPI counts code points (JSON Schema §6.3.1), not UTF-16 units. */
const atMost = (longest: number) =>
	z.string().refine((text) => [...text].length <= longest, `must not have more than ${longest} characters`);

const name = z.object({
	givenName: atMost(longestName).min(1),
	familyName: atMost(longestName),
});
const email = z.union([
	z.string(),
	z.object({ value: z.string(), type: z.string().nullish(), primary: z.boolean().nullish() }),
]);
const role = z.union([z.string(), z.object({ value: z.string() })]);

const resourceSchema = z.object({
	schemas: z.array(z.string()).refine((schemas) => schemas.includes(userSchema), `must name ${userSchema}`),
	userName: atMost(longestUserName).min(1),
	externalId: z.string().nullish(),
	name,
	active: z.boolean(),
	emails: z.array(email).min(1),
	roles: z.array(role).nullish(),
});

/**
 * Reads a user from a POST, a PUT or the result of a PATCH. `present` is the user that is replaced.
 * Throws a ScimRefusal `invalidValue` that names the attribute.
 */
export function readResource(
	body: Json | undefined,
	organization: Organization,
	behavior: Behavior,
	present?: SumoUser,
): UserFields {
	if (!isObject(body)) throw new ScimRefusal(400, "invalidSyntax", "The body is not a JSON object");
	const input = canonical(body, behavior);
	if (present) input.userName ??= present.userName;
	else input.active ??= true;
	const result = resourceSchema.safeParse(input);
	if (!result.success) throw unfit(result.error);
	const { userName, emails, roles, active, externalId } = result.data;
	if (!isAddress(userName)) throw invalid("userName", `${userName} is not a valid email address`);
	return {
		userName,
		givenName: result.data.name.givenName,
		familyName: result.data.name.familyName,
		email: oneEmail(emails),
		externalId: externalId ?? null,
		roles: readRoles(roles ?? [], organization, behavior),
		active,
	};
}

function canonical(body: JsonObject, behavior: Behavior): JsonObject {
	const input: JsonObject = {};
	for (const [key, value] of Object.entries(body)) {
		const name = known[key.toLowerCase()];
		if (name !== undefined) input[name] = value;
		else if (behavior.unknownAttributes === "refuse") throw invalid(key, "is not supported");
	}
	// RFC 7643 §2.1: names of attributes and sub-attributes are case-insensitive.
	if (isObject(input.name)) {
		const names = Object.entries(input.name).map(([key, value]) => [key.toLowerCase(), value] as const);
		const { givenname, familyname } = Object.fromEntries(names);
		input.name = {
			...(givenname === undefined ? {} : { givenName: givenname }),
			...(familyname === undefined ? {} : { familyName: familyname }),
		};
	}
	return input;
}

function oneEmail(emails: readonly z.infer<typeof email>[]): string {
	const all = emails.map((one) => (typeof one === "string" ? { value: one } : one));
	const chosen =
		all.find((one) => "primary" in one && one.primary === true) ??
		all.find((one) => "type" in one && one.type === "work") ??
		all[0];
	const value = chosen?.value ?? "";
	if (!isAddress(value)) throw invalid("emails.value", `${value} is not a valid email address`);
	return value;
}

function readRoles(
	roles: readonly z.infer<typeof role>[],
	organization: Organization,
	behavior: Behavior,
): readonly Role[] {
	const names = roles.map((one) => (typeof one === "string" ? one : one.value)).filter((one) => one !== "");
	if (names.length === 0) {
		if (behavior.rolesRequired) throw invalid("roles", "is required");
		names.push("User");
	}
	const found = names.map((roleName) => {
		const existing = organization.roleNamed(roleName);
		if (!existing) throw invalid("roles.value", `role with name '${roleName}' does not exist`);
		return existing;
	});
	return [...new Set(found)];
}

/** Validates an address like Sumo Logic: text on both sides of one `@`, a dot after it, no spaces, not too long. */
function isAddress(text: string): boolean {
	const isShort = [...text].length <= longestEmail;
	return isShort && /^[^\s@<>()[\]",;:\\]+@[^\s@<>()[\]",;:\\]+\.[^\s@.]+$/u.test(text);
}

function invalid(attribute: string, message: string): ScimRefusal {
	return new ScimRefusal(400, "invalidValue", `Invalid value for attribute ${attribute}: ${message}`);
}

function unfit(error: z.ZodError): ScimRefusal {
	const [issue] = error.issues;
	const attribute = issue?.path.filter((part) => typeof part === "string").join(".") ?? "";
	const missing = issue?.code === "invalid_type" && issue.message.endsWith("received undefined");
	return invalid(attribute, missing ? "is required" : (issue?.message ?? "is malformed"));
}
