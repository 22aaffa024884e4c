import { url } from "./graph/odata.ts";

/** How the attributes of mappings and filters are requested from Graph. */
export type Selected = {
	/** For `$select`, sorted; without `manager`. */
	readonly properties: readonly string[];
	/** Whether to read the manager, which is a separate object, not a property. */
	readonly manager: boolean;
};

/** Needed to show a user and to determine whether they are active. */
const always = [
	"id",
	"userPrincipalName",
	"displayName",
	"mail",
	"givenName",
	"surname",
	"accountEnabled",
	"userType",
];

/** The properties to select for these attributes: `employeeOrgData.division` comes with `employeeOrgData`. */
export function select(attributes: readonly string[]): Selected {
	const properties = new Set(always);
	let manager = false;
	for (const attribute of attributes) {
		const property = propertyOf(attribute);
		if (property === "manager") manager = true;
		else properties.add(property);
	}
	return { properties: [...properties].sort(), manager };
}

/**
 * Path and query for users. A manager is read with `$expand`, which Graph does not support in delta and advanced queries.
 *
 * @see https://learn.microsoft.com/graph/api/user-list
 */
export function usersUrl(
	path: string,
	selected: Selected,
	query: Readonly<Record<string, string>> = {},
): string {
	const expand = selected.manager ? { $expand: "manager($select=id,displayName)" } : {};
	return url(path, { $select: selected.properties.join(","), ...expand, ...query });
}

/**
 * The first request of a delta query. It accepts `manager` in `$select`, and then returns only the manager's id:
 * `manager.displayName` is known only for users who were read individually.
 *
 * @see https://learn.microsoft.com/graph/delta-query-overview#optional-query-parameters
 */
export function usersDeltaUrl({ properties, manager }: Selected): string {
	return url("/users/delta", { $select: [...properties, ...(manager ? ["manager"] : [])].join(",") });
}

function propertyOf(attribute: string): string {
	if (/^extensionAttribute\d+$/i.test(attribute)) return "onPremisesExtensionAttributes";
	if (attribute === "objectId") return "id";
	return attribute.split(".")[0] ?? attribute;
}
