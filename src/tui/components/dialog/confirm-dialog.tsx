import { Box, Text } from "ink";
import { use, useState } from "react";
import { WriteApprovalContext, type WriteKind } from "../../context/write-approval.ts";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { drawable, wrapText } from "../../text/fit-text.ts";
import { TextInput } from "../input/text-input.tsx";
import { ClickableText } from "./clickable-text.tsx";
import { Dialog } from "./dialog.tsx";

export type ConfirmDialogProps = {
	readonly title: string;
	/** What will happen to which users, one paragraph each. Cleaned and wrapped here. */
	readonly lines: readonly string[];
	/** Text to type, such as a user name or the number of users. Absent: `y` or Enter confirms. */
	readonly typed?: string;
	/** The verb on the button: "Delete". */
	readonly verb: string;
	readonly danger?: boolean;
	/** Names Cancel first, where something speaks against confirming. */
	readonly cancelFirst?: boolean;
	/** What the confirmed action writes: for a production target, this question then also asks for its name. */
	readonly writes?: WriteKind;
	readonly onConfirm: () => unknown;
	readonly onCancel: () => void;
};

type ConfirmView = {
	readonly ready: boolean;
	readonly confirm: () => unknown;
	readonly cancel: () => void;
};

/** The keys of a confirmation. */
export const confirmCommands: readonly Command<ConfirmView>[] = [
	{
		id: "confirm.yes",
		keys: ["enter"],
		title: "Confirm",
		hint: "confirm",
		where: "in a confirmation, once its text is typed",
		blocked: ({ ready }) => (ready ? null : "Type the text exactly as shown first."),
		run: ({ confirm }) => confirm(),
	},
	{
		id: "confirm.no",
		keys: ["escape"],
		title: "Cancel",
		hint: "cancel",
		where: "in a confirmation",
		run: ({ cancel }) => cancel(),
	},
];

/** Asks for confirmation. With `typed`, the text must be typed exactly. */
export function ConfirmDialog(props: ConfirmDialogProps) {
	return (
		<Dialog title={props.title} width={70} tone={props.danger ? "bad" : "accent"}>
			<ConfirmBody {...props} />
		</Dialog>
	);
}

function ConfirmBody({
	verb,
	danger = false,
	cancelFirst = false,
	writes,
	onConfirm,
	onCancel,
	...question
}: ConfirmDialogProps) {
	const [text, setText] = useState("");
	const { nameFor, approved } = use(WriteApprovalContext);
	const name = writes === undefined ? null : nameFor(writes);
	const lines = name === null ? question.lines : [...question.lines, `The target ${name} is production.`];
	const typed =
		name !== null && question.typed !== undefined ? `${question.typed} ${name}` : (name ?? question.typed);
	const ready = typed === undefined || text === typed || text === drawable(typed);
	useCommands(confirmCommands, {
		ready,
		confirm: writes === undefined || name === null ? onConfirm : () => approved(writes, onConfirm),
		cancel: onCancel,
	});
	const cancel = (
		<ClickableText presses="escape" tone={cancelFirst ? "accent" : "dim"}>
			Esc: Cancel
		</ClickableText>
	);
	return (
		<Box flexDirection="column" paddingTop={1}>
			<Text>{lines.flatMap((line) => wrapText(line, 66)).join("\n")}</Text>
			{typed !== undefined && (
				<Box flexDirection="column" paddingTop={1}>
					<Text>
						Type <Text bold>{drawable(typed)}</Text> to confirm:
					</Text>
					<TextInput value={text} onChange={setText} focused width={66} />
				</Box>
			)}
			<Box paddingTop={1} columnGap={4} flexWrap="wrap">
				{cancelFirst && cancel}
				<ClickableText presses="enter" tone={ready && !cancelFirst ? (danger ? "bad" : "accent") : "dim"}>
					{ready ? `Enter: ${verb}` : `Enter: ${verb} (after typing it)`}
				</ClickableText>
				{!cancelFirst && cancel}
			</Box>
		</Box>
	);
}
