import type { Profile } from "../../config/profile.ts";
import type { AttributeMapping, MappingSet } from "../../mapping/attribute-mapping.ts";
import { defaultMappings } from "../../mapping/default-mappings.ts";
import type { Scope } from "../../scoping/scope.ts";

/** The mapping set of a profile: its own, or the guide's six. */
export function mappingSetOf({
	mappings,
	actions,
	entraStrict,
	attributes,
}: Pick<Profile, "mappings" | "actions" | "entraStrict" | "attributes">): MappingSet {
	return {
		mappings: mappings === undefined ? defaultMappings : mappings.map(mappingOf),
		actions,
		entraStrict,
		attributes,
	};
}

/** zod gives absent properties as undefined; the model leaves them out. */
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
