import type { DetailsView } from "../../components/dialog/details-dialog.tsx";
import type { Command } from "../../keys/command.ts";

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
		when: ({ open }) => open !== null,
		run: ({ open }) => open?.(),
	},
	{
		id: "home.fix",
		means: "fix",
		title: "Go to the screen where the cause can be fixed",
		hint: "fix",
		when: ({ fix }) => fix !== null,
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
		when: ({ explain }) => explain !== null,
		run: ({ explain }) => explain?.(),
	},
	{
		id: "home.copy",
		means: "copy",
		title: "Copy the row as JSON",
		when: ({ copy }) => copy !== null,
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
