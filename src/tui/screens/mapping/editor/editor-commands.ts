import type { Command } from "../../../keys/command.ts";

/** What the keys act on while no field of the editor is edited. */
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
		keys: ["enter"],
		means: "edit",
		title: "Edit the field",
		hint: "edit",
		where: inEditor,
		run: ({ edit }) => edit(),
	},
	{
		id: "mapping.editor.switch",
		keys: ["space"],
		title: "Toggle the option",
		hint: "toggle",
		where: inEditor,
		when: ({ onSwitch }) => onSwitch,
		run: ({ edit }) => edit(),
	},
	{
		id: "mapping.editor.save",
		means: "save",
		title: "Save the mapping",
		hint: "save",
		where: inEditor,
		run: ({ save }) => save(),
	},
	{
		id: "mapping.editor.undo",
		means: "undo",
		title: "Undo all unsaved edits to the mapping",
		hint: "undo",
		where: inEditor,
		when: ({ edited }) => edited,
		run: ({ undo }) => undo(),
	},
	{
		id: "mapping.editor.back",
		keys: ["escape"],
		means: "leave",
		title: "Back to the mappings, after asking what to do with unsaved edits",
		hint: "back",
		where: inEditor,
		run: ({ back }) => back(),
	},
	{
		id: "mapping.editor.next",
		keys: ["down", "tab"],
		means: "down",
		title: "Next field",
		where: inEditor,
		run: ({ move }) => move(1),
	},
	{
		id: "mapping.editor.previous",
		keys: ["up", "shift+tab"],
		means: "up",
		title: "Previous field",
		where: inEditor,
		run: ({ move }) => move(-1),
	},
];

/** What the keys act on while text is typed into a field. */
export type TypingView = {
	readonly suggesting: boolean;
	readonly inExpression: boolean;
	readonly mark: (by: number) => void;
	readonly take: () => void;
	readonly dismiss: () => void;
	readonly finish: (thenMove: number) => void;
	readonly leave: () => void;
	readonly reference: () => void;
	readonly external: () => unknown;
	readonly format: () => void;
	readonly stepBack: () => void;
	readonly save: () => unknown;
};

const typing = "typing in the mapping editor";
const suggesting = "while suggestions are shown";
const inExpression = "typing an expression";

/** The keys while text is typed. */
export const typingCommands: readonly Command<TypingView>[] = [
	{
		id: "mapping.typing.take",
		keys: ["tab"],
		title: "Accept the selected suggestion",
		hint: "accept",
		where: suggesting,
		when: (view) => view.suggesting,
		run: ({ take }) => take(),
	},
	{
		id: "mapping.typing.mark",
		keys: ["ctrl+n"],
		title: "Select the next suggestion",
		where: suggesting,
		when: (view) => view.suggesting,
		run: ({ mark }) => mark(1),
	},
	{
		id: "mapping.typing.unmark",
		keys: ["ctrl+p"],
		title: "Select the previous suggestion",
		where: suggesting,
		when: (view) => view.suggesting,
		run: ({ mark }) => mark(-1),
	},
	{
		id: "mapping.typing.dismiss",
		keys: ["escape"],
		title: "Hide the suggestions",
		hint: "hide",
		where: suggesting,
		when: (view) => view.suggesting && view.inExpression,
		run: ({ dismiss }) => dismiss(),
	},
	{
		id: "mapping.typing.reference",
		keys: ["f1", "?"],
		title: "Show help for the function under the cursor, or all functions",
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
		title: "Format the expression",
		where: inExpression,
		when: (view) => view.inExpression,
		run: ({ format }) => format(),
	},
	{
		id: "mapping.typing.stepBack",
		keys: ["ctrl+z"],
		title: "Undo the last edit of the expression",
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
		keys: ["enter", "tab", "down"],
		title: "Finish the field",
		hint: "done",
		where: typing,
		when: (view) => !view.inExpression,
		run: ({ finish }) => finish(1),
	},
	{
		id: "mapping.typing.finishExpression",
		keys: ["tab", "down"],
		title: "Finish the expression",
		hint: "done",
		where: inExpression,
		when: (view) => view.inExpression,
		run: ({ finish }) => finish(1),
	},
	{
		id: "mapping.typing.finishUp",
		keys: ["up", "shift+tab"],
		title: "Finish the field and go to the previous one",
		where: typing,
		run: ({ finish }) => finish(-1),
	},
	{
		id: "mapping.typing.leave",
		keys: ["escape"],
		title: "Leave the field, after asking whether to discard a change",
		where: typing,
		run: ({ leave }) => leave(),
	},
];
