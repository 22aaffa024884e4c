import { Text } from "ink";
import { signatureAt, signatureOf } from "../../../../../expression/index.ts";
import { cutText } from "../../../../text/fit-text.ts";
import { touchedFunction } from "./function-help.tsx";

/** Help for the function under the caret: its signature, the current parameter, and one sentence. */
export type SignatureHelp = {
	readonly signature: string;
	/** Null when the caret is on the function's name, or beyond its parameters. */
	readonly parameter: string | null;
	readonly help: string;
};

/** The help for the caret at an offset in UTF-16 units; undefined outside a call. */
export function signatureHelp(text: string, offset: number): SignatureHelp | undefined {
	const touched = touchedFunction(text, offset);
	if (touched !== undefined)
		return { signature: signatureOf(touched), parameter: null, help: touched.summary };
	const active = signatureAt(text, offset);
	if (active === undefined) return undefined;
	const { signature, parameter, function: called } = active;
	if (parameter === undefined) return { signature, parameter: null, help: called.summary };
	return { signature, parameter: parameter.name, help: `${parameter.name}: ${parameter.doc}` };
}

/** A signature before, at and after the parameter, in at most `width` cells; the part before the parameter is cut first. */
export function signatureParts(
	{ signature, parameter }: SignatureHelp,
	width: number,
): readonly [string, string, string] {
	const names = signature.indexOf("(") + 1;
	const found =
		parameter === null ? -1 : signature.slice(names).search(new RegExp(`\\b${parameter}\\b`, "u"));
	if (parameter === null || found === -1) return [cutText(signature, width), "", ""];
	const start = names + found;
	const end = start + parameter.length;
	const tooFar = end + 1 - width;
	const before =
		tooFar <= 0
			? signature.slice(0, start)
			: `${signature.slice(0, names)}…${signature.slice(names + tooFar + 1, start)}`;
	return [before, parameter, cutText(signature.slice(end), width - before.length - parameter.length)];
}

/** The call that contains the caret, with the current parameter. */
export function SignatureLine({
	help,
	width,
}: {
	readonly help: SignatureHelp | undefined;
	readonly width: number;
}) {
	if (help === undefined)
		return <Text dimColor>{cutText("F1 lists functions, or shows help for one", width)}</Text>;
	const [before, parameter, after] = signatureParts(help, width);
	return (
		<Text wrap="truncate-end">
			{before}
			<Text bold underline>
				{parameter}
			</Text>
			{after}
		</Text>
	);
}
