import { Box, Text } from "ink";
import { useState } from "react";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { TextInput } from "../../components/input/text-input.tsx";
import { useCommands } from "../../keys/use-keys.ts";
import { filterNameCommands } from "./scope-commands.ts";

const width = 60;

export type FilterNameDialogProps = {
	readonly name: string;
	readonly onTake: (name: string) => void;
	readonly onBack: () => void;
};

/** Asks for the name of a filter. */
export function FilterNameDialog(props: FilterNameDialogProps) {
	return (
		<Dialog title="Filter name" width={width}>
			<NameBody {...props} />
		</Dialog>
	);
}

function NameBody({ name, onTake, onBack }: FilterNameDialogProps) {
	const [text, setText] = useState(name);
	const take = () => {
		if (text.trim() !== "") onTake(text.trim());
	};
	useCommands(filterNameCommands, { take, back: onBack });
	return (
		<Box flexDirection="column" paddingTop={1}>
			<TextInput value={text} onChange={setText} focused width={width - 4} placeholder="Sales in Oslo" />
			<Text dimColor>{text.trim() === "" ? "A filter needs a name." : " "}</Text>
		</Box>
	);
}
