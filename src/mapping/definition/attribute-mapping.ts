/** Where a mapping's value comes from. `none` leaves the target alone, but fills the default when the target is empty. */
export type MappingSource =
	| { readonly type: "direct"; readonly attribute: string }
	| { readonly type: "constant"; readonly value: string }
	| { readonly type: "expression"; readonly expression: string }
	| { readonly type: "none" };

/**
 * One attribute mapping, with the properties that Entra gives it.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes
 */
export type AttributeMapping = {
	/** A SCIM path: `userName`, `emails[type eq "work"].value`, `urn:…:User:department`. Unique within a set. */
	readonly target: string;
	readonly source: MappingSource;
	/** Used on creation when the source yields null. */
	readonly defaultValue?: string;
	/** Present on matching attributes: tried in ascending order, the first unique match wins. */
	readonly matchingPrecedence?: number;
	readonly apply: "always" | "creation";
	/** Clear the target when the source becomes null (otherwise nulls do not flow). */
	readonly flowNull: boolean;
};

/** What the engine may do in the target. `delete` covers disabling and deleting, as in Entra's "target object actions". */
export type ObjectActions = { readonly create: boolean; readonly update: boolean; readonly delete: boolean };
