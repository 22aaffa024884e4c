import { type AccountRow, stateMark } from "./account-row.ts";

/** The views of the list, applied before the filter. */
export const accountViews = ["all", "unmatched", "drifted", "linked"] as const;
export type AccountView = (typeof accountViews)[number];

/** The sort orders of the list. */
export const accountOrders = ["user name", "name", "state", "roles"] as const;
export type AccountOrder = (typeof accountOrders)[number];

/** The choice after this one; the first after the last. */
export function nextOf<Choice>(choices: readonly [Choice, ...Choice[]], present: Choice): Choice {
	return choices[(choices.indexOf(present) + 1) % choices.length] ?? choices[0];
}

/** The rows of a view. */
export function inView(rows: readonly AccountRow[], view: AccountView): readonly AccountRow[] {
	switch (view) {
		case "all":
			return rows;
		case "unmatched":
			return rows.filter(({ account }) => account?.standing === "unmatched");
		case "drifted":
			return rows.filter(({ drift }) => drift !== null);
		case "linked":
			return rows.filter(({ account }) => account?.standing === "linked");
	}
}

/** The text that each order compares; equal rows keep their order by user name. */
const keys: Readonly<Record<AccountOrder, (row: AccountRow) => string>> = {
	"user name": ({ userName }) => userName,
	name: ({ displayName }) => displayName,
	state: (row) => stateMark(row).word,
	roles: ({ account }) => account?.roles.join(", ") ?? "",
};

/**
 * Sorts the rows, ignoring case and accents. A collator would take a second for 100,000 names;
 * comparing folded texts takes a tenth of that.
 */
export function inOrder(rows: readonly AccountRow[], order: AccountOrder): readonly AccountRow[] {
	const key = keys[order];
	return rows
		.map((row) => ({ row, text: folded(key(row)) }))
		.sort((left, right) => (left.text < right.text ? -1 : left.text > right.text ? 1 : 0))
		.map(({ row }) => row);
}

function folded(text: string): string {
	return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Counts of the list. */
export type AccountCounts = {
	readonly accounts: number;
	readonly unmatched: number;
	readonly drifted: number;
};

/** Counts in one pass. */
export function countAccounts(rows: readonly AccountRow[]): AccountCounts {
	let accounts = 0;
	let unmatched = 0;
	let drifted = 0;
	for (const { account, drift } of rows) {
		if (account !== null) accounts += 1;
		if (account?.standing === "unmatched") unmatched += 1;
		if (drift !== null) drifted += 1;
	}
	return { accounts, unmatched, drifted };
}

/**
 * The number of requests for comparing all accounts: one for the length of the list, one per 1,000 accounts, and
 * one more when the list ends with its first page or a full page.
 */
export function requestsToCompare(accounts: number): number {
	const pages = Math.max(1, Math.ceil(accounts / 1000));
	return 1 + pages + (pages === 1 || accounts % 1000 === 0 ? 1 : 0);
}
