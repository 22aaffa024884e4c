import { Text } from "ink";
import { keyFor } from "../../keys/key-table.ts";
import { paint } from "../../theme/theme.ts";

/** The first line of the form: what it is or does, and what to press. */
export function CredentialsHeading({
	busy,
	edited,
	isNew,
}: {
	/** The label of what runs; null for nothing. */
	readonly busy: string | null;
	readonly edited: boolean;
	/** Whether no access key is saved yet. */
	readonly isNew: boolean;
}) {
	const unsaved = `  * unsaved edits: ${keyFor("save")} saves, ${keyFor("undo")} undoes`;
	return (
		<Text wrap="truncate-end">
			<Text bold>{busy ?? "Target and source"}</Text>
			{!edited && isNew && <Text dimColor>{`  new here? Press ${keyFor("guide")} for the setup guide`}</Text>}
			{edited && <Text {...paint("caution")}>{unsaved}</Text>}
		</Text>
	);
}
