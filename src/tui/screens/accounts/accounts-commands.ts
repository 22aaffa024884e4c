import type { DetailsView } from "../../components/details-dialog.tsx";
import { searchCommands } from "../../components/search-commands.ts";
import type { Command } from "../../keys/command.ts";
import type { AccountRow } from "./account-row.ts";
import { isRepairable } from "./repair.ts";

/** What the keys of the accounts act on. */
export type AccountsView = {
	readonly current: AccountRow | undefined;
	/** Rows that are selected, else the current one. */
	readonly chosen: readonly AccountRow[];
	/** Whether anything that was found can be repaired. */
	readonly repairable: boolean;
	/** Nothing is under way. */
	readonly idle: boolean;
	/** A comparison or repair is under way. */
	readonly comparing: boolean;
	readonly open: () => void;
	readonly compare: () => void;
	readonly stop: () => void;
	readonly repair: () => void;
	readonly repairAll: () => void;
	readonly link: () => void;
	readonly unlink: () => void;
	readonly explain: () => void;
	readonly switchView: () => void;
	readonly switchOrder: () => void;
	readonly refresh: () => void;
};

const isLinked = ({ current }: AccountsView) => current?.account?.standing === "linked";
const isManaged = ({ current }: AccountsView) =>
	current?.account?.standing === "linked" && current.account.state === "managed";

/** The keys of the accounts. */
export const accountsCommands: readonly Command<AccountsView>[] = [
	{
		id: "accounts.open",
		keys: ["enter"],
		title: "Open everything known about the account",
		hint: "details",
		when: ({ current }) => current !== undefined,
		run: ({ open }) => open(),
	},
	{
		id: "accounts.stop",
		keys: ["x"],
		title: "Stop the comparison or repair, after what is under way",
		hint: "stop",
		when: ({ comparing }) => comparing,
		run: ({ stop }) => stop(),
	},
	{
		id: "accounts.compare",
		keys: ["c"],
		title: "Compare every linked account with its user now",
		hint: "compare",
		when: ({ idle }) => idle,
		run: ({ compare }) => compare(),
	},
	{
		id: "accounts.repair",
		keys: ["R"],
		title: "Repair what drifted of those selected, or of the current one",
		hint: "repair",
		when: ({ idle, chosen }) => idle && chosen.some(({ drift }) => drift !== null && isRepairable(drift)),
		run: ({ repair }) => repair(),
	},
	{
		id: "accounts.repairAll",
		keys: ["A"],
		title: "Repair everything that drifted",
		hint: "repair all",
		when: ({ idle, repairable }) => idle && repairable,
		run: ({ repairAll }) => repairAll(),
	},
	{
		id: "accounts.link",
		keys: ["l"],
		title: "Link the account with a user of the source by hand",
		hint: "link",
		when: (view) => view.idle && view.current?.account != null && !isManaged(view),
		run: ({ link }) => link(),
	},
	{
		id: "accounts.unlink",
		keys: ["u"],
		title: "Take the account from the user it is linked with",
		hint: "unlink",
		when: (view) => view.idle && isLinked(view),
		run: ({ unlink }) => unlink(),
	},
	{
		id: "accounts.view",
		keys: ["v"],
		title: "Switch the view: all, unmatched, drifted, linked",
		hint: "view",
		run: ({ switchView }) => switchView(),
	},
	{
		id: "accounts.order",
		keys: ["s"],
		title: "Sort by user name, name, state or roles",
		hint: "sort",
		run: ({ switchOrder }) => switchOrder(),
	},
	{
		id: "accounts.why",
		keys: ["w"],
		title: "Tell why its user is provisioned like this, and what was done before",
		when: ({ current }) => sourceOf(current) !== null,
		run: ({ explain }) => explain(),
	},
	{
		id: "accounts.refresh",
		keys: ["r"],
		title: "Read the accounts again",
		when: ({ idle }) => idle,
		run: ({ refresh }) => refresh(),
	},
];

/** The source user of a row; null for an account that nobody accounts for. */
export function sourceOf(row: AccountRow | undefined): { readonly id: string; readonly name: string } | null {
	if (row?.account && row.account.standing !== "unmatched") {
		const { sourceId, displayName } = row.account.owner;
		return { id: sourceId, name: displayName };
	}
	const source = row?.drift?.source;
	return source ? { id: source.id, name: source.displayName } : null;
}

/** The keys of an opened account. */
export const accountDetailsCommands: readonly Command<DetailsView>[] = [
	{
		id: "accounts.copy",
		keys: ["y"],
		title: "Copy it as JSON",
		hint: "copy",
		where: "in an account's details",
		run: ({ copy }) => copy(),
	},
	{
		id: "accounts.close",
		keys: ["escape", "q", "enter"],
		title: "Back",
		hint: "back",
		where: "in an account's details",
		run: ({ close }) => close(),
	},
];

/** The keys while the user of an account is chosen. */
export const ownerCommands = searchCommands("owner", {
	where: "choosing whose an account is",
	take: "Choose the user",
});
