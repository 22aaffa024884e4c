import {
	type AttributeDefinition,
	type AttributeLists,
	plainAttribute,
	type Side,
	sameDefinition,
} from "../../attributes/attribute-list.ts";
import { sourceAttribute, sourceAttributes } from "../../attributes/source-schema.ts";
import { adapted, targetKey, targetList } from "../../attributes/target-schema.ts";
import { ChangeError } from "./change.ts";
import { type MappingSet, targetsOf } from "./mapping-set.ts";
import { nameAtStart } from "./target-dialect.ts";

/** An entry of an attribute list, and whether the mapping set has it of its own. */
export type ListedAttribute = AttributeDefinition & { readonly own: boolean };

/** The entry that counts for a name, or as Entra begins a new one. Throws `PathError` for a target that is not a path. */
export function listedAttribute(set: MappingSet, side: Side, name: string): AttributeDefinition {
	const wanted = keyOf(side, name);
	const found = listedAttributes(set, side).find((one) => keyOf(side, one.name) === wanted);
	if (found === undefined) return plainAttribute(name);
	const { own: _, ...definition } = found;
	return definition;
}

/** The attribute list of source or target as it counts: the one in the code, with the set's own entries. */
export function listedAttributes(set: MappingSet, side: Side): readonly ListedAttribute[] {
	const { attributes } = set;
	const own = new Set(attributes[side].map(({ name }) => keyOf(side, name)));
	const all: readonly AttributeDefinition[] =
		side === "target"
			? targetsOf(set).all
			: [
					...sourceAttributes.map(({ name, type, multiValued }) => ({
						...plainAttribute(name),
						type,
						multiValued,
					})),
					...attributes.source,
				];
	return all.map(({ name, type, primaryKey, required, multiValued, caseExact }) => ({
		name,
		type,
		primaryKey,
		required,
		multiValued,
		caseExact,
		own: own.has(keyOf(side, name)),
	}));
}

/**
 * The set with an entry in its own list, in place of one of the same name. Throws `ChangeError` for what the source or
 * the target fixes, and `PathError` for a target that is not a path.
 */
export function defineAttribute(set: MappingSet, side: Side, definition: AttributeDefinition): MappingSet {
	const { name } = definition;
	if (side === "source" && sourceAttribute(name) !== undefined) {
		throw new ChangeError("fixed", name, `${name} is an attribute of Microsoft Entra ID, and known already`);
	}
	const known = side === "target" ? targetList(set.dialect.attributes).named(name) : undefined;
	if (known !== undefined && !sameDefinition(adapted(known, definition), definition)) {
		const message = `${nameAtStart(set.dialect)} documents ${name} as ${words(known)}: only its case can be chosen, and that it is required`;
		throw new ChangeError("fixed", name, message);
	}
	const others = set.attributes[side].filter((one) => keyOf(side, one.name) !== keyOf(side, name));
	const isNews = known === undefined || !sameDefinition(known, definition);
	return withList(set, side, isNews ? [...others, definition] : others);
}

/** The set without an entry of its own list. Throws `ChangeError` when it has none of the name. */
export function undefineAttribute(set: MappingSet, side: Side, name: string): MappingSet {
	const others = set.attributes[side].filter((one) => keyOf(side, one.name) !== keyOf(side, name));
	if (others.length === set.attributes[side].length) {
		throw new ChangeError("unknown", name, `${name} is not in the profile's own list of ${side} attributes`);
	}
	return withList(set, side, others);
}

function withList(set: MappingSet, side: Side, list: AttributeLists[Side]): MappingSet {
	return { ...set, attributes: { ...set.attributes, [side]: list } };
}

function keyOf(side: Side, name: string): string {
	return side === "target" ? targetKey(name) : name.toLowerCase();
}

function words({ type, multiValued }: AttributeDefinition): string {
	return `${type}, ${multiValued ? "several values" : "one value"}`;
}
