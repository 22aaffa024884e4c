import { Box, Text } from "ink";
import { useState } from "react";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { UnsavedDialog } from "../../components/dialog/unsaved-dialog.tsx";
import { TextInput } from "../../components/input/text-input.tsx";
import { useCommands } from "../../keys/use-keys.ts";
import { paint } from "../../theme/theme.ts";
import { filterNameCommands } from "./scope-commands.ts";

const width = 60;

export type FilterNameDialogProps = {
	readonly name: string;
	readonly onTake: (name: string) => void;
	readonly onBack: () => void;
};

/** Asks for the name of a filter. */
export function FilterNameDialog({ name, onTake, onBack }: FilterNameDialogProps) {
	const [text, setText] = useState(name);
	const [asking, setAsking] = useState(false);
	return (
		<Dialog
			title="Filter name"
			width={width}
			over={asking && <UnsavedDialog what="The name" onDiscard={onBack} onKeep={() => setAsking(false)} />}
		>
			<NameBody
				text={text}
				onType={setText}
				onTake={() => onTake(text.trim())}
				onBack={() => (text.trim() === name ? onBack() : setAsking(true))}
			/>
		</Dialog>
	);
}

type NameBodyProps = {
	readonly text: string;
	readonly onType: (text: string) => void;
	readonly onTake: () => void;
	readonly onBack: () => void;
};

function NameBody({ text, onType, onTake, onBack }: NameBodyProps) {
	/** Whether accepting was tried. */
	const [tried, setTried] = useState(false);
	useCommands(filterNameCommands, {
		take() {
			if (text.trim() === "") setTried(true);
			else onTake();
		},
		back: onBack,
	});
	return (
		<Box flexDirection="column" paddingTop={1}>
			<TextInput value={text} onChange={onType} focused width={width - 4} placeholder="Sales in Oslo" />
			<Text {...paint("bad")}>{tried && text.trim() === "" ? "✗ A filter needs a name." : " "}</Text>
		</Box>
	);
}
