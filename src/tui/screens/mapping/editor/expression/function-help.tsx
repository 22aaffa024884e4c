import {
	type FunctionDescriptor,
	findFunction,
	highlight,
	signatureAt,
	signatureOf,
	toJson,
} from "../../../../../expression/index.ts";
import { type Detail, DetailPane } from "../../../../components/detail/detail-pane.tsx";
import { heading } from "../../../../components/detail/detail-sections.ts";
import { Dialog } from "../../../../components/dialog/dialog.tsx";

/** The function whose name the caret touches. `offset` in UTF-16 units. */
export function touchedFunction(text: string, offset: number): FunctionDescriptor | undefined {
	const touched = highlight(text).find(
		({ kind, start, end }) => kind === "function" && start <= offset && offset <= end,
	);
	return touched && findFunction(touched.text);
}

/** The function whose name the caret touches, otherwise the one whose call contains the caret. `offset` in UTF-16 units. */
export function functionAt(text: string, offset: number): FunctionDescriptor | undefined {
	return touchedFunction(text, offset) ?? signatureAt(text, offset)?.function;
}

/** Whether the caret is inside a string. */
export function isInText(text: string, offset: number): boolean {
	return highlight(text).some(
		({ kind, text: piece, start, end }) =>
			piece.startsWith('"') && start < offset && (kind === "invalid" ? offset <= end : offset < end),
	);
}

/** The reference entry of a function, from the same source as docs/expressions.md and the checker. */
export function functionDetails(descriptor: FunctionDescriptor): readonly Detail[] {
	const { summary, parameters, remarks = [], examples } = descriptor;
	return [
		{ text: signatureOf(descriptor), bold: true },
		{ text: summary },
		...(parameters.length === 0 ? [] : heading("Parameters")),
		...parameters.map(({ name, optional, repeats, doc }) => ({
			label: name,
			text: `${optional ? "(optional) " : ""}${repeats ? "(repeats) " : ""}${doc}`,
		})),
		...(remarks.length === 0 ? [] : heading("Remarks")),
		...remarks.map((text) => ({ text })),
		...heading("Examples"),
		...examples.flatMap(({ expression, input = {}, output, note }): readonly Detail[] => [
			{ text: expression },
			...Object.entries(input).map(([name, value]) => ({
				text: `  [${name}] = ${JSON.stringify(toJson(value))}`,
				tone: "dim" as const,
			})),
			{
				text: `  → ${output instanceof RegExp ? `text that matches ${output.source}` : JSON.stringify(toJson(output))}`,
				tone: "good",
			},
			...(note === undefined ? [] : [{ text: `  ${note}`, tone: "dim" as const }]),
		]),
	];
}

/** The reference entry of one function, on top of the editor. */
export function FunctionHelp({
	descriptor,
	width,
	height,
	onClose,
}: {
	readonly descriptor: FunctionDescriptor;
	readonly width: number;
	readonly height: number;
	readonly onClose: () => void;
}) {
	const cells = Math.min(100, width - 2);
	return (
		<Dialog title={descriptor.name} width={cells} height={height} onClose={onClose}>
			<DetailPane details={functionDetails(descriptor)} width={cells - 4} height={height - 3} />
		</Dialog>
	);
}
