import type { AttributeDefinition } from "./attribute-list.ts";

/** An attribute that a mapping can fill. */
export type TargetAttribute = AttributeDefinition & {
	/** Whether the target documents it. It may drop the others, and then they look changed whenever all users are read. */
	readonly documented: boolean;
};
