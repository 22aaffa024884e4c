import { Text } from "ink";
import { signatureAt } from "../../../../expression/index.ts";
import { cutText } from "../../../text/fit-text.ts";

/** The call that the caret is in: its parameters, and what the one under the caret takes. */
export function SignatureLine({
	text,
	offset,
	width,
}: {
	readonly text: string;
	readonly offset: number;
	readonly width: number;
}) {
	const active = signatureAt(text, offset);
	if (active === undefined) return <Text dimColor>F1 on a function shows its reference</Text>;
	const { signature, parameter } = active;
	const about = parameter === undefined ? "" : `  ${parameter.name}: ${parameter.doc}`;
	return (
		<Text wrap="truncate-end">
			{cutText(signature, width)}
			<Text dimColor>{cutText(about, Math.max(0, width - signature.length))}</Text>
		</Text>
	);
}
