import type { DetailsView } from "../../components/dialog/details-dialog.tsx";
import type { Command } from "../../keys/command.ts";
import { whyNoRow } from "../../text/why-not.ts";

/** What the keys of Home act on. */
export type HomeView = {
	/** Opens where the current row happened; null without a row. */
	readonly open: (() => unknown) | null;
	/** Goes where the current row can be fixed; null where nothing in the console helps. */
	readonly fix: (() => void) | null;
	/** The user of the current row is explained; null where there is none. */
	readonly explain: (() => void) | null;
	readonly switchView: () => void;
	readonly copy: (() => void) | null;
};

/** The keys of Home, in addition to those of provisioning. */
export const homeCommands: readonly Command<HomeView>[] = [
	{
		id: "home.open",
		keys: ["enter"],
		title: "Open where it happened: the log entry or the cycle",
		hint: "open",
		blocked: ({ open }) => whyNoRow(open),
		run: ({ open }) => open?.(),
	},
	{
		id: "home.fix",
		means: "fix",
		title: "Go to the screen where the cause can be fixed",
		hint: "fix",
		blocked: ({ open, fix }) =>
			whyNoRow(open) ??
			(fix === null ? "No screen of the console fixes this row. Its details show the remedy." : null),
		run: ({ fix }) => fix?.(),
	},
	{
		id: "home.view",
		keys: ["tab"],
		means: "view",
		title: "Switch between what needs you and the last cycles",
		hint: "cycles",
		run: ({ switchView }) => switchView(),
	},
	{
		id: "home.why",
		means: "why",
		title: "Explain how the row's user is provisioned",
		hint: "why",
		blocked: ({ open, explain }) =>
			whyNoRow(open) ?? (explain === null ? "This row is not about one user." : null),
		run: ({ explain }) => explain?.(),
	},
	{
		id: "home.copy",
		means: "copy",
		title: "Copy the row as JSON",
		blocked: ({ copy }) => whyNoRow(copy),
		run: ({ copy }) => copy?.(),
	},
];

/** The keys of an opened cycle. */
export const cycleCommands: readonly Command<DetailsView>[] = [
	{
		id: "cycle.copy",
		means: "copy",
		title: "Copy the cycle as JSON",
		hint: "copy",
		where: "in a cycle",
		run: ({ copy }) => copy(),
	},
	{
		id: "cycle.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in a cycle",
		run: ({ close }) => close(),
	},
];
