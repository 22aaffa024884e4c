import type { Command } from "../../../../keys/command.ts";

/** The keys of the list of functions. */
export const functionIndexCommands: readonly Command<{
	readonly open: () => unknown;
	readonly close: () => void;
}>[] = [
	{
		id: "mapping.functions.open",
		keys: ["enter"],
		title: "Show help for the function",
		hint: "help",
		where: "in the list of functions",
		run: ({ open }) => open(),
	},
	{
		id: "mapping.functions.close",
		keys: ["escape", "f1"],
		means: "leave",
		title: "Back to the mapping",
		hint: "back",
		where: "in the list of functions",
		run: ({ close }) => close(),
	},
];
