import { type Column, markCell } from "../../components/list/column.ts";
import type { Mark } from "../../text/outcome-mark.ts";
import { type AccountRow, driftText, ownerText, stateMark } from "./account-row.ts";
import type { AccountView } from "./account-view.ts";

function activeMark({ account }: AccountRow): Mark {
	if (account === null) return { glyph: "✗", word: "deleted", tone: "bad" };
	return account.active
		? { glyph: "✓", word: "active", tone: "good" }
		: { glyph: "–", word: "inactive", tone: "dim" };
}

const state: Column<AccountRow> = {
	title: "State",
	names: ["status"],
	width: 13,
	...markCell(stateMark),
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
		...markCell(activeMark),
	},
	{
		title: "Source user",
		width: { min: 16, grow: 2 },
		text: ownerText,
		tone: ({ account }) => (account?.standing === "unmatched" ? "caution" : "plain"),
	},
];

const drifted: readonly Column<AccountRow>[] = [
	state,
	userName,
	name,
	{
		title: "Differences: current → expected",
		width: { min: 34, grow: 6 },
		text: ({ drift }) => (drift === null ? "" : driftText(drift)),
		tone: ({ drift }) => (drift?.outcome === "failed" ? "bad" : "plain"),
	},
];

/** The columns of the accounts; the view of drifted accounts shows the differences. */
export function accountColumns(view: AccountView): readonly Column<AccountRow>[] {
	return view === "drifted" ? drifted : everything;
}
