import { useState } from "react";
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

function Choice<V>({ options, value, onTake }: ChoiceDialogProps<V>) {
	const [marked, setMarked] = useState(value);
	return (
		<Select
			options={options}
			value={marked}
			onChange={setMarked}
			onSubmit={onTake}
			focused
			width={60}
			height={14}
		/>
	);
}
