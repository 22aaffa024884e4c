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
	plannedActions,
	planReport,
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

/** The cells of a row that is not the current one, whose details show everything: each can be found in the frame, whole or cut. */
const cells: readonly (readonly [ScreenId, readonly string[]])[] = [
	[
		"home",
		[
			"Wilhelmina Kaur-Otieno",
			"Has no role for the attribute jobTitle",
			"! 2 failed",
			"17 created · 2 failed",
		],
	],
	[
		"people",
		["Wilhelmina Kaur-Otieno", "w.kaur-otieno@example.com", "Senior Administrator", "✓ 14:00 Create"],
	],
	["plan", ["Wilhelmina Kaur-Otieno", "w.kaur-otieno@example.com", "familyName Otieno → Kaur-Otieno"]],
	["provisioning", ["Wilhelmina Kaur-Otieno", "name.familyName: Otieno → Kaur-Otieno"]],
	["accounts", ["w.kaur-otieno@example.com", "Wilhelmina Kaur-Otieno", "Administrator, Analyst"]],
];

function longSession() {
	const names = { displayName: "Wilhelmina Kaur-Otieno", userName: "w.kaur-otieno@example.com" };
	const identity = { id: "P1", ...names };
	const changes = [{ name: "name.familyName", old: "Otieno", new: "Kaur-Otieno" }];
	const failing = (number: number) =>
		({
			kind: "userFails",
			code: "RoleNotFound",
			user: number === 1 ? identity : { id: "P0", displayName: "Ada", userName: "ada@example.com" },
			since: at,
			attempts: 3,
			nextAttempt: at + 3_600_000,
			reason: number === 1 ? "Has no role for the attribute jobTitle" : "No mail.",
			recommendedAction: "Create it.",
			remedy: { type: "none" },
		}) as const;
	const role = (name: string) => [{ assignmentId: "A", roleId: "R", role: name, via: null }];
	const [, update, , , fail] = plannedActions;
	if (update?.type !== "update" || fail === undefined) throw new Error("no planned actions");
	return createFakeSession({
		people: [
			person(0, { assigned: role("User") }),
			person(1, { ...names, mail: "", assigned: role("Senior Administrator") }),
		],
		entries: [
			entry(1, { source: identity, target: identity, modifiedProperties: changes }),
			entry(2, { source: { id: "P0", displayName: "Ada", userName: "ada@example.com" } }),
		],
		accounts: [account("1", "ada@example.com")],
		discovered: [linkedAccount(0), discovered(1, { ...names, roles: ["Administrator", "Analyst"] })],
		plan: planReport({
			actions: [fail, { ...update, source: identity, target: { ...identity, id: "T1" }, changes }],
		}),
		status: {
			openMatters: [failing(0), failing(1)],
			recentCycles: [2, 1].map((number) => ({
				...{
					id: `C${number}`,
					kind: "incremental",
					startedAt: at - 60_000,
					endedAt: at,
					outcome: "completed",
				},
				counts: counts({ failed: number === 1 ? 2 : 0, created: number === 1 ? 17 : 0 }),
				error: null,
			})),
		},
	});
}

/** How much of the text the frame has: all of it, or a beginning that ends with `…`. */
function shownOf(text: string, frame: string): number {
	if (frame.includes(text)) return text.length;
	for (let length = text.length - 1; length > 2; length -= 1)
		if (frame.includes(`${text.slice(0, length)}…`)) return length;
	return 0;
}

/** How many columns the lists have: titles are the bold words of the frame, which begin with two spaces. */
function columnCount(frame: string): number {
	const header =
		frame.split("\n").find((line) => /^ {2}(?:What|Name|Action|Time|State) +\p{Lu}/u.test(line)) ?? "";
	return header.trim().split(/ +/u).length;
}

describe.each(cells)("each cell on %s", (begin, texts) => {
	it("is never cut shorter on a wider terminal, but at 110 columns and where a column appears below 80", async () => {
		const app = await drawConsole(longSession(), { begin, columns: 60, rows: 40 });
		await app.until(() => expect(shownOf(texts[0] ?? "", app.frame())).toBeGreaterThan(4));
		const at80 = new Map<string, number>();
		let before = new Map<string, number>();
		let titlesBefore = 0;
		// Columns appear and layouts change below 130.
		for (let columns = 60; columns <= 220; columns += columns < 130 ? 1 : 5) {
			await app.resize(columns, 40);
			const shown = new Map(texts.map((text) => [text, shownOf(text, app.frame())]));
			if (columns === 80) for (const [text, length] of shown) at80.set(text, length);
			const titles = columnCount(app.frame());
			const least =
				columns === 110 ? at80 : columns <= 80 && titles > titlesBefore ? new Map<string, number>() : before;
			for (const text of texts)
				expect(shown.get(text), `${text} at ${columns} columns`).toBeGreaterThanOrEqual(least.get(text) ?? 0);
			before = shown;
			titlesBefore = titles;
		}
		for (const text of texts) expect(app.frame()).toContain(text);
	});
});
