import type { Command } from "../keys/command.ts";

/** What the keys of the setup guide act on. */
export type SetupView = {
	readonly checking: boolean;
	readonly move: (by: number) => void;
	readonly open: () => void;
	readonly again: () => void;
	readonly close: () => void;
};

const where = "in the setup guide";

/** The keys of the setup guide. */
export const setupCommands: readonly Command<SetupView>[] = [
	{
		id: "setup.open",
		keys: ["enter"],
		title: "Go to the screen for the step",
		hint: "go there",
		where,
		run: ({ open }) => open(),
	},
	{
		id: "setup.again",
		keys: ["r"],
		title: "Check all steps again",
		hint: "check again",
		where,
		when: ({ checking }) => !checking,
		run: ({ again }) => again(),
	},
	{ id: "setup.next", keys: ["down", "j", "tab"], title: "Next step", where, run: ({ move }) => move(1) },
	{
		id: "setup.previous",
		keys: ["up", "k", "shift+tab"],
		title: "Previous step",
		where,
		run: ({ move }) => move(-1),
	},
	{
		id: "setup.close",
		keys: ["escape", "q"],
		title: "Close the guide",
		hint: "close",
		where,
		run: ({ close }) => close(),
	},
];
