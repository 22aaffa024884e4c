import { Box, Text } from "ink";
import { useState } from "react";
import { wrapText } from "../../text/fit-text.ts";
import { type Option, Select } from "../input/select.tsx";
import { Dialog } from "./dialog.tsx";

export type UnsavedDialogProps = {
	/** What has unsaved changes, to begin a sentence: "The mapping". */
	readonly what: string;
	/** Absent: it cannot be saved from here. */
	readonly onSave?: () => unknown;
	readonly onDiscard: () => void;
	readonly onKeep: () => void;
};

type Answer = "discard" | "save" | "keep";

const width = 60;

const discard: Option<Answer> = { value: "discard", label: "Yes, discard", detail: "y" };
const save: Option<Answer> = { value: "save", label: "Save", detail: "s" };
const keep: Option<Answer> = { value: "keep", label: "No, keep editing", detail: "n or Esc" };

/** The question of every editor that is left with Esc while something is unsaved. Begins on the answer that loses nothing. */
export function UnsavedDialog(props: UnsavedDialogProps) {
	return (
		<Dialog title="Discard changes?" width={width} tone="bad" onClose={props.onKeep}>
			<Question {...props} />
		</Dialog>
	);
}

function Question({ what, onSave, onDiscard, onKeep }: UnsavedDialogProps) {
	const [marked, setMarked] = useState<Answer>("keep");
	const acts = { discard: onDiscard, save: onSave, keep: onKeep };
	return (
		<Box flexDirection="column" paddingTop={1}>
			<Text>{wrapText(`${what} has changes that are not saved.`, width - 4).join("\n")}</Text>
			<Box paddingTop={1}>
				<Select
					options={onSave === undefined ? [keep, discard] : [keep, save, discard]}
					value={marked}
					onChange={setMarked}
					onSubmit={(answer) => acts[answer]?.()}
					focused
					width={width - 4}
					answers
				/>
			</Box>
		</Box>
	);
}
