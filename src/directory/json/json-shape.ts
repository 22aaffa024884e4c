import { cleanText } from "../../text/clean-text.ts";
import { isObject } from "../../text/is-object.ts";
import type { FileKind } from "../format/file-kind.ts";
import { otherExportWith } from "../format/other-exports.ts";
import { propertyName } from "../format/property-name.ts";
import type { Refuse } from "./json-place.ts";

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
export function shapeOf(value: unknown, refuse: Refuse, refuseFile: Refuse): JsonShape {
	if (Array.isArray(value)) return listShape(value, [], "user-list", refuseFile);
	if (!isObject(value)) throw refuseFile([], "an object or a list of users is expected");
	const keys = keysOf(value, refuse);
	if (keys.has("users")) {
		refuseParts(value, null, refuseFile);
		return documentShape(value, keys, refuse, refuseFile);
	}
	const list = keys.get("value");
	const items = list === undefined ? undefined : value[list];
	if (list !== undefined && Array.isArray(items)) {
		refuseParts(value, items.length, refuseFile);
		return listShape(items, [list], "graph-answer", refuseFile);
	}
	const responses = keys.get("responses");
	if (responses !== undefined && Array.isArray(value[responses])) {
		throw refuseFile(
			[responses],
			"this is an answer to a $batch of requests. Save the users of its responses as one list: `jq '[.responses[].body.value[]]'`, after checking that no response has an error or an @odata.nextLink",
		);
	}
	const failed = keys.get("error");
	const error = failed === undefined ? undefined : value[failed];
	if (failed !== undefined && isObject(error)) {
		const words = [error.code, error.message].filter((one) => typeof one === "string").join(": ");
		throw refuseFile(
			[failed],
			`this is an error that Graph answered with, not users: ${cleanText(words).slice(0, 200).replace(/\.$/, "")}`,
		);
	}
	if (hasPrincipalName(value)) {
		const kind = isPowerShell(value) ? "powershell-json" : "one-user";
		return { kind, document: { users: [value] }, usersAt: [], single: true, listed: true };
	}
	const found = [...keys.values()].slice(0, 20).map(cleanText).join(", ") || "nothing";
	const other = otherExportWith(namesIn(value));
	throw refuseFile(
		[],
		`no users: ${other ?? 'a list of users, {"users": […]} or {"value": […]} is expected'}. Found: ${found}`,
	);
}

/** The names of an object's properties, and of those in them: `profile.login`. */
function namesIn(value: Json): readonly string[] {
	return Object.entries(value).flatMap(([name, held]) => [
		name,
		...(isObject(held) ? Object.keys(held).map((inner) => `${name}.${inner}`) : []),
	]);
}

/** The names of an object by their lower case. @throws DirectoryError `invalid` for one that is there in two cases */
function keysOf(value: Json, refuse: Refuse): ReadonlyMap<string, string> {
	const keys = new Map<string, string>();
	for (const key of Object.keys(value)) {
		const earlier = keys.get(key.toLowerCase());
		if (earlier !== undefined) {
			throw refuse([key], `${cleanText(earlier)} and ${cleanText(key)} are the same property; remove one`);
		}
		keys.set(key.toLowerCase(), key);
	}
	return keys;
}

/**
 * Refuses an answer that does not hold all users. Azure AD Graph and the SDKs write the annotations without `@` and the period.
 *
 * @param count The users in it; null where others may be counted.
 * @throws DirectoryError `invalid`
 */
function refuseParts(value: Json, count: number | null, refuseFile: Refuse): void {
	const all = "Save all pages: `Get-MgUser -All`, or `az rest` for each nextLink";
	const annotation = (name: string) =>
		Object.keys(value).find((key) => key.toLowerCase().replace(/[@._]/g, "") === name);
	const next = annotation("odatanextlink") ?? annotation("nextlink");
	if (next !== undefined && isLink(value[next])) {
		throw refuseFile(
			[next],
			`this is one page of an answer of Graph: it has an ${cleanText(next)}, so users are missing. ${all}`,
		);
	}
	const delta = annotation("odatadeltalink");
	if (delta !== undefined && isLink(value[delta])) {
		throw refuseFile(
			[delta],
			`this is an answer of a delta query: it has an ${cleanText(delta)} and may hold changed and removed users only. Save a list of all users: \`Get-MgUser -All\``,
		);
	}
	const counter = annotation("odatacount");
	const total = counter === undefined ? undefined : value[counter];
	if (counter !== undefined && count !== null && typeof total === "number" && total !== count) {
		throw refuseFile(
			[counter],
			`this answer of Graph has ${count} of ${total} users (${cleanText(counter)}), so users are missing. ${all}`,
		);
	}
}

