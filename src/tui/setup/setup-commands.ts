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
		means: "refresh",
		title: "Check all steps again",
		hint: "check again",
		where,
		blocked: ({ checking }) => (checking ? "The steps are being checked already." : null),
		run: ({ again }) => again(),
	},
	{
		id: "setup.next",
		keys: ["down", "tab"],
		means: "down",
		title: "Next step",
		where,
		run: ({ move }) => move(1),
	},
	{
		id: "setup.previous",
		keys: ["up", "shift+tab"],
		means: "up",
		title: "Previous step",
		where,
		run: ({ move }) => move(-1),
	},
	{
		id: "setup.close",
		keys: ["escape"],
		means: "leave",
		title: "Close the guide",
		hint: "close",
		where,
		run: ({ close }) => close(),
	},
];
