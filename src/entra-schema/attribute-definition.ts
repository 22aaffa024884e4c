import {
	type AttributeDefinition,
	type AttributeLists,
	attributeTypes,
	type Side,
	sameDefinition,
} from "../attributes/attribute-list.ts";
import { sourceAttribute } from "../attributes/source-schema.ts";
import { adapted, knownTargets } from "../attributes/target-schema.ts";
import { isTargetPath, parsePath } from "../scim/path.ts";
import type { EntraAttributeDefinition } from "./document.ts";

/** What the lists of a schema say beyond those in the code, or otherwise; and what of them is not used here. */
export type ReadAttributes = { readonly attributes: AttributeLists; readonly notes: readonly string[] };

/** Reads the attribute lists of source and target. */
export function readAttributes(
	source: readonly EntraAttributeDefinition[],
	target: readonly EntraAttributeDefinition[],
): ReadAttributes {
	const unreadable = target.filter(({ name }) => !isTargetPath(name)).map(({ name }) => name);
	const fillable = target.filter(({ name }) => isTargetPath(name) && !/^(?:id|meta|schemas)\b/i.test(name));
	const targets = fillable.map((json) => definitionOf("target", json)).filter((one) => isNews("target", one));
	const sources = source.map((json) => definitionOf("source", json)).filter((one) => isNews("source", one));
	const caseless = targets.filter(
		({ name, caseExact }) => !caseExact && knownTargets.find(parsePath(name))?.caseExact === true,
	);
	const retyped = fillable.flatMap((json) => {
		const { type } = definitionOf("target", json);
		if (!json.type || json.type.toLowerCase() === type.toLowerCase()) return [];
		return [`${json.name} is ${type} here, whatever the schema's list says of its type (${json.type})`];
	});
	return {
		attributes: { source: sources, target: targets },
		notes: [
			...unreadable.map(
				(name) => `${name} in the list of target attributes is no SCIM path: it is kept, not used`,
			),
			...retyped,
			...(caseless.length === 0
				? []
				: [`By the schema's list case does not count in ${caseless.map(({ name }) => name).join(", ")}`]),
		],
	};
}

/**
 * A definition in Graph's form: `present` brought up to date, and as it is when it says the same. A type that Sumo Logic
 * does not leave open stays as Entra has it.
 */
export function writeDefinition(
	side: Side,
	definition: AttributeDefinition,
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
	const before = definitionOf(side, present);
	return {
		...present,
		...(before.type === type ? {} : { type }),
		...(before.primaryKey === primaryKey ? {} : { anchor: primaryKey }),
		...(before.required === required ? {} : { required }),
		...(before.multiValued === multiValued ? {} : { multivalued: multiValued }),
		...(before.caseExact === caseExact ? {} : { caseExact }),
	};
}

/** A definition as it counts here: what is known of an attribute of Sumo Logic's stays. */
function definitionOf(side: Side, json: EntraAttributeDefinition): AttributeDefinition {
	const { name, type, anchor, required, multivalued, caseExact } = json;
	const read: AttributeDefinition = {
		name,
		type: attributeTypes.find((one) => one.toLowerCase() === type?.toLowerCase()) ?? "String",
		primaryKey: anchor ?? false,
		required: required ?? false,
		multiValued: multivalued ?? false,
		caseExact: caseExact ?? false,
	};
	const known = side === "target" && isTargetPath(name) ? knownTargets.named(name) : undefined;
	if (known === undefined) return read;
	const { documented: _, ...definition } = adapted(known, read);
	return definition;
}

function isNews(side: Side, definition: AttributeDefinition): boolean {
	if (side === "source") return sourceAttribute(definition.name) === undefined;
	const known = knownTargets.named(definition.name);
	return known === undefined || !sameDefinition(known, definition);
}
