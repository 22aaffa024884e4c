import type { AttributeDefinition, Side } from "../../attributes/attribute-list.ts";
import type { ListedAttribute } from "../../mapping/definition/change-attributes.ts";

export type { AttributeDefinition, ListedAttribute, Side };

/** The attributes that mappings read and fill: names, types, and how values are compared. */
export interface AttributeLists {
	/** The list in effect: the built-in one, with the profile's own entries. */
	readonly attributes: (side: Side) => readonly ListedAttribute[];
	/**
	 * Adds an entry to the profile's own list, or changes one. Omitted properties stay as listed, or get Entra's default for a new
	 * entry. The next cycle is an initial one. Rejects for properties that the source or Sumo Logic determines.
	 */
	readonly define: (
		side: Side,
		definition: Pick<AttributeDefinition, "name"> & Partial<AttributeDefinition>,
	) => Promise<AttributeDefinition>;
	/** Removes an entry from the profile's own list. Rejects when it has none of that name. */
	readonly undefine: (side: Side, name: string) => Promise<void>;
}
