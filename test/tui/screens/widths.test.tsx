import { describe, expect, it } from "vitest";
import type { ScreenId } from "../../../src/tui/context/shell-context.ts";
import {
	account,
	at,
	counts,
	discovered,
	drift,
	driftReport,
	entry,
	failedEntry,
	linkedAccount,
	person,
} from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { type Drawn, drawConsole } from "../render-console.tsx";

const narrow = { columns: 80, rows: 24 };
const wider = [
	{ columns: 120, rows: 40 },
	{ columns: 200, rows: 50 },
];

function session() {
	return createFakeSession({
		people: Array.from({ length: 3 }, (_, number) => person(number)),
		entries: [entry(0), failedEntry(1)],
		accounts: [account("1", "ada@example.com")],
		discovered: [linkedAccount(0), discovered(1)],
		report: driftReport([drift(0)]),
		status: {
			openMatters: [
				{
					kind: "userFails",
					code: "RoleNotFound",
					user: { id: "P1", displayName: "Ben Otieno", userName: "user1@example.com" },
					since: at,
					attempts: 3,
					nextAttempt: at + 3_600_000,
					reason: "Sumo Logic has no role Pilot.",
					recommendedAction: "Create the role.",
					remedy: { type: "none" },
				},
			],
			recentCycles: [
				{
					...{ id: "C1", kind: "incremental", startedAt: at - 60_000, endedAt: at, outcome: "completed" },
					counts: counts({ failed: 1 }),
					error: null,
				},
			],
		},
	});
}

/** The words that begin a field or a column: each screen has them in all sizes. */
const labels: readonly string[] = [
	...["Name", "User name", "Entra", "Assigned as", "Link", "Sumo", "Last result", "Object ID", "Mail"],
	...["State", "Roles", "Active", "Source user", "Account ID", "Since", "Assigned", "Time", "Status"],
	...["Action", "User", "Details", "Account", "What to do", "Reason", "Code", "Initiated by", "What", "Who"],
	...["Why", "Solved by", "Fix", "Next attempt", "Started", "Kind", "Outcome", "Changes", "Deactivated"],
];

/** Which of them the frame has, as a column heading or at the start of a field. */
function shownIn(app: Drawn): ReadonlySet<string> {
	const lines = app.lines().map((line) => line.replaceAll(/\u001B\[[\d;]*m/gu, ""));
	const found = labels.filter((label) =>
		lines.some((line) => new RegExp(`(?:^|[ │] )${label}(?:  |$| [^a-z])`, "u").test(line)),
	);
	return new Set(found);
}

const screens: readonly (readonly [ScreenId, RegExp])[] = [
	["home", /Ben Otieno/u],
	["people", /Ada Brink/u],
	["on-demand", /Ada Brink/u],
	["plan", /create/u],
	["provisioning", /user0@/u],
	["accounts", /user0@/u],
	["deactivated", /ada@/u],
];

describe("a wider terminal", () => {
	it.each(screens)("shows at least what 80×24 shows on %s", async (begin, ready) => {
		const small = await drawConsole(session(), { begin, ...narrow });
		await small.see(ready);
		const least = [...shownIn(small)];
		expect(least.length).toBeGreaterThan(2);
		small.unmount();
		for (const size of wider) {
			const large = await drawConsole(session(), { begin, ...size });
			await large.see(ready);
			await large.until(() => expect([...shownIn(large)]).toEqual(expect.arrayContaining(least)));
			large.unmount();
		}
	});

	it("shows the details of the current row beside the list, from 110 columns", async () => {
		for (const [begin, ready] of screens) {
			const app = await drawConsole(session(), { begin, columns: 110, rows: 30 });
			await app.see(ready);
			await app.until(() => {
				const beside = app.lines().some((line) => line.slice(82).trim().length > 10 && /^[❯ ]/u.test(line));
				expect(beside).toBe(true);
			});
			app.unmount();
		}
	});
});
