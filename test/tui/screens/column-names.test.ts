import { describe, expect, it } from "vitest";
import { logColumns, userLogColumns } from "../../../src/tui/entry/log-columns.ts";
import { versionColumns } from "../../../src/tui/history/version-text.ts";
import { completionsOf } from "../../../src/tui/hooks/filter-completion.ts";
import { filterTerms, matchesTerms, nameOfColumn } from "../../../src/tui/hooks/filter-terms.ts";
import { profileColumns } from "../../../src/tui/profiles/profile-columns.ts";
import { accountColumns } from "../../../src/tui/screens/accounts/account-columns.ts";
import { accountColumns as deactivatedColumns } from "../../../src/tui/screens/deactivated/account-columns.ts";
import { snapshotColumns } from "../../../src/tui/screens/deactivated/snapshots-dialog.tsx";
import { cycleColumns } from "../../../src/tui/screens/home/cycle-text.ts";
import { matterColumns } from "../../../src/tui/screens/home/matter-text.ts";
import { partColumns } from "../../../src/tui/screens/mapping/editor/explanation-dialog.tsx";
import { functionColumns } from "../../../src/tui/screens/mapping/editor/expression/function-index.tsx";
import { trialColumns } from "../../../src/tui/screens/mapping/editor/trial-dialog.tsx";
import { mappingColumns } from "../../../src/tui/screens/mapping/mapping-columns.ts";
import { problemColumns } from "../../../src/tui/screens/mapping/preview/target-check-dialog.tsx";
import { peopleColumns } from "../../../src/tui/screens/people/people-columns.ts";
import { planColumns } from "../../../src/tui/screens/plan/plan-rows.ts";
import { affectedColumns } from "../../../src/tui/screens/scope/affected-users.tsx";
import { scopeColumns } from "../../../src/tui/screens/scope/scope-rows.ts";
import { at } from "../fake-data.ts";

const now = () => at;
const lists: Readonly<
	Record<string, readonly { readonly title: string; readonly names?: readonly string[] }[]>
> = {
	log: logColumns(now),
	userLog: userLogColumns(now),
	versions: versionColumns,
	profiles: profileColumns(now),
	accounts: accountColumns("all"),
	drift: accountColumns("drifted"),
	deactivated: deactivatedColumns,
	snapshots: snapshotColumns,
	cycles: cycleColumns(now),
	matters: matterColumns,
	parts: partColumns,
	functions: functionColumns,
	trial: trialColumns,
	mappings: mappingColumns,
	problems: problemColumns,
	people: peopleColumns({
		...{ source: "Entra", results: new Map(), runs: new Map(), now },
		standings: { accounts: null, failing: new Map() } as never,
	}),
	plan: planColumns,
	affected: affectedColumns,
	scope: scopeColumns,
};

const columns = Object.entries(lists).flatMap(([list, those]) =>
	those.map((column) => ({ list, column, those, title: column.title })),
);

describe("a column has a name in a filter", () => {
	it.each(columns)("$list: $title", ({ column, those }) => {
		const names = [column.title, ...(column.names ?? [])].map(nameOfColumn).filter((name) => name !== "");
		expect(names).not.toEqual([]);
		const row = { whole: "", cells: [{ ...column, text: "✗ a value" }] };
		for (const name of names) {
			expect(matchesTerms(row, filterTerms(`${name}:value -${name}:other`)), name).toBe(true);
			expect(matchesTerms(row, filterTerms(`${name}:other`)), name).toBe(false);
			const typed = { columns: those.map((one) => ({ ...one, text: () => "" })), items: [], saved: [] };
			const completed = completionsOf(name.slice(0, 3), typed).map(({ filter }) => filter);
			// What is completed is read as the name of a column.
			for (const filter of completed) expect(filterTerms(`${filter}value`)[0]?.column, filter).not.toBe(null);
		}
	});
});
