import { z } from "zod";
import type { AttributeValue, SourceUser } from "../source/source-user.ts";

/** A user as Graph writes it: an id, and properties that may be nested. */
export type GraphUser = { readonly id: string; readonly [property: string]: unknown };

/** Only the id is required. The user is not copied: 100,000 copies would cost time and memory. */
export const graphUser: z.ZodType<GraphUser> = z.custom<GraphUser>(isGraphUser, "a user without an id");

function isGraphUser(value: unknown): value is GraphUser {
	return (
		typeof value === "object" &&
		value !== null &&
		"id" in value &&
		typeof value.id === "string" &&
		value.id !== ""
	);
}

/**
 * The user in the engine's terms: nested objects flattened (`employeeOrgData.division`), the members of
 * `onPremisesExtensionAttributes` at the top, `manager` as the manager's id (beside `manager.displayName`), and
 * annotations (`@odata.type`) left out. Everything else stays as in the directory, including a guest's `userPrincipalName`:
 * what Entra makes of that is the mapping's business.
 */
export function sourceUserOf(user: GraphUser): SourceUser {
	if (isFlat(user)) return { id: user.id, attributes: user };
	const attributes: Record<string, AttributeValue> = {};
	collect(user, "", attributes);
	return { id: user.id, attributes };
}

type FlatUser = { readonly id: string; readonly [attribute: string]: AttributeValue };

/** Most users are: their properties are the attributes, and a copy of 100,000 of them would only cost memory. */
function isFlat(user: GraphUser): user is FlatUser {
	for (const name in user) {
		const value = user[name];
		if (name.includes("@") || name === "__proto__" || value === undefined) return false;
		if (typeof value !== "object" || value === null) continue;
		if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return false;
	}
	return true;
}

function collect(object: object, prefix: string, into: Record<string, AttributeValue>): void {
	for (const [name, value] of Object.entries(object)) {
		if (name === "manager@delta") into.manager = managerFrom(value);
		else if (!name.includes("@") && name !== "__proto__") put(prefix + name, value, into);
	}
}

function put(name: string, value: unknown, into: Record<string, AttributeValue>): void {
	if (
		value === null ||
		typeof value === "string" ||
		typeof value === "number" ||
		typeof value === "boolean"
	) {
		into[name] = value;
	} else if (Array.isArray(value)) {
		into[name] = value.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
	} else if (typeof value === "object") {
		if (name === "manager" && "id" in value && typeof value.id === "string") into.manager = value.id;
		collect(value, name === "onPremisesExtensionAttributes" ? "" : `${name}.`, into);
	}
}

/**
 * A delta query returns a manager as changes: the new one, and the previous one with `@removed`.
 *
 * @see https://learn.microsoft.com/graph/delta-query-overview#resource-representation-in-the-delta-query-response
 */
function managerFrom(changes: unknown): string | null {
	if (!Array.isArray(changes)) return null;
	const present: unknown = changes.findLast(
		(change) => typeof change === "object" && change && !("@removed" in change),
	);
	return typeof present === "object" && present && "id" in present && typeof present.id === "string"
		? present.id
		: null;
}
