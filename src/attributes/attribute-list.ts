/** The types of Entra's attribute list. */
export const attributeTypes = ["String", "Boolean", "Integer", "DateTime", "Reference", "Binary"] as const;
/** One of the attribute types. */
export type AttributeType = (typeof attributeTypes)[number];

/**
 * An entry of an attribute list, with the properties that Entra gives it.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes#editing-the-list-of-supported-attributes
 */
export type AttributeDefinition = {
	/** In the target: the path as a mapping names it. In the source: the attribute's name. */
	readonly name: string;
	readonly type: AttributeType;
	/** It identifies one object. */
	readonly primaryKey: boolean;
	readonly required: boolean;
	readonly multiValued: boolean;
	/** A change of case alone is a change. */
	readonly caseExact: boolean;
};

/** What a mapping set knows of source and target beyond the lists in the code, or otherwise than they have it. */
export type AttributeLists = {
	readonly source: readonly AttributeDefinition[];
	readonly target: readonly AttributeDefinition[];
};

export type Side = keyof AttributeLists;

/** Nothing beyond what the code knows. */
export const noAttributes: AttributeLists = { source: [], target: [] };

/** An entry as Entra begins a new one. */
export function plainAttribute(name: string): AttributeDefinition {
	return {
		name,
		type: "String",
		primaryKey: false,
		required: false,
		multiValued: false,
		caseExact: false,
	};
}

/** Whether two entries say the same. Only text has a case. */
export function sameDefinition(left: AttributeDefinition, right: AttributeDefinition): boolean {
	return (
		left.type === right.type &&
		left.primaryKey === right.primaryKey &&
		left.required === right.required &&
		left.multiValued === right.multiValued &&
		(left.type !== "String" || left.caseExact === right.caseExact)
	);
}
