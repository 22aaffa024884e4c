import type { RuleVersion } from "../../app/rules/rule-history.ts";
import type { Command } from "../keys/command.ts";
import { whyNoRow } from "../text/why-not.ts";

/** Opens the history, on all screens whose content has versions. */
export const openHistoryCommands: readonly Command<() => void>[] = [
	{
		id: "history.show",
		means: "history",
		title: "Show the history of mappings and scope",
		hint: "history",
		run: (show) => show(),
	},
];

/** What the keys of the history act on. */
export type HistoryView = {
	readonly current: RuleVersion | undefined;
	readonly open: () => void;
	readonly restore: () => void;
	readonly close: () => void;
};

const whyNotOther = ({ current }: Pick<HistoryView, "current">) =>
	whyNoRow(current, "version") ?? (current?.isCurrent ? "This is the current version." : null);

/** The keys of the list of versions. */
export const historyCommands: readonly Command<HistoryView>[] = [
	{
		id: "history.open",
		keys: ["enter"],
		title: "Show all changes in the version",
		hint: "all changes",
		where: "in the history",
		blocked: ({ current }) => whyNoRow(current, "version"),
		run: ({ open }) => open(),
	},
	{
		id: "history.restore",
		means: "restore",
		title: "Restore the version",
		hint: "restore",
		where: "in the history",
		blocked: whyNotOther,
		run: ({ restore }) => restore(),
	},
	{
		id: "history.close",
		keys: ["escape"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in the history",
		run: ({ close }) => close(),
	},
];

/** The keys of an opened version. */
export const versionCommands: readonly Command<Omit<HistoryView, "open">>[] = [
	{
		id: "history.version.restore",
		means: "restore",
		title: "Restore the version",
		hint: "restore",
		where: "in a version",
		blocked: whyNotOther,
		run: ({ restore }) => restore(),
	},
	{
		id: "history.version.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back to the history",
		hint: "back",
		where: "in a version",
		run: ({ close }) => close(),
	},
];
