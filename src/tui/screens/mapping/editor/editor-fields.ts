import type { Option } from "../../../components/input/select.tsx";
import type { MappingForm } from "./mapping-form.ts";

/** The single-line text fields. */
export type LineFieldId = "target" | "attribute" | "constant" | "defaultValue" | "matching";

/** One field of the editor. Enter or Space toggles a `switch`. */
export type EditorField =
	| { readonly kind: "line"; readonly id: LineFieldId; readonly label: string; readonly placeholder: string }
	| { readonly kind: "area"; readonly id: "expression"; readonly label: string }
	| { readonly kind: "choice"; readonly id: "type"; readonly label: string }
	| { readonly kind: "switch"; readonly id: "apply" | "flowNull"; readonly label: string };

export type EditorFieldId = EditorField["id"];

/** The field for the source of the value; undefined for the type without a source. */
export function sourceField(type: MappingForm["type"]): EditorField | undefined {
	switch (type) {
		case "direct":
			return {
				kind: "line",
				id: "attribute",
				label: "Attribute",
				placeholder: "for example userPrincipalName",
			};
		case "constant":
			return { kind: "line", id: "constant", label: "Constant", placeholder: "the same for all users" };
		case "expression":
			return { kind: "area", id: "expression", label: "Expression" };
		case "none":
			return undefined;
	}
}

/** The fields for a mapping of this type. */
export function editorFields({ type }: MappingForm): readonly EditorField[] {
	const source = sourceField(type);
	return [
		{ kind: "line", id: "target", label: "Target", placeholder: 'for example emails[type eq "work"].value' },
		{ kind: "choice", id: "type", label: "Type" },
		...(source === undefined ? [] : [source]),
		{ kind: "line", id: "defaultValue", label: "Default if null", placeholder: "none" },
		{ kind: "line", id: "matching", label: "Matching", placeholder: "no; 1 is matched first" },
		{ kind: "switch", id: "apply", label: "Apply" },
		{ kind: "switch", id: "flowNull", label: "Null values" },
	];
}

/** The text of a switch or of a field with options. */
export function chosenText(form: MappingForm, id: "type" | "apply" | "flowNull"): string {
	switch (id) {
		case "type":
			return `${form.type} ▾`;
		case "apply":
			return form.apply === "always" ? "always" : "only when the account is created";
		case "flowNull":
			return form.flowNull ? "flow: clear the target" : "do not flow";
	}
}

/** The form with a switch toggled. */
export function toggleOption(form: MappingForm, id: "apply" | "flowNull"): MappingForm {
	if (id === "flowNull") return { ...form, flowNull: !form.flowNull };
	return { ...form, apply: form.apply === "always" ? "creation" : "always" };
}

/** The form with new text in a field. Matching accepts only digits. */
export function withLine(form: MappingForm, id: LineFieldId, text: string): MappingForm {
	return {
		...form,
		[id]: id === "matching" ? text.replace(/\D+/gu, "").replace(/^0+/u, "").slice(0, 3) : text,
	};
}

export const typeOptions: readonly Option<MappingForm["type"]>[] = [
	{ value: "direct", label: "direct", detail: "an attribute as it is" },
	{ value: "constant", label: "constant", detail: "the same for all users" },
	{ value: "expression", label: "expression", detail: "computed by functions" },
	{ value: "none", label: "none", detail: "leave the target unchanged, except for its default" },
];
