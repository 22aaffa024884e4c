import type { Option } from "../../../components/select.tsx";
import type { MappingForm } from "./mapping-form.ts";

/** The fields in which one line of text is typed. */
export type LineFieldId = "target" | "attribute" | "constant" | "defaultValue" | "matching";

/** One field of the editor. A switch is turned over by Enter or Space. */
export type EditorField =
	| { readonly kind: "line"; readonly id: LineFieldId; readonly label: string; readonly placeholder: string }
	| { readonly kind: "area"; readonly id: "expression"; readonly label: string }
	| { readonly kind: "choice"; readonly id: "type"; readonly label: string }
	| { readonly kind: "switch"; readonly id: "apply" | "flowNull"; readonly label: string };

export type EditorFieldId = EditorField["id"];

/** The field that says where the value comes from; undefined for the type that has no source. */
export function sourceField(type: MappingForm["type"]): EditorField | undefined {
	switch (type) {
		case "direct":
			return { kind: "line", id: "attribute", label: "Attribute", placeholder: "such as userPrincipalName" };
		case "constant":
			return { kind: "line", id: "constant", label: "Constant", placeholder: "the same for everybody" };
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
		{ kind: "line", id: "target", label: "Target", placeholder: 'such as emails[type eq "work"].value' },
		{ kind: "choice", id: "type", label: "Type" },
		...(source === undefined ? [] : [source]),
		{ kind: "line", id: "defaultValue", label: "Default if null", placeholder: "none" },
		{ kind: "line", id: "matching", label: "Matching", placeholder: "no; 1 is tried first" },
		{ kind: "switch", id: "apply", label: "Apply" },
		{ kind: "switch", id: "flowNull", label: "Null values" },
	];
}

/** What a field shows that is switched or chosen. */
export function chosenText(form: MappingForm, id: "type" | "apply" | "flowNull"): string {
	switch (id) {
		case "type":
			return `${form.type} ▾`;
		case "apply":
			return form.apply === "always" ? "always" : "only when the user is created";
		case "flowNull":
			return form.flowNull ? "flow: clear the target" : "do not flow";
	}
}

/** The form with a switch turned over. */
export function turnOver(form: MappingForm, id: "apply" | "flowNull"): MappingForm {
	if (id === "flowNull") return { ...form, flowNull: !form.flowNull };
	return { ...form, apply: form.apply === "always" ? "creation" : "always" };
}

/** The form with other text in a field. Matching takes digits only. */
export function withLine(form: MappingForm, id: LineFieldId, text: string): MappingForm {
	return {
		...form,
		[id]: id === "matching" ? text.replace(/\D+/gu, "").replace(/^0+/u, "").slice(0, 3) : text,
	};
}

export const typeOptions: readonly Option<MappingForm["type"]>[] = [
	{ value: "direct", label: "direct", detail: "an attribute as it is" },
	{ value: "constant", label: "constant", detail: "the same for everybody" },
	{ value: "expression", label: "expression", detail: "worked out by functions" },
	{ value: "none", label: "none", detail: "leave the target alone, but for its default" },
];
