import type { Command } from "../../keys/command.ts";
import { keyFor } from "../../keys/key-table.ts";
import { whyBusy } from "../../text/why-not.ts";

/** What the keys act on while no field is edited. */
export type CredentialsView = {
	readonly edited: boolean;
	/** Whether the field under the cursor can be edited. */
	readonly editable: boolean;
	readonly busy: boolean;
	readonly revealed: boolean;
	readonly move: (by: number) => void;
	readonly edit: () => void;
	readonly test: () => unknown;
	readonly testSource: () => unknown;
	readonly cancel: () => void;
	readonly save: () => unknown;
	readonly undo: () => void;
	/** Asks what to do with the unsaved edits. */
	readonly leave: () => void;
	readonly reveal: () => void;
	readonly hide: () => void;
	readonly copy: () => void;
	readonly guide: () => void;
};

/** The keys of the credentials. */
export const credentialsCommands: readonly Command<CredentialsView>[] = [
	{
		id: "credentials.cancel",
		keys: ["escape"],
		title: "Cancel the test",
		hint: "cancel",
		where: "while a test runs",
		when: ({ busy }) => busy,
		run: ({ cancel }) => cancel(),
	},
	{
		id: "credentials.hide",
		keys: ["escape"],
		means: "view",
		title: "Hide the Secret Token",
		hint: "hide",
		where: "while the Secret Token is shown",
		when: ({ revealed }) => revealed,
		run: ({ hide }) => hide(),
	},
	{
		id: "credentials.leave",
		keys: ["escape"],
		title: "Leave, after asking what to do with unsaved edits",
		where: "with unsaved edits",
		when: ({ edited, busy, revealed }) => edited && !busy && !revealed,
		run: ({ leave }) => leave(),
	},
	{
		id: "credentials.copy",
		means: "copy",
		title: "Copy the Secret Token",
		hint: "copy",
		where: "while the Secret Token is shown",
		blocked: ({ revealed }) => (revealed ? null : `Press ${keyFor("view")} to show the Secret Token first.`),
		run: ({ copy }) => copy(),
	},
	{
		id: "credentials.edit",
		keys: ["enter"],
		means: "edit",
		title: "Edit the field",
		hint: "edit",
		blocked: ({ editable }) => (editable ? null : "This value is only shown. It cannot be edited."),
		run: ({ edit }) => edit(),
	},
	{
		id: "credentials.test",
		means: "check",
		title: "Test the connection to Sumo Logic",
		hint: "test",
		blocked: ({ busy }) => whyBusy(busy),
		run: ({ test }) => test(),
	},
	{
		id: "credentials.testSource",
		means: "checkSource",
		title: "Test the source",
		hint: "test source",
		blocked: ({ busy }) => whyBusy(busy),
		run: ({ testSource }) => testSource(),
	},
	{
		id: "credentials.save",
		means: "save",
		title: "Save the credentials",
		hint: "save",
		blocked: ({ edited }) => (edited ? null : "The credentials have no unsaved edits."),
		run: ({ save }) => save(),
	},
	{
		id: "credentials.undo",
		means: "undo",
		title: "Undo all unsaved edits to the credentials",
		hint: "undo",
		blocked: ({ edited }) => (edited ? null : "The credentials have no unsaved edits."),
		run: ({ undo }) => undo(),
	},
	{
		id: "credentials.guide",
		means: "guide",
		title: "Open the setup guide",
		hint: "guide",
		run: ({ guide }) => guide(),
	},
	{
		id: "credentials.reveal",
		means: "view",
		title: "Show the Secret Token for a few seconds",
		hint: "reveal",
		when: ({ revealed }) => !revealed,
		run: ({ reveal }) => reveal(),
	},
	{
		id: "credentials.next",
		keys: ["down", "tab"],
		means: "down",
		title: "Next field",
		run: ({ move }) => move(1),
	},
	{
		id: "credentials.previous",
		keys: ["up", "shift+tab"],
		means: "up",
		title: "Previous field",
		run: ({ move }) => move(-1),
	},
];

/** What the keys act on while a field is edited. */
export type FieldEditing = {
	readonly finish: (thenMove: number) => void;
	readonly editNext: (by: number) => void;
	readonly cancel: () => void;
	readonly save: () => unknown;
};

/** The keys while text is typed into a field. */
export const fieldEditingCommands: readonly Command<FieldEditing>[] = [
	{
		id: "credentials.field.finish",
		keys: ["enter", "down"],
		title: "Finish the field and go to the next one",
		hint: "done",
		where: "in a field",
		run: ({ finish }) => finish(1),
	},
	{
		id: "credentials.field.up",
		keys: ["up"],
		title: "Finish the field and go to the previous one",
		where: "in a field",
		run: ({ finish }) => finish(-1),
	},
	{
		id: "credentials.field.next",
		keys: ["tab"],
		title: "Edit the next field",
		hint: "next field",
		where: "in a field",
		run: ({ editNext }) => editNext(1),
	},
	{
		id: "credentials.field.previous",
		keys: ["shift+tab"],
		title: "Edit the previous field",
		where: "in a field",
		run: ({ editNext }) => editNext(-1),
	},
	{
		id: "credentials.field.cancel",
		keys: ["escape"],
		title: "Leave the field, after asking whether to discard a change",
		hint: "cancel",
		where: "in a field",
		run: ({ cancel }) => cancel(),
	},
	{
		id: "credentials.field.save",
		keys: ["ctrl+s"],
		title: "Save the credentials",
		hint: "save",
		where: "in a field",
		run: ({ save }) => save(),
	},
];
