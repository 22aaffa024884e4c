import type { DetailsView } from "../../components/dialog/details-dialog.tsx";
import { searchCommands } from "../../components/dialog/search-commands.ts";
import type { Command } from "../../keys/command.ts";
import { keyFor } from "../../keys/key-table.ts";
import { whyBusy, whyNoRow } from "../../text/why-not.ts";
import type { AccountRow } from "./account-row.ts";
import { isRepairable } from "./repair.ts";

/** What the keys of the accounts act on. */
export type AccountsView = {
	readonly current: AccountRow | undefined;
	/** The selected rows, or the current one. */
	readonly chosen: readonly AccountRow[];
	/** Whether any drift can be repaired. */
	readonly repairable: boolean;
	/** No action is running. */
	readonly idle: boolean;
	/** A comparison or repair is running. */
	readonly comparing: boolean;
	readonly open: () => void;
	readonly compare: () => void;
	readonly stop: () => void;
	readonly repair: () => void;
	readonly repairAll: () => void;
	readonly link: () => void;
	readonly unlink: () => void;
	readonly explain: () => void;
	readonly goToUser: () => void;
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
		title: "Show the account's details",
		hint: "details",
		blocked: ({ current }) => whyNoRow(current, "account"),
		run: ({ open }) => open(),
	},
	{
		id: "accounts.stop",
		means: "stop",
		title: "Stop after in-flight requests",
		hint: "stop",
		blocked: ({ comparing }) => (comparing ? null : "No comparison or repair is running."),
		run: ({ stop }) => stop(),
	},
	{
		id: "accounts.compare",
		means: "check",
		title: "Compare all linked accounts with their users",
		hint: "compare",
		blocked: ({ idle }) => whyBusy(!idle),
		run: ({ compare }) => compare(),
	},
	{
		id: "accounts.repair",
		means: "provision",
		title: "Repair the selected accounts, or the current one",
		hint: "repair",
		blocked: ({ idle, chosen }) =>
			whyBusy(!idle) ??
			(chosen.some(({ drift }) => drift !== null && isRepairable(drift))
				? null
				: `No drift to repair here. Press ${keyFor("check")} to compare first.`),
		run: ({ repair }) => repair(),
	},
	{
		id: "accounts.repairAll",
		means: "repairAll",
		title: "Repair all drift",
		hint: "repair all",
		blocked: ({ idle, repairable }) =>
			whyBusy(!idle) ??
			(repairable ? null : `No drift to repair. Press ${keyFor("check")} to compare first.`),
		run: ({ repairAll }) => repairAll(),
	},
	{
		id: "accounts.link",
		means: "link",
		title: "Link the account to a source user",
		hint: "link",
		blocked: (view) =>
			whyBusy(!view.idle) ??
			whyNoRow(view.current?.account, "account") ??
			(isManaged(view)
				? `The account is linked already. Press ${keyFor("remove")} to unlink it first.`
				: null),
		run: ({ link }) => link(),
	},
	{
		id: "accounts.unlink",
		means: "remove",
		title: "Unlink the account from its user",
		hint: "unlink",
		blocked: (view) =>
			whyBusy(!view.idle) ??
			whyNoRow(view.current?.account, "account") ??
			(isLinked(view) ? null : "The account is not linked to a user."),
		run: ({ unlink }) => unlink(),
	},
	{
		id: "accounts.view",
		means: "view",
		title: "Switch the view: all, unmatched, drifted, linked",
		hint: "view",
		run: ({ switchView }) => switchView(),
	},
	{
		id: "accounts.order",
		means: "sort",
		title: "Sort by user name, name, state or roles",
		hint: "sort",
		run: ({ switchOrder }) => switchOrder(),
	},
	{
		id: "accounts.user",
		means: "counterpart",
		title: "Go to the account's user in Users & groups",
		hint: "user",
		blocked: ({ current }) =>
			whyNoRow(current, "account") ??
			(sourceOf(current) === null ? "No source user is linked to this account, and none matches it." : null),
		run: ({ goToUser }) => goToUser(),
	},
	{
		id: "accounts.why",
		means: "why",
		title: "Explain how the account's user is provisioned",
		blocked: ({ current }) =>
			whyNoRow(current, "account") ??
			(sourceOf(current) === null ? "The account is not linked to a user." : null),
		run: ({ explain }) => explain(),
	},
	{
		id: "accounts.refresh",
		means: "refresh",
		title: "Refresh the accounts",
		blocked: ({ idle }) => whyBusy(!idle),
		run: ({ refresh }) => refresh(),
	},
];

/** The source user of a row; null for an unmatched account. */
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
		means: "copy",
		title: "Copy as JSON",
		hint: "copy",
		where: "in an account's details",
		run: ({ copy }) => copy(),
	},
	{
		id: "accounts.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in an account's details",
		run: ({ close }) => close(),
	},
];

/** The keys while the user of an account is chosen. */
export const ownerCommands = searchCommands("owner", {
	where: "choosing the user to link",
	take: "Choose the user",
});
