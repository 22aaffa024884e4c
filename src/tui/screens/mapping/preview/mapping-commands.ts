import type { MappingRow } from "../../../../app/mapping/mapping.ts";
import { searchCommands } from "../../../components/dialog/search-commands.ts";
import type { Command } from "../../../keys/command.ts";
import { whyBusy, whyNoRow } from "../../../text/why-not.ts";

/** What the keys for the sample user act on, in the list and in the editor. */
export type SampleView = {
	readonly step: (by: number) => void;
	readonly choose: () => void;
};

/** The keys for another sample user; those with Ctrl also work while typing. */
export const stepCommands: readonly Command<Pick<SampleView, "step">>[] = [
	{
		id: "mapping.sample.next",
		keys: ["ctrl+o"],
		means: "next",
		title: "Preview the next user",
		hint: "next",
		run: ({ step }) => step(1),
	},
	{
		id: "mapping.sample.previous",
		keys: ["ctrl+y"],
		means: "previous",
		title: "Preview the previous user",
		run: ({ step }) => step(-1),
	},
];

/** The keys that choose the user of the live preview. */
export const sampleCommands: readonly Command<SampleView>[] = [
	...stepCommands,
	{
		id: "mapping.sample.choose",
		keys: ["ctrl+r"],
		means: "choose",
		title: "Choose a user to preview",
		run: ({ choose }) => choose(),
	},
];

/** What the keys of the list act on. */
export type MappingView = {
	readonly current: MappingRow | undefined;
	readonly busy: boolean;
	readonly add: () => void;
	readonly edit: () => void;
	readonly remove: () => void;
	readonly restore: () => void;
	/** Whether the current mapping is one of several that match users. */
	readonly ordered: boolean;
	readonly reorder: (by: -1 | 1) => void;
};

/** The keys of the attribute mappings. */
export const mappingCommands: readonly Command<MappingView>[] = [
	{
		id: "mapping.edit",
		keys: ["enter"],
		means: "edit",
		title: "Edit the mapping",
		hint: "edit",
		blocked: ({ current }) => whyNoRow(current, "mapping"),
		run: ({ edit }) => edit(),
	},
	{ id: "mapping.add", means: "add", title: "Add a mapping", hint: "add", run: ({ add }) => add() },
	{
		id: "mapping.delete",
		means: "remove",
		title: "Delete the mapping",
		hint: "delete",
		blocked: ({ current, busy }) => whyNoRow(current, "mapping") ?? whyBusy(busy),
		run: ({ remove }) => remove(),
	},
	{
		id: "mapping.restore",
		means: "restore",
		title: "Restore the default mappings",
		hint: "defaults",
		blocked: ({ busy }) => whyBusy(busy),
		run: ({ restore }) => restore(),
	},
	{
		id: "mapping.matchEarlier",
		keys: ["<"],
		title: "Match by this attribute earlier",
		blocked: ({ ordered, busy }) =>
			whyBusy(busy) ?? (ordered ? null : "Only the order of several matching attributes can be changed."),
		run: ({ reorder }) => reorder(-1),
	},
	{
		id: "mapping.matchLater",
		keys: [">"],
		title: "Match by this attribute later",
		blocked: ({ ordered, busy }) =>
			whyBusy(busy) ?? (ordered ? null : "Only the order of several matching attributes can be changed."),
		run: ({ reorder }) => reorder(1),
	},
];

/** Opens the check of all users in scope, from the list and from the editor. */
export const targetCheckCommands: readonly Command<() => void>[] = [
	{
		id: "mapping.checkTarget",
		means: "checkSource",
		title: "Find values that Sumo Logic would reject",
		hint: "check all",
		run: (check) => check(),
	},
];

/** The keys of that check. */
export const targetCheckDialogCommands: readonly Command<{
	readonly again: () => void;
	readonly close: () => void;
}>[] = [
	{
		id: "mapping.checkTarget.again",
		means: "refresh",
		title: "Check again",
		hint: "again",
		where: "in the check of all users",
		run: ({ again }) => again(),
	},
	{
		id: "mapping.checkTarget.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in the check of all users",
		run: ({ close }) => close(),
	},
];

/** The keys while a sample user is chosen. */
export const sampleDialogCommands = searchCommands("sample", {
	where: "choosing a sample user",
	take: "Preview this user",
});
