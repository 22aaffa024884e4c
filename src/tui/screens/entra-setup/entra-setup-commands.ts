import type { Command } from "../../keys/command.ts";
import { whyBusy } from "../../text/why-not.ts";

/** What the keys of the screen act on. */
export type EntraSetupView = {
	/** Whether steps are being planned or applied. */
	readonly busy: boolean;
	/** Whether steps are being applied. */
	readonly applying: boolean;
	readonly move: (by: number) => void;
	readonly edit: () => void;
	readonly apply: () => void;
	/** Has the next apply end after this step, or with the last one. */
	readonly limit: () => void;
	readonly stop: () => void;
	readonly plan: () => void;
	readonly permissions: () => void;
	readonly whole: () => void;
	readonly copyPath: () => void;
};

/** The keys of the steps. */
export const entraSetupCommands: readonly Command<EntraSetupView>[] = [
	{
		id: "entraSetup.edit",
		keys: ["enter"],
		means: "edit",
		title: "Edit the values of the step",
		hint: "edit",
		blocked: ({ busy }) => whyBusy(busy),
		run: ({ edit }) => edit(),
	},
	{
		id: "entraSetup.apply",
		means: "provision",
		title: "Apply the plan: set up Entra and Sumo Logic",
		hint: "apply",
		blocked: ({ busy }) => whyBusy(busy),
		run: ({ apply }) => apply(),
	},
	{
		id: "entraSetup.limit",
		means: "select",
		title: "Apply only up to this step, or all steps again",
		hint: "up to here",
		blocked: ({ busy }) => whyBusy(busy),
		run: ({ limit }) => limit(),
	},
	{
		id: "entraSetup.stop",
		means: "stop",
		title: "Stop after the current step",
		hint: "stop",
		blocked: ({ applying }) => (applying ? null : "No step is being applied."),
		run: ({ stop }) => stop(),
	},
	{
		id: "entraSetup.plan",
		means: "refresh",
		title: "Refresh what each step would do",
		hint: "refresh",
		blocked: ({ busy }) => whyBusy(busy),
		run: ({ plan }) => plan(),
	},
	{
		id: "entraSetup.permissions",
		means: "check",
		title: "Show what the sign-in to Entra may do",
		hint: "permissions",
		blocked: ({ applying }) => whyBusy(applying),
		run: ({ permissions }) => permissions(),
	},
	{
		id: "entraSetup.whole",
		means: "view",
		title: "Show the whole step",
		hint: "more",
		run: ({ whole }) => whole(),
	},
	{
		id: "entraSetup.copyPath",
		means: "copy",
		title: "Copy the path of the setup file",
		run: ({ copyPath }) => copyPath(),
	},
	{
		id: "entraSetup.next",
		keys: ["down", "tab"],
		means: "down",
		title: "Next step",
		run: ({ move }) => move(1),
	},
	{
		id: "entraSetup.previous",
		keys: ["up", "shift+tab"],
		means: "up",
		title: "Previous step",
		run: ({ move }) => move(-1),
	},
];

/** What the keys of a form act on. */
export type SetupFormView = {
	readonly move: (by: number) => void;
	readonly save: () => void;
	readonly close: () => void;
};

/** The keys of the form of a step. */
export const setupFormCommands: readonly Command<SetupFormView>[] = [
	{
		id: "entraSetup.form.save",
		keys: ["enter", "ctrl+s"],
		title: "Save the values to the setup file",
		hint: "save",
		where: "in the form of a step",
		run: ({ save }) => save(),
	},
	{
		id: "entraSetup.form.next",
		keys: ["down", "tab"],
		title: "Next value",
		hint: "next",
		where: "in the form of a step",
		run: ({ move }) => move(1),
	},
	{
		id: "entraSetup.form.previous",
		keys: ["up", "shift+tab"],
		title: "Previous value",
		where: "in the form of a step",
		run: ({ move }) => move(-1),
	},
	{
		id: "entraSetup.form.close",
		keys: ["escape"],
		title: "Leave the form, after asking whether to discard a change",
		hint: "cancel",
		where: "in the form of a step",
		run: ({ close }) => close(),
	},
];

/** The keys of a whole step and of the permissions. */
export const setupDialogCommands: readonly Command<{ readonly close: () => void }>[] = [
	{
		id: "entraSetup.back",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back to the steps",
		hint: "back",
		where: "in a whole step or the permissions",
		run: ({ close }) => close(),
	},
];
