import { Box, Text } from "ink";
import { useState } from "react";
import { widthOf, wrapText } from "../../text/fit-text.ts";
import { type Option, Select } from "../input/select.tsx";
import { Dialog } from "./dialog.tsx";

export type ChoiceDialogProps<V> = {
	readonly title: string;
	readonly options: readonly Option<V>[];
	readonly value: V;
	readonly onTake: (value: V) => void;
	readonly onClose: () => void;
};

/** A choice between a few options. Esc keeps the current value. */
export function ChoiceDialog<V>(props: ChoiceDialogProps<V>) {
	return (
		<Dialog title={props.title} width={64} onClose={props.onClose}>
			<Choice {...props} />
		</Dialog>
	);
}

/** Columns of an option, and lines of all options together. */
const width = 60;
const maxOptions = 14;

/** Details that do not fit on the line of their option are shown in full below, for the selected option. */
function Choice<V>({ options, value, onTake }: ChoiceDialogProps<V>) {
	const [marked, setMarked] = useState(value);
	const isCut = options.some(
		({ label, detail }) => detail !== undefined && widthOf(label) + widthOf(detail) + 4 > width,
	);
	const detailOf = ({ detail = "" }: Option<V>) => wrapText(detail, width);
	const selected = options.find((option) => option.value === marked);
	return (
		<>
			<Select
				options={options}
				value={marked}
				onChange={setMarked}
				onSubmit={onTake}
				focused
				width={width}
				height={maxOptions}
			/>
			{isCut && selected !== undefined && (
				<Box
					flexDirection="column"
					marginTop={1}
					height={Math.max(...options.map((one) => detailOf(one).length))}
				>
					{detailOf(selected).map((line) => (
						<Text key={line}>{line}</Text>
					))}
				</Box>
			)}
		</>
	);
}
