import { cleanText } from "../../text/clean-text.ts";
import { isObject } from "../../text/is-object.ts";
import type { FileKind } from "../format/file-kind.ts";
import { invalidFile } from "../format/invalid-file.ts";

/** Where a JSON file keeps what. */
export type JsonShape = {
	readonly kind: FileKind;
	/** `{users, groups, appRoles, assignments}`, with these names, and the users as they are written. */
	readonly document: unknown;
	/** The path of the list of users. */
	readonly usersAt: readonly string[];
	/** The file is one user, without a list. */
	readonly single: boolean;
	/** Users only, without a place for assignments. */
	readonly listed: boolean;
};

type Json = Readonly<Record<string, unknown>>;

/**
 * Recognizes our own document, a saved answer of Graph (`{"value": […]}`), a list of users (`az ad user list`, `ConvertTo-Json`), and
 * one user (what `ConvertTo-Json` makes of a list of one).
 *
 * @throws DirectoryError `invalid` for anything else, and for an answer that is only the first page or an error
 * @see https://learn.microsoft.com/graph/api/user-list
 * @see https://learn.microsoft.com/cli/azure/ad/user#az-ad-user-list
 */
export function shapeOf(value: unknown, name: string): JsonShape {
	if (Array.isArray(value)) return listShape(value, [], "user-list", name);
	if (!isObject(value)) {
		throw invalidFile(name, "an object or a list of users is expected", { line: 1, column: 1 });
	}
	const keys = new Map(Object.keys(value).map((key) => [key.toLowerCase(), key]));
	if (keys.has("users")) return documentShape(value, keys);
	const list = keys.get("value");
	if (list !== undefined && Array.isArray(value[list])) {
		if (keys.has("@odata.nextlink")) {
			throw invalidFile(
				name,
				"this is one page of an answer of Graph: it has an @odata.nextLink, so users are missing. Save all pages: `Get-MgUser -All`, or `az rest` for each nextLink",
			);
		}
		return listShape(value[list], [list], "graph-answer", name);
	}
	const error = value[keys.get("error") ?? ""];
	if (isObject(error)) {
		const words = [error.code, error.message].filter((one) => typeof one === "string").join(": ");
		throw invalidFile(
			name,
			`this is an error that Graph answered with, not users: ${cleanText(words).slice(0, 200).replace(/\.$/, "")}`,
		);
	}
	if (keys.has("userprincipalname")) {
		const kind = isPowerShell(value) ? "powershell-json" : "one-user";
		return { kind, document: { users: [value] }, usersAt: [], single: true, listed: true };
	}
	const found = [...keys.values()].slice(0, 20).map(cleanText).join(", ") || "nothing";
	throw invalidFile(
		name,
		`no users: a list of users, {"users": […]} or {"value": […]} is expected. Found: ${found}`,
		{ line: 1, column: 1 },
	);
}

/** @throws DirectoryError `invalid` for a list of something else, such as groups */
function listShape(
	users: readonly unknown[],
	usersAt: readonly string[],
	other: FileKind,
	name: string,
): JsonShape {
	const [first] = users;
	if (isObject(first) && !users.some(hasPrincipalName)) {
		const found = Object.keys(first).slice(0, 20).map(cleanText).join(", ") || "nothing";
		throw invalidFile(
			name,
			`none of the ${users.length} items has a userPrincipalName, so these are not users. Found: ${found}`,
		);
	}
	const kind = isPowerShell(first) ? "powershell-json" : other;
	return { kind, document: { users }, usersAt, single: false, listed: true };
}

function hasPrincipalName(item: unknown): boolean {
	return isObject(item) && Object.keys(item).some((key) => key.toLowerCase() === "userprincipalname");
}

function documentShape(value: Json, keys: ReadonlyMap<string, string>): JsonShape {
	const part = (name: string) => value[keys.get(name.toLowerCase()) ?? name];
	const items = (name: string) => {
		const list = part(name);
		return Array.isArray(list) ? list.map(renamed) : list;
	};
	const document = {
		users: part("users"),
		groups: items("groups"),
		appRoles: items("appRoles"),
		assignments: items("assignments"),
	};
	return { kind: "json", document, usersAt: [keys.get("users") ?? "users"], single: false, listed: false };
}

/** What groups, roles and assignments call their properties, from any case. */
const properties: ReadonlyMap<string, string> = new Map([
	...["id", "displayName", "members", "value", "principalId"].map((one) => [one.toLowerCase(), one] as const),
	...["appRole", "appRoleId", "role", "roles", "appRoles"].map(
		(one) => [one.toLowerCase(), "appRole"] as const,
	),
]);

function renamed(item: unknown): unknown {
	if (!isObject(item)) return item;
	const keys = Object.keys(item);
	if (keys.every((key) => (properties.get(key.toLowerCase()) ?? key) === key)) return item;
	return Object.fromEntries(keys.map((key) => [properties.get(key.toLowerCase()) ?? key, item[key]]));
}

/** PowerShell's objects of Graph have Graph's names with a capital. */
function isPowerShell(user: unknown): boolean {
	return isObject(user) && Object.hasOwn(user, "UserPrincipalName");
}