/** SDKs write `null` on the last page. */
function isLink(value: unknown): boolean {
	return value !== null && value !== "";
}

/** @throws DirectoryError `invalid` for a list of something else, such as groups */
function listShape(
	users: readonly unknown[],
	usersAt: readonly string[],
	other: FileKind,
	refuseFile: Refuse,
): JsonShape {
	const [first] = users;
	if (isObject(first) && !users.some(hasPrincipalName)) {
		if (users.every((item) => isObject(item) && Array.isArray(item.value))) {
			throw refuseFile(
				usersAt,
				"this is a list of answers of Graph. Save the users of all of them as one list: `jq '[.[].value[]]'`",
			);
		}
		const found = Object.keys(first).slice(0, 20).map(cleanText).join(", ") || "nothing";
		const other = otherExportWith(namesIn(first));
		throw refuseFile(
			usersAt,
			`none of the ${users.length} items has a userPrincipalName${other === undefined ? ", so these are not users" : `; ${other}`}. Found: ${found}`,
		);
	}
	for (const [index, item] of users.entries()) {
		const type = isObject(item) ? item["@odata.type"] : undefined;
		if (typeof type !== "string" || /graph\.user$/i.test(type)) continue;
		throw refuseFile(
			[...usersAt, index, "@odata.type"],
			`item ${index + 1} is a ${cleanText(type)}, not a user. Read users only, such as /groups/ID/members/microsoft.graph.user`,
		);
	}
	const kind = isPowerShell(first) ? "powershell-json" : other;
	return { kind, document: { users }, usersAt, single: false, listed: true };
}

function hasPrincipalName(item: unknown): boolean {
	return isObject(item) && Object.keys(item).some((key) => propertyName(key) === "userPrincipalName");
}

/** @throws DirectoryError `invalid` for users of another program, which have no user principal names */
function documentShape(
	value: Json,
	keys: ReadonlyMap<string, string>,
	refuse: Refuse,
	refuseFile: Refuse,
): JsonShape {
	const usersAt = keys.get("users") ?? "users";
	const written = value[usersAt];
	const first: unknown = Array.isArray(written) ? written[0] : undefined;
	if (Array.isArray(written) && isObject(first) && !written.some(hasPrincipalName)) {
		const other = otherExportWith(namesIn(first), "named");
		if (other !== undefined) {
			throw refuseFile([usersAt], `none of the ${written.length} users has a userPrincipalName; ${other}`);
		}
	}
	const part = (list: string) => value[keys.get(list.toLowerCase()) ?? list];
	const items = (list: string) => {
		const found = part(list);
		return Array.isArray(found)
			? found.map((item, index) => renamed(item, [keys.get(list.toLowerCase()) ?? list, index], refuse))
			: found;
	};
	const document = {
		users: part("users"),
		groups: items("groups"),
		appRoles: items("appRoles"),
		assignments: items("assignments"),
	};
	return { kind: "json", document, usersAt: [usersAt], single: false, listed: false };
}

/** What groups, roles and assignments call their properties, from any case. */
const properties: ReadonlyMap<string, string> = new Map([
	...["id", "displayName", "members", "value", "principalId"].map((one) => [one.toLowerCase(), one] as const),
	...["appRole", "appRoleId", "role", "roles", "appRoles"].map(
		(one) => [one.toLowerCase(), "appRole"] as const,
	),
]);

function renamed(item: unknown, path: readonly PropertyKey[], refuse: Refuse): unknown {
	if (!isObject(item)) return item;
	const keys = Object.keys(item);
	const meant = new Map<string, string>();
	for (const key of keys) {
		const property = properties.get(key.toLowerCase());
		const earlier = property === undefined ? undefined : meant.get(property);
		if (earlier !== undefined) {
			throw refuse(
				[...path, key],
				`${cleanText(earlier)} and ${cleanText(key)} are the same property; remove one`,
			);
		}
		if (property !== undefined) meant.set(property, key);
	}
	if (keys.every((key) => (properties.get(key.toLowerCase()) ?? key) === key)) return item;
	return Object.fromEntries(keys.map((key) => [properties.get(key.toLowerCase()) ?? key, item[key]]));
}

/** PowerShell's objects of Graph have Graph's names with a capital. */
function isPowerShell(user: unknown): boolean {
	return isObject(user) && Object.hasOwn(user, "UserPrincipalName");
}
