import { type AttributeLists, noAttributes } from "../../attributes/attribute-list.ts";
import { type TargetList, targetList } from "../../attributes/target-schema.ts";
import type { AttributeMapping, ObjectActions } from "./attribute-mapping.ts";
import type { TargetDialect } from "./target-dialect.ts";

/** Everything that decides what a user becomes in the target. */
export type MappingSet = {
	readonly mappings: readonly AttributeMapping[];
	readonly actions: ObjectActions;
	/** Fail where Entra would (null in an IIF condition…), instead of evaluating as written. */
	readonly entraStrict: boolean;
	/** Its own attribute lists, beside those in the code. */
	readonly attributes: AttributeLists;
	/** What the target does in its own way. Not the operator's choice, and not stored with the set. */
	readonly dialect: TargetDialect;
};

/** The target attributes of a set: the dialect's, with the set's own entries. */
export function targetsOf({ attributes, dialect }: Pick<MappingSet, "attributes" | "dialect">): TargetList {
	return targetList(dialect.attributes, attributes.target);
}

/** What a new profile starts with, and what "restore defaults" brings back. */
export function defaultMappingSet(dialect: TargetDialect): MappingSet {
	return {
		mappings: dialect.defaultMappings,
		actions: { create: true, update: true, delete: true },
		entraStrict: false,
		attributes: noAttributes,
		dialect,
	};
}
