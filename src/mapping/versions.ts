import type { AttributeMapping, MappingSet, MappingSource } from "./attribute-mapping.ts";

/** One property that differs, in words; null where there is none. */
export type FieldChange = {
	readonly field: string;
	readonly old: string | null;
	readonly new: string | null;
};

/** How two mapping sets differ in one target, or (`settings`) in what holds for all. */
export type SetChange =
	| { readonly type: "added"; readonly target: string; readonly mapping: AttributeMapping }
	| { readonly type: "removed"; readonly target: string; readonly mapping: AttributeMapping }
	| { readonly type: "changed"; readonly target: string; readonly fields: readonly FieldChange[] }
	| { readonly type: "settings"; readonly fields: readonly FieldChange[] };

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
	];
}

/** The change in a line or more for people: `+`, `-` and `~` as in a diff. */
export function describeSetChange(change: SetChange): readonly string[] {
	if (change.type === "added") return [`+ ${change.target} ← ${describeSource(change.mapping.source)}`];
	if (change.type === "removed") return [`- ${change.target} ← ${describeSource(change.mapping.source)}`];
	const what = change.type === "settings" ? "All mappings" : change.target;
	return change.fields.map((one) => `~ ${what}: ${one.field}: ${one.old ?? "none"} → ${one.new ?? "none"}`);
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
