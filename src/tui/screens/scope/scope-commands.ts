import type { Command } from "../../keys/command.ts";
import type { ScopeRow } from "./scope-rows.ts";

/** What the keys of the scope act on. */
export type ScopeView = {
	readonly current: ScopeRow | undefined;
	/** Whether there are unsaved edits, and nothing is under way. */
	readonly edited: boolean;
	/** Whether anybody enters or leaves. */
	readonly concerned: boolean;
	readonly edit: () => void;
	readonly addFilter: () => void;
	readonly addClause: () => void;
	readonly remove: () => void;
	readonly switchUsers: () => void;
	readonly switchFallingOut: () => void;
	readonly showConcerned: () => void;
	readonly save: () => unknown;
	readonly undo: () => void;
	readonly refresh: () => void;
};

/** The keys of the scope. */
export const scopeCommands: readonly Command<ScopeView>[] = [
	{
		id: "scope.save",
		keys: ["s", "ctrl+s"],
		title: "Save the scope, after showing what that does",
		hint: "save",
		when: ({ edited }) => edited,
		run: ({ save }) => save(),
	},
	{
		id: "scope.undo",
		keys: ["u"],
		title: "Undo all unsaved edits of the scope",
		hint: "undo",
		when: ({ edited }) => edited,
		run: ({ undo }) => undo(),
	},
	{
		id: "scope.edit",
		keys: ["enter", "e"],
		title: "Edit the clause, or rename the filter",
		hint: "edit",
		when: ({ current }) => current !== undefined,
		run: ({ edit }) => edit(),
	},
	{
		id: "scope.addFilter",
		keys: ["a"],
		title: "Add a filter: another way in",
		hint: "add filter",
		run: (view) => view.addFilter(),
	},
	{
		id: "scope.addClause",
		keys: ["c"],
		title: "Add a clause that must hold too to the filter",
		hint: "add clause",
		when: ({ current }) => current !== undefined,
		run: (view) => view.addClause(),
	},
	{
		id: "scope.remove",
		keys: ["x"],
		title: "Delete the clause or the filter",
		hint: "delete",
		when: ({ current }) => current !== undefined,
		run: ({ remove }) => remove(),
	},
	{
		id: "scope.users",
		keys: ["t"],
		title: "Switch between assigned users and all users",
		hint: "assigned/all",
		run: ({ switchUsers }) => switchUsers(),
	},
	{
		id: "scope.fallingOut",
		keys: ["o"],
		title: "Switch between disabling those who fall out and leaving them alone",
		run: ({ switchFallingOut }) => switchFallingOut(),
	},
	{
		id: "scope.concerned",
		keys: ["v"],
		title: "Show everyone who enters or leaves by the change",
		hint: "who",
		when: ({ concerned }) => concerned,
		run: ({ showConcerned }) => showConcerned(),
	},
	{
		id: "scope.refresh",
		keys: ["r"],
		title: "Read the users again",
		run: ({ refresh }) => refresh(),
	},
];

/** The keys while a filter is being named. */
export const filterNameCommands: readonly Command<{
	readonly take: () => void;
	readonly back: () => void;
}>[] = [
	{
		id: "scope.name.take",
		keys: ["enter", "ctrl+s"],
		title: "Take the name",
		hint: "take",
		where: "naming a filter",
		run: ({ take }) => take(),
	},
	{
		id: "scope.name.back",
		keys: ["escape"],
		title: "Leave the name as it was",
		hint: "back",
		where: "naming a filter",
		run: ({ back }) => back(),
	},
];

/** The keys of the list of who enters or leaves. */
export const concernedCommands: readonly Command<{ readonly close: () => void }>[] = [
	{
		id: "scope.concerned.close",
		keys: ["escape", "q", "enter"],
		title: "Back to the scope",
		hint: "back",
		where: "in the list of who enters or leaves",
		run: ({ close }) => close(),
	},
];
