import { Box, Text } from "ink";
import { useState } from "react";
import { Dialog } from "../components/dialog/dialog.tsx";
import { TextInput } from "../components/input/text-input.tsx";
import { useCommands } from "../keys/use-keys.ts";
import { wrapText } from "../text/fit-text.ts";
import { paint } from "../theme/theme.ts";
import { profileNameCommands } from "./profiles-commands.ts";

const width = 70;

export type ProfileNameDialogProps = {
	readonly title: string;
	/** What happens, one paragraph each. */
	readonly lines: readonly string[];
	readonly name: string;
	/** Why a name cannot be used; undefined when it can. */
	readonly refusal: (name: string) => string | undefined;
	readonly onTake: (name: string) => void;
	readonly onBack: () => void;
};

/** Asks for the name of a profile. */
export function ProfileNameDialog(props: ProfileNameDialogProps) {
	return (
		<Dialog title={props.title} width={width}>
			<NameBody {...props} />
		</Dialog>
	);
}

function NameBody({ lines, name, refusal, onTake, onBack }: ProfileNameDialogProps) {
	const [text, setText] = useState(name);
	/** What was wrong with the name when Enter was pressed. */
	const [problem, setProblem] = useState<string | undefined>();
	const take = () => {
		const found = refusal(text.trim());
		setProblem(found);
		if (found === undefined) onTake(text.trim());
	};
	useCommands(profileNameCommands, { take, back: onBack });
	return (
		<Box flexDirection="column" paddingTop={1} rowGap={1}>
			<Text>{lines.flatMap((line) => wrapText(line, width - 4)).join("\n")}</Text>
			<TextInput
				value={text}
				onChange={(typed) => {
					setText(typed);
					setProblem(undefined);
				}}
				focused
				width={width - 4}
				placeholder="production-eu"
			/>
			<Text {...paint(problem === undefined ? "dim" : "bad")}>
				{wrapText(problem ?? "Lower-case letters, digits and dashes.", width - 4).join("\n")}
			</Text>
		</Box>
	);
}
