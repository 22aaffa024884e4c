import type { Command } from "../../keys/command.ts";
import { whyBusy } from "../../text/why-not.ts";

/** What the keys act on while no setting is edited. */
export type SettingsView = {
	/** Whether the setting under the cursor has choices. */
	readonly choice: boolean;
	/** Whether it differs from its default. */
	readonly changed: boolean;
	readonly busy: boolean;
	readonly move: (by: number) => void;
	/** Rows on the screen. */
	readonly page: number;
	readonly filter: () => void;
	/** Null without a filter. */
	readonly clearFilter: (() => void) | null;
	readonly edit: () => void;
	readonly next: () => unknown;
	readonly reset: () => unknown;
	readonly testNotification: () => unknown;
};

const far = 1000;

/** The keys of the settings. */
export const settingsCommands: readonly Command<SettingsView>[] = [
	{
		id: "settings.edit",
		keys: ["enter"],
		means: "edit",
		title: "Edit the setting",
		hint: "edit",
		blocked: ({ busy }) => whyBusy(busy),
		run: ({ edit }) => edit(),
	},
	{
		id: "settings.next",
		keys: ["space"],
		title: "Select the next choice",
		hint: "switch",
		where: "on a setting with choices",
		blocked: ({ choice, busy }) =>
			whyBusy(busy) ?? (choice ? null : "The setting has no list of choices. Press Enter to edit it."),
		run: ({ next }) => next(),
	},
	{
		id: "settings.reset",
		means: "remove",
		title: "Reset the setting to its default",
		hint: "default",
		blocked: ({ changed, busy }) =>
			whyBusy(busy) ?? (changed ? null : "The setting has its default already."),
		run: ({ reset }) => reset(),
	},
	{
		id: "settings.test",
		means: "check",
		title: "Send a test notification",
		hint: "test notification",
		blocked: ({ busy }) => whyBusy(busy),
		run: ({ testNotification }) => testNotification(),
	},
	{
		id: "settings.filter",
		means: "filter",
		title: "Filter by words",
		hint: "filter",
		run: ({ filter }) => filter(),
	},
	{
		id: "settings.clearFilter",
		keys: ["escape"],
		title: "Clear the filter",
		where: "with a filter",
		when: ({ clearFilter }) => clearFilter !== null,
		run: ({ clearFilter }) => clearFilter?.(),
	},
	{
		id: "settings.down",
		keys: ["down", "tab"],
		means: "down",
		title: "Next setting",
		run: ({ move }) => move(1),
	},
	{
		id: "settings.up",
		keys: ["up", "shift+tab"],
		means: "up",
		title: "Previous setting",
		run: ({ move }) => move(-1),
	},
	{
		id: "settings.pageDown",
		keys: ["pagedown", "ctrl+f"],
		title: "One page down",
		run: ({ move, page }) => move(page),
	},
	{
		id: "settings.pageUp",
		keys: ["pageup", "ctrl+b"],
		title: "One page up",
		run: ({ move, page }) => move(-page),
	},
	{
		id: "settings.first",
		keys: ["home"],
		means: "first",
		title: "First setting",
		run: ({ move }) => move(-far),
	},
	{ id: "settings.last", keys: ["end"], means: "last", title: "Last setting", run: ({ move }) => move(far) },
];

/** What the keys act on while a value is edited. */
export type SettingEditing = { readonly save: () => unknown; readonly cancel: () => void };

/** The keys while a value is edited. */
export const settingEditingCommands: readonly Command<SettingEditing>[] = [
	{
		id: "settings.field.save",
		keys: ["enter", "ctrl+s"],
		title: "Save the value",
		hint: "save",
		where: "in a setting",
		run: ({ save }) => save(),
	},
	{
		id: "settings.field.cancel",
		keys: ["escape"],
		title: "Leave the setting, after asking whether to discard a change",
		hint: "cancel",
		where: "in a setting",
		run: ({ cancel }) => cancel(),
	},
];
