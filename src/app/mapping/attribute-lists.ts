import type { AttributeDefinition, Side } from "../../attributes/attribute-list.ts";
import type { ListedAttribute } from "../../mapping/change-attributes.ts";

export type { AttributeDefinition, ListedAttribute, Side };

/** The attributes that mappings read and fill: names, types, and how values are compared. */
export interface AttributeLists {
	/** The list as it counts: the one in the code, with the profile's own entries. */
	readonly attributes: (side: Side) => readonly ListedAttribute[];
	/**
	 * Adds an entry to the profile's own list, or changes one. What is left out stays as it is listed, or is as in a new
	 * entry of Entra's. The next cycle is an initial one. Rejects for what the source or Sumo Logic fixes.
	 */
	readonly define: (
		side: Side,
		definition: Pick<AttributeDefinition, "name"> & Partial<AttributeDefinition>,
	) => Promise<AttributeDefinition>;
	/** Takes an entry out of the profile's own list. Rejects when it has none of the name. */
	readonly undefine: (side: Side, name: string) => Promise<void>;
}
