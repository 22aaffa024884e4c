import type { Column } from "../../components/column.ts";
import { type AccountRow, driftText, standingMark, whoseText } from "./account-row.ts";
import type { AccountView } from "./account-view.ts";

const state: Column<AccountRow> = {
	title: "State",
	width: 13,
	text: (row) => `${standingMark(row).glyph} ${standingMark(row).word}`,
	tone: (row) => standingMark(row).tone,
};
const userName: Column<AccountRow> = {
	title: "User name",
	width: { min: 22, grow: 3 },
	text: (row) => row.userName,
};
const name: Column<AccountRow> = {
	title: "Name",
	width: { min: 14, grow: 2 },
	optional: 3,
	text: (row) => row.displayName,
};

const everything: readonly Column<AccountRow>[] = [
	state,
	userName,
	name,
	{
		title: "Roles",
		width: { min: 10, grow: 1 },
		optional: 2,
		text: ({ account }) => account?.roles.join(", ") ?? "–",
	},
	{
		title: "Active",
		width: 10,
		optional: 1,
		text: ({ account }) => (account === null ? "✗ gone" : account.active ? "✓ active" : "– inactive"),
		tone: ({ account }) => (account === null ? "bad" : account.active ? "good" : "dim"),
	},
	{
		title: "Whose",
		width: { min: 16, grow: 2 },
		text: whoseText,
		tone: ({ account }) => (account?.standing === "unmatched" ? "caution" : "plain"),
	},
];

const drifted: readonly Column<AccountRow>[] = [
	state,
	userName,
	name,
	{
		title: "What differs: now → as it should be",
		width: { min: 34, grow: 6 },
		text: ({ drift }) => (drift === null ? "" : driftText(drift)),
		tone: ({ drift }) => (drift?.outcome === "failed" ? "bad" : "plain"),
	},
];

/** Accounts as a table; what drifted shows what differs. */
export function accountColumns(view: AccountView): readonly Column<AccountRow>[] {
	return view === "drifted" ? drifted : everything;
}
