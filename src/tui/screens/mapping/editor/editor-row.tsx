import { Box, Text } from "ink";
import { FieldRow, fieldCells } from "../../../components/input/field-row.tsx";
import { TextInput } from "../../../components/input/text-input.tsx";
import type { KeyName, KeyPress } from "../../../keys/key-press.ts";
import { cutText } from "../../../text/fit-text.ts";
import type { Mark } from "../../../text/outcome-mark.ts";
import { chosenText, type EditorField, withLine } from "./editor-fields.ts";
import { offsetOf } from "./expression/area-edit.ts";
import { ExpressionArea } from "./expression/expression-area.tsx";
import { SignatureLine, signatureHelp } from "./expression/signature-line.tsx";
import type { MappingForm } from "./mapping-form.ts";
import type { Typing } from "./use-typing.ts";

export type EditorRowProps = {
	readonly field: EditorField;
	readonly form: MappingForm;
	readonly typing: Typing;
	readonly focused: boolean;
	readonly mark: Mark | null;
	readonly width: number;
	/** Lines for the expression. */
	readonly areaHeight: number;
	/** Keys that the expression area passes to the commands. */
	readonly leaves: (press: KeyPress) => boolean;
	readonly onChange: (form: MappingForm) => void;
	/** Called when it is clicked; returns a key that is then pressed. */
	readonly onClick: () => KeyName | undefined;
};

/** One field of the editor. The expression has its own area below the label, and a line of help below the area. */
export function EditorRow(props: EditorRowProps) {
	const { field, typing, focused, mark, width } = props;
	const cells = fieldCells(width);
	const help =
		typing.field === "expression"
			? signatureHelp(typing.expression.value, offsetOf(typing.expression))
			: undefined;
	return (
		<Box flexDirection="column" flexShrink={0}>
			<FieldRow label={field.label} focused={focused} mark={mark} width={width} onClick={props.onClick}>
				{field.kind === "area" ? (
					typing.field === "expression" && <SignatureLine help={help} width={cells} />
				) : (
					<LineValue {...props} field={field} cells={cells} />
				)}
			</FieldRow>
			{field.kind === "area" && (
				<Box paddingLeft={2} flexDirection="column">
					<ExpressionArea
						edit={typing.expression}
						onEdit={typing.editExpression}
						leaves={props.leaves}
						focused={typing.field === "expression"}
						onClick={props.onClick}
						width={width - 3}
						height={props.areaHeight}
					/>
					<Text dimColor>{cutText(help?.help ?? " ", width - 3)}</Text>
				</Box>
			)}
		</Box>
	);
}

function LineValue({
	field,
	form,
	typing,
	cells,
	onChange,
}: Pick<EditorRowProps, "form" | "typing" | "onChange"> & {
	readonly field: Exclude<EditorField, { readonly kind: "area" }>;
	readonly cells: number;
}) {
	if (field.kind !== "line") return <Text>{cutText(chosenText(form, field.id), cells)}</Text>;
	const { id, placeholder } = field;
	const value = form[id];
	if (typing.field === id) {
		return (
			<TextInput
				key={`${id} ${typing.round}`}
				value={value}
				onChange={(text) => onChange(withLine(form, id, text))}
				focused
				width={cells}
				placeholder={placeholder}
			/>
		);
	}
	return <Text dimColor={value === ""}>{cutText(value || placeholder, cells)}</Text>;
}
