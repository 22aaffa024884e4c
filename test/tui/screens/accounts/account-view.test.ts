import { describe, expect, it } from "vitest";
import { rowsOf } from "../../../../src/tui/screens/accounts/account-row.ts";
import {
	countAccounts,
	inOrder,
	inView,
	requestsToCompare,
} from "../../../../src/tui/screens/accounts/account-view.ts";
import { discovered, drift, driftReport, linkedAccount } from "../../fake-data.ts";

const accounts = [
	linkedAccount(0),
	discovered(1, { displayName: "Zoe" }),
	linkedAccount(2),
	discovered(3, { displayName: "Élise", roles: [] }),
	discovered(4, { displayName: "emil" }),
];
const report = driftReport([drift(0), drift(9, { kind: "deleted", mend: "create" })]);

describe("the rows of the accounts", () => {
	it("have the drift of each account, and include deleted accounts", () => {
		const rows = rowsOf(accounts, report);
		expect(rows.map(({ id, account, drift }) => [id, account !== null, drift?.kind ?? null])).toEqual([
			["T0", true, "changed"],
			["T1", true, null],
			["T2", true, null],
			["T3", true, null],
			["T4", true, null],
			["T9", false, "deleted"],
		]);
		expect(countAccounts(rows)).toEqual({ accounts: 5, unmatched: 3, drifted: 2 });
		expect(inView(rows, "drifted").map(({ id }) => id)).toEqual(["T0", "T9"]);
		expect(inView(rows, "linked").map(({ id }) => id)).toEqual(["T0", "T2"]);
		expect(inView(rows, "unmatched").map(({ id }) => id)).toEqual(["T1", "T3", "T4"]);
	});

	it("are sorted without regard to case and marks, and stay in place where they are alike", () => {
		const rows = inView(rowsOf(accounts, report), "unmatched");
		expect(inOrder(rows, "name").map(({ displayName }) => displayName)).toEqual(["Élise", "emil", "Zoe"]);
		expect(inOrder(rows, "roles").map(({ id }) => id)).toEqual(["T3", "T1", "T4"]);
		expect(inOrder(rows, "state").map(({ id }) => id)).toEqual(["T1", "T3", "T4"]);
	});

	it.each([
		[0, 3],
		[999, 3],
		[1000, 3],
		[1001, 3],
		[3000, 5],
		[5002, 7],
	])("of %i accounts are compared in %i requests", (count, requests) => {
		expect(requestsToCompare(count)).toBe(requests);
	});
});
