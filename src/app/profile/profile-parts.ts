import type { Profile } from "../../config/profile.ts";
import type { AttributeMapping } from "../../mapping/definition/attribute-mapping.ts";
import type { MappingSet } from "../../mapping/definition/mapping-set.ts";
import type { Scope } from "../../scoping/scope.ts";
import { dialectOf } from "./dialect-of.ts";

/** The mapping set of a profile: its own mappings, or its target's default ones. */
export function mappingSetOf({
	mappings,
	actions,
	entraStrict,
	attributes,
	target,
}: Pick<Profile, "mappings" | "actions" | "entraStrict" | "attributes" | "target">): MappingSet {
	const dialect = dialectOf({ target });
	return {
		mappings: mappings === undefined ? dialect.defaultMappings : mappings.map(mappingOf),
		actions,
		entraStrict,
		attributes,
		dialect,
	};
}

/** zod parses absent properties as undefined; the model omits them. */
function mappingOf({
	defaultValue,
	matchingPrecedence,
	...rest
}: NonNullable<Profile["mappings"]>[number]): AttributeMapping {
	return {
		...rest,
		...(defaultValue === undefined ? {} : { defaultValue }),
		...(matchingPrecedence === undefined ? {} : { matchingPrecedence }),
	};
}

/** Who a profile provisions. */
export function scopeOf({ scope }: Profile): Scope {
	return scope;
}
