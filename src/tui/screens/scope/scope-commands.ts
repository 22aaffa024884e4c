import type { Command } from "../../keys/command.ts";
import { whyBusy, whyNoRow } from "../../text/why-not.ts";
import type { ScopeRow } from "./scope-rows.ts";

/** What the keys of the scope act on. */
export type ScopeView = {
	readonly current: ScopeRow | undefined;
	/** Whether there are unsaved edits. */
	readonly edited: boolean;
	/** Whether an action is running. */
	readonly busy: boolean;
	/** Whether the list is filtered: Esc clears the filter first. */
	readonly filtered: boolean;
	/** Whether any user enters or leaves. */
	readonly affected: boolean;
	readonly edit: () => void;
	readonly addFilter: () => void;
	readonly addClause: () => void;
	readonly remove: () => void;
	readonly switchUsers: () => void;
	readonly switchFallingOut: () => void;
	readonly showAffected: () => void;
	readonly save: () => unknown;
	readonly undo: () => void;
	readonly refresh: () => void;
	/** Asks what to do with the unsaved edits. */
	readonly leave: () => void;
};

/** The keys of the scope. */
export const scopeCommands: readonly Command<ScopeView>[] = [
	{
		id: "scope.save",
		means: "save",
		title: "Save the scope after showing its effect",
		hint: "save",
		blocked: ({ edited, busy }) => whyBusy(busy) ?? (edited ? null : "The scope has no unsaved edits."),
		run: ({ save }) => save(),
	},
	{
		id: "scope.undo",
		means: "undo",
		title: "Undo all unsaved edits to the scope",
		hint: "undo",
		blocked: ({ edited, busy }) => whyBusy(busy) ?? (edited ? null : "The scope has no unsaved edits."),
		run: ({ undo }) => undo(),
	},
	{
		id: "scope.edit",
		keys: ["enter"],
		means: "edit",
		title: "Edit the clause, or rename the filter",
		hint: "edit",
		blocked: ({ current }) => whyNoRow(current, "filter or clause"),
		run: ({ edit }) => edit(),
	},
	{
		id: "scope.addFilter",
		means: "add",
		title: "Add a scoping filter",
		hint: "add filter",
		run: (view) => view.addFilter(),
	},
	{
		id: "scope.addClause",
		means: "insert",
		title: "Add a clause to the filter",
		hint: "add clause",
		blocked: ({ current }) => whyNoRow(current, "filter or clause"),
		run: (view) => view.addClause(),
	},
	{
		id: "scope.remove",
		means: "remove",
		title: "Delete the clause or the filter",
		hint: "delete",
		blocked: ({ current }) => whyNoRow(current, "filter or clause"),
		run: ({ remove }) => remove(),
	},
	{
		id: "scope.users",
		means: "everyUser",
		title: "Switch between assigned users and all users",
		hint: "assigned/all",
		run: ({ switchUsers }) => switchUsers(),
	},
	{
		id: "scope.fallingOut",
		means: "leavers",
		title: "Toggle deactivation of users who leave the scope",
		run: ({ switchFallingOut }) => switchFallingOut(),
	},
	{
		id: "scope.affected",
		means: "view",
		title: "Show all users who enter or leave",
		hint: "who",
		blocked: ({ affected }) => (affected ? null : "No user enters or leaves the scope."),
		run: ({ showAffected }) => showAffected(),
	},
	{
		id: "scope.leave",
		keys: ["escape"],
		title: "Leave, after asking what to do with unsaved edits",
		where: "with unsaved edits",
		when: ({ edited, busy, filtered }) => edited && !busy && !filtered,
		run: ({ leave }) => leave(),
	},
	{
		id: "scope.refresh",
		means: "refresh",
		title: "Refresh the users",
		run: ({ refresh }) => refresh(),
	},
];

/** The keys while a filter is named. */
export const filterNameCommands: readonly Command<{
	readonly take: () => void;
	readonly back: () => void;
}>[] = [
	{
		id: "scope.name.take",
		keys: ["enter", "ctrl+s"],
		title: "Accept the name",
		hint: "accept",
		where: "naming a filter",
		run: ({ take }) => take(),
	},
	{
		id: "scope.name.back",
		keys: ["escape"],
		title: "Leave the name, after asking whether to discard a change",
		hint: "back",
		where: "naming a filter",
		run: ({ back }) => back(),
	},
];

/** The keys of the list of affected users. */
export const affectedCommands: readonly Command<{ readonly close: () => void }>[] = [
	{
		id: "scope.affected.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back to the scope",
		hint: "back",
		where: "in the list of affected users",
		run: ({ close }) => close(),
	},
];
