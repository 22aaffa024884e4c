import type { Command } from "../../../keys/command.ts";

/** What the keys act on while no field of the editor is being edited. */
export type EditorView = {
	readonly edited: boolean;
	readonly onSwitch: boolean;
	readonly move: (by: number) => void;
	readonly edit: () => void;
	readonly save: () => unknown;
	readonly undo: () => void;
	readonly back: () => void;
};

const inEditor = "in the mapping editor";

/** The keys of the mapping editor. */
export const editorCommands: readonly Command<EditorView>[] = [
	{
		id: "mapping.editor.edit",
		keys: ["enter", "e"],
		title: "Edit the field",
		hint: "edit",
		where: inEditor,
		run: ({ edit }) => edit(),
	},
	{
		id: "mapping.editor.switch",
		keys: ["space"],
		title: "Turn the switch over",
		hint: "switch",
		where: inEditor,
		when: ({ onSwitch }) => onSwitch,
		run: ({ edit }) => edit(),
	},
	{
		id: "mapping.editor.save",
		keys: ["ctrl+s", "s"],
		title: "Save the mapping",
		hint: "save",
		where: inEditor,
		run: ({ save }) => save(),
	},
	{
		id: "mapping.editor.undo",
		keys: ["u"],
		title: "Undo all unsaved edits of the mapping",
		hint: "undo",
		where: inEditor,
		when: ({ edited }) => edited,
		run: ({ undo }) => undo(),
	},
	{
		id: "mapping.editor.back",
		keys: ["escape", "q"],
		title: "Back to the mappings",
		hint: "back",
		where: inEditor,
		run: ({ back }) => back(),
	},
	{
		id: "mapping.editor.next",
		keys: ["down", "j", "tab"],
		title: "Next field",
		where: inEditor,
		run: ({ move }) => move(1),
	},
	{
		id: "mapping.editor.previous",
		keys: ["up", "k", "shift+tab"],
		title: "Previous field",
		where: inEditor,
		run: ({ move }) => move(-1),
	},
];

/** What the keys act on while text is typed into a field. */
export type TypingView = {
	readonly proposing: boolean;
	readonly inExpression: boolean;
	readonly mark: (by: number) => void;
	readonly take: () => void;
	readonly dismiss: () => void;
	readonly finish: (thenMove: number) => void;
	readonly reference: () => void;
	readonly external: () => unknown;
	readonly format: () => void;
	readonly stepBack: () => void;
	readonly save: () => unknown;
};

const typing = "typing in the mapping editor";
const proposing = "while proposals are shown";
const inExpression = "typing an expression";

/** The keys while text is typed. */
export const typingCommands: readonly Command<TypingView>[] = [
	{
		id: "mapping.typing.take",
		keys: ["tab"],
		title: "Take the marked proposal",
		hint: "take",
		where: proposing,
		when: (view) => view.proposing,
		run: ({ take }) => take(),
	},
	{
		id: "mapping.typing.mark",
		keys: ["ctrl+n"],
		title: "Mark the next proposal",
		where: proposing,
		when: (view) => view.proposing,
		run: ({ mark }) => mark(1),
	},
	{
		id: "mapping.typing.unmark",
		keys: ["ctrl+p"],
		title: "Mark the proposal before",
		where: proposing,
		when: (view) => view.proposing,
		run: ({ mark }) => mark(-1),
	},
	{
		id: "mapping.typing.dismiss",
		keys: ["escape"],
		title: "Hide the proposals",
		hint: "hide",
		where: proposing,
		when: (view) => view.proposing && view.inExpression,
		run: ({ dismiss }) => dismiss(),
	},
	{
		id: "mapping.typing.reference",
		keys: ["f1", "?"],
		title: "Show the reference of the function under the cursor, or of all",
		hint: "help",
		where: inExpression,
		when: (view) => view.inExpression,
		run: ({ reference }) => reference(),
	},
	{
		id: "mapping.typing.external",
		keys: ["ctrl+g"],
		title: "Edit the expression in $VISUAL or $EDITOR",
		hint: "editor",
		where: inExpression,
		when: (view) => view.inExpression,
		run: ({ external }) => external(),
	},
	{
		id: "mapping.typing.format",
		keys: ["ctrl+f"],
		title: "Format the expression as saving does",
		where: inExpression,
		when: (view) => view.inExpression,
		run: ({ format }) => format(),
	},
	{
		id: "mapping.typing.stepBack",
		keys: ["ctrl+z"],
		title: "Take back the last edit of the expression",
		where: inExpression,
		when: (view) => view.inExpression,
		run: ({ stepBack }) => stepBack(),
	},
	{
		id: "mapping.typing.save",
		keys: ["ctrl+s"],
		title: "Save the mapping",
		hint: "save",
		where: typing,
		run: ({ save }) => save(),
	},
	{
		id: "mapping.typing.finish",
		keys: ["escape", "enter", "tab", "down"],
		title: "Finish the field",
		hint: "done",
		where: typing,
		run: ({ finish }) => finish(1),
	},
	{
		id: "mapping.typing.finishUp",
		keys: ["up", "shift+tab"],
		title: "Finish the field, and go to the one before",
		where: typing,
		run: ({ finish }) => finish(-1),
	},
];
