import type { AttributeDefinition, Side } from "../attributes/attribute-list.ts";
import type { AttributeMapping, MappingSource } from "./definition/attribute-mapping.ts";
import { type MappingSet, targetsOf } from "./definition/mapping-set.ts";

/** One property that differs, in words; null where there is none. */
export type FieldChange = {
	readonly field: string;
	readonly old: string | null;
	readonly new: string | null;
};

/** How two mapping sets differ in one target, in what holds for all (`settings`), or in an entry of an attribute list. */
export type SetChange =
	| { readonly type: "added"; readonly target: string; readonly mapping: AttributeMapping }
	| { readonly type: "removed"; readonly target: string; readonly mapping: AttributeMapping }
	| { readonly type: "changed"; readonly target: string; readonly fields: readonly FieldChange[] }
	| { readonly type: "settings"; readonly fields: readonly FieldChange[] }
	| {
			readonly type: "attribute";
			readonly side: Side;
			readonly name: string;
			readonly change: "added" | "removed" | "changed";
			readonly fields: readonly FieldChange[];
	  };

/** What was removed, added and changed from one set to the other; empty when a cycle would find them the same. */
export function diffSets(before: MappingSet, after: MappingSet): readonly SetChange[] {
	const old = new Map(before.mappings.map((mapping) => [mapping.target, mapping]));
	const present = new Set(after.mappings.map(({ target }) => target));
	const removed = before.mappings
		.filter(({ target }) => !present.has(target))
		.map((mapping): SetChange => ({ type: "removed", target: mapping.target, mapping }));
	const others = after.mappings.flatMap((mapping): readonly SetChange[] => {
		const { target } = mapping;
		const previous = old.get(target);
		if (previous === undefined) return [{ type: "added", target, mapping }];
		const fields = differing(fieldsOf(previous), fieldsOf(mapping));
		return fields.length === 0 ? [] : [{ type: "changed", target, fields }];
	});
	const settings = differing(settingsOf(before), settingsOf(after));
	return [
		...removed,
		...others,
		...(settings.length === 0 ? [] : [{ type: "settings", fields: settings } as const]),
		...diffLists("source", before.attributes.source, after.attributes.source),
		...diffLists("target", targetsOf(before).all, targetsOf(after).all),
	];
}

/** The change in a line or more for people: `+`, `-` and `~` as in a diff. */
export function describeSetChange(change: SetChange): readonly string[] {
	if (change.type === "added") return [`+ ${change.target} ← ${describeSource(change.mapping.source)}`];
	if (change.type === "removed") return [`- ${change.target} ← ${describeSource(change.mapping.source)}`];
	if (change.type === "attribute") return describeAttributeChange(change);
	const what = change.type === "settings" ? "All mappings" : change.target;
	return change.fields.map((one) => `~ ${what}: ${one.field}: ${one.old ?? "none"} → ${one.new ?? "none"}`);
}

function describeAttributeChange({
	side,
	name,
	change,
	fields,
}: Extract<SetChange, { type: "attribute" }>): readonly string[] {
	const what = `${side} attribute ${name}`;
	if (change === "removed") return [`- ${what}`];
	if (change === "added") return [`+ ${what}: ${fields.map((one) => `${one.field} ${one.new}`).join(", ")}`];
	return fields.map((one) => `~ ${what}: ${one.field}: ${one.old} → ${one.new}`);
}

function diffLists(
	side: Side,
	before: readonly AttributeDefinition[],
	after: readonly AttributeDefinition[],
): readonly SetChange[] {
	const old = new Map(before.map((one) => [one.name, one]));
	const present = new Set(after.map(({ name }) => name));
	const removed = before.filter(({ name }) => !present.has(name));
	return [
		...removed.map(({ name }) => ({ type: "attribute", side, name, change: "removed", fields: [] }) as const),
		...after.flatMap((one): readonly SetChange[] => {
			const previous = old.get(one.name);
			const change = previous === undefined ? "added" : "changed";
			const fields = differing(previous === undefined ? {} : propertiesOf(previous), propertiesOf(one));
			return fields.length === 0 ? [] : [{ type: "attribute", side, name: one.name, change, fields }];
		}),
	];
}

/** Where a value comes from, as a mapping list shows it: `userPrincipalName`, `"constant"`, the expression, `none`. */
export function describeSource(source: MappingSource): string {
	switch (source.type) {
		case "direct":
			return source.attribute;
		case "constant":
			return JSON.stringify(source.value);
		case "expression":
			return source.expression;
		case "none":
			return "none";
	}
}

type Fields = Readonly<Record<string, string | null>>;

function fieldsOf(mapping: AttributeMapping): Fields {
	return {
		type: mapping.source.type,
		source: describeSource(mapping.source),
		"default value": mapping.defaultValue ?? null,
		"matching precedence": mapping.matchingPrecedence?.toString() ?? null,
		apply: mapping.apply === "creation" ? "only during creation" : "always",
		"flow null values": mapping.flowNull ? "yes" : "no",
	};
}

function propertiesOf(definition: AttributeDefinition): Fields {
	const yes = (value: boolean) => (value ? "yes" : "no");
	return {
		type: definition.type,
		"primary key": yes(definition.primaryKey),
		required: yes(definition.required),
		"multi-value": yes(definition.multiValued),
		...(definition.type === "String" ? { "exact case": yes(definition.caseExact) } : {}),
	};
}

function settingsOf({ actions, entraStrict }: MappingSet): Fields {
	const yes = (value: boolean) => (value ? "yes" : "no");
	return {
		create: yes(actions.create),
		update: yes(actions.update),
		delete: yes(actions.delete),
		"fail where Entra would": yes(entraStrict),
	};
}

function differing(before: Fields, after: Fields): readonly FieldChange[] {
	return Object.keys(after)
		.map((field) => ({ field, old: before[field] ?? null, new: after[field] ?? null }))
		.filter((one) => one.old !== one.new);
}
