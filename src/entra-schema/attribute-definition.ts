import {
	type AttributeDefinition,
	type AttributeLists,
	attributeTypes,
	type Side,
	sameDefinition,
} from "../attributes/attribute-list.ts";
import { sourceAttribute } from "../attributes/source-schema.ts";
import { adapted, type TargetList } from "../attributes/target-schema.ts";
import { isTargetPath, parsePath } from "../scim/path.ts";
import type { EntraAttributeDefinition } from "./document.ts";

/** Definitions of a schema that the built-in lists lack or define differently, and those that are not used here. */
export type ReadAttributes = { readonly attributes: AttributeLists; readonly notes: readonly string[] };

/**
 * Reads the attribute lists of source and target.
 *
 * @param known the known attributes of the target
 * @param mapped names of the attributes that mappings fill, to which notes about comparing are limited
 */
export function readAttributes(
	source: readonly EntraAttributeDefinition[],
	target: readonly EntraAttributeDefinition[],
	known: TargetList,
	mapped: ReadonlySet<string>,
): ReadAttributes {
	const unreadable = target.filter(({ name }) => !isTargetPath(name)).map(({ name }) => name);
	const fillable = target.filter(({ name }) => isTargetPath(name) && !/^(?:id|meta|schemas)\b/i.test(name));
	const targets = fillable
		.map((json) => definitionOf("target", json, known))
		.filter((one) => isNews("target", one, known));
	const sources = source
		.map((json) => definitionOf("source", json, known))
		.filter((one) => isNews("source", one, known));
	const caseless = targets.filter(
		({ name, caseExact }) =>
			mapped.has(name) && !caseExact && known.find(parsePath(name))?.caseExact === true,
	);
	const retyped = fillable.flatMap((json) => {
		const { type } = definitionOf("target", json, known);
		if (!json.type || json.type.toLowerCase() === type.toLowerCase()) return [];
		return [`${json.name} is ${type} here: the type ${json.type} of the schema is not used`];
	});
	return {
		attributes: { source: sources, target: targets },
		notes: [
			...unreadable.map(
				(name) => `${name} in the list of target attributes is not a SCIM path: it is kept, but not used`,
			),
			...retyped,
			...(caseless.length === 0
				? []
				: [`The schema compares without case: ${caseless.map(({ name }) => name).join(", ")}`]),
		],
	};
}

/**
 * A definition in Graph's form: `present` with the changes, or unchanged when it is equal. A type that the target
 * determines stays as in Entra.
 */
export function writeDefinition(
	side: Side,
	definition: AttributeDefinition,
	known: TargetList,
	present?: EntraAttributeDefinition,
): EntraAttributeDefinition {
	const { name, type, primaryKey, required, multiValued, caseExact } = definition;
	if (present === undefined) {
		return {
			anchor: primaryKey,
			apiExpressions: [],
			caseExact,
			defaultValue: null,
			flowNullValues: false,
			metadata: [],
			multivalued: multiValued,
			mutability: "ReadWrite",
			name,
			required,
			referencedObjects: [],
			type,
		};
	}
	const before = definitionOf(side, present, known);
	return {
		...present,
		...(before.type === type ? {} : { type }),
		...(before.primaryKey === primaryKey ? {} : { anchor: primaryKey }),
		...(before.required === required ? {} : { required }),
		...(before.multiValued === multiValued ? {} : { multivalued: multiValued }),
		...(before.caseExact === caseExact ? {} : { caseExact }),
	};
}

/** A definition as applied here: what the target documents about an attribute stays. */
function definitionOf(side: Side, json: EntraAttributeDefinition, targets: TargetList): AttributeDefinition {
	const { name, type, anchor, required, multivalued, caseExact } = json;
	const read: AttributeDefinition = {
		name,
		type: attributeTypes.find((one) => one.toLowerCase() === type?.toLowerCase()) ?? "String",
		primaryKey: anchor ?? false,
		required: required ?? false,
		multiValued: multivalued ?? false,
		caseExact: caseExact ?? false,
	};
	const known = side === "target" && isTargetPath(name) ? targets.named(name) : undefined;
	if (known === undefined) return read;
	const { documented: _, ...definition } = adapted(known, read);
	return definition;
}

function isNews(side: Side, definition: AttributeDefinition, targets: TargetList): boolean {
	if (side === "source") return sourceAttribute(definition.name) === undefined;
	const known = targets.named(definition.name);
	return known === undefined || !sameDefinition(known, definition);
}
