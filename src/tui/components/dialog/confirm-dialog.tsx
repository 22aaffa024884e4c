import { Box, Text } from "ink";
import { use, useState } from "react";
import { WriteApprovalContext, type WriteKind } from "../../context/write-approval.ts";
import type { Command } from "../../keys/command.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { drawable, wrapText } from "../../text/fit-text.ts";
import { Select } from "../input/select.tsx";
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
	/** Where something speaks against confirming: begins with Cancel, so that Enter confirms only after another answer was marked. */
	readonly cancelFirst?: boolean;
	/** What the confirmed action writes: for a production target, this question then also asks for its name. */
	readonly writes?: WriteKind;
	readonly onConfirm: () => unknown;
	readonly onCancel: () => void;
};

type ConfirmView = {
	readonly ready: boolean;
	/** Whether the answers are a choice with an Enter of its own. */
	readonly hesitates: boolean;
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
		when: ({ hesitates }) => !hesitates,
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

/** The answers as a choice that begins with Cancel. */
function HesitantAnswers({
	verb,
	onConfirm,
	onCancel,
}: Pick<ConfirmDialogProps, "verb" | "onConfirm" | "onCancel">) {
	const [marked, setMarked] = useState<"cancel" | "confirm">("cancel");
	return (
		<Select
			options={[
				{ value: "cancel", label: "No, cancel", detail: "n or Esc" },
				{ value: "confirm", label: `Yes, ${verb.charAt(0).toLowerCase()}${verb.slice(1)}`, detail: "y" },
			]}
			value={marked}
			onChange={setMarked}
			onSubmit={(answer) => (answer === "confirm" ? onConfirm() : onCancel())}
			focused
			width={66}
			answers
		/>
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
	const hesitates = cancelFirst && typed === undefined;
	const ready = typed === undefined || text === typed || text === drawable(typed);
	const confirm = writes === undefined || name === null ? onConfirm : () => approved(writes, onConfirm);
	useCommands(confirmCommands, { ready, hesitates, confirm, cancel: onCancel });
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
			{hesitates ? (
				<Box paddingTop={1}>
					<HesitantAnswers verb={verb} onConfirm={confirm} onCancel={onCancel} />
				</Box>
			) : (
				<Box paddingTop={1} columnGap={4} flexWrap="wrap">
					<ClickableText presses="enter" tone={ready ? (danger ? "bad" : "accent") : "dim"}>
						{ready ? `Enter: ${verb}` : `Enter: ${verb} (after typing it)`}
					</ClickableText>
					<ClickableText presses="escape" tone="dim">
						Esc: Cancel
					</ClickableText>
				</Box>
			)}
		</Box>
	);
}
