import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { ScopeEffect } from "../../../../src/app/scope/scope.ts";
import { createFakeSession } from "../../fake-session.ts";
import { drawConsole, type Size } from "../../render-console.tsx";
import { departmentFilter, scopeSession } from "./scope-session.ts";

async function open(session: Awaited<ReturnType<typeof scopeSession>>, size: Partial<Size> = {}) {
	const app = await drawConsole(session, { begin: "scope", ...size });
	await app.see("users who leave the scope");
	return app;
}

describe("the scope screen", () => {
	it("is reached with 8, and counts who is in scope", async () => {
		const app = await drawConsole(await scopeSession());
		await app.press("g", "s");
		await app.see("Assigned users · users who leave the scope are deactivated");
		await app.see("27 of 30 users in scope");
		await app.see("No scoping filter: all assigned users are in scope.");
		await app.see("No users enter or leave");
		expect(app.lines()).toHaveLength(24);
	});

	it("lists filters with their clauses", async () => {
		const app = await open(await scopeSession([departmentFilter("Sales"), departmentFilter("IT")]));
		await app.see("❯ if Sales");
		await app.see('department EQUALS "Sales"');
		await app.see("or if IT");
		await app.see("18 of 30 users in scope");
	});

	it("adds a filter with completion and a chosen operator, counting as it is typed", async () => {
		const app = await open(await scopeSession());
		await app.see("27 of 30");
		await app.press("a");
		await app.see("New filter: first clause");
		await app.type("depart");
		await app.see("❯ department");
		await app.see("Complete the clause to count users in scope.");
		await app.press("tab", "enter");
		await app.see("equals the value (case-sensitive)");
		await app.press("down", "up", "enter");
		await app.type("Sales");
		await app.see("9 of 30 users in scope · 18 leave, 16 of them deactivated");
		await app.press("enter");
		await app.seeNot("first clause");
		await app.see("if Filter 1");
		await app.see("* unsaved");
		await app.see("s save  u undo");
		await app.see(/- Ben Otieno +user1@example\.com +account is deactivated/u);
		await app.see("more: press v to show all");
	});

	it("shows all users who leave or enter, filtered by words", async () => {
		const app = await open(await scopeSession([departmentFilter("Sales")]));
		await app.see("9 of 30");
		await app.press("m");
		await app.see("All users · users who leave");
		await app.see("10 of 30 users in scope · 1 enters");
		await app.press("j", "x");
		await app.see("30 of 30 users in scope · 21 enter");
		await app.press("v");
		await app.see("Entering: 21 users · leaving: 0 users");
		await app.see("+ enters");
		await app.press("/");
		await app.type("user 29");
		await app.see("1 of 21");
		await app.press("escape", "escape");
		await app.seeNot("Entering: 21");
	});

	it("warns of role mappings when all users are in scope", async () => {
		const app = await open(await scopeSession());
		await app.press("m");
		await app.see(/! roles\[primary eq "True"\]\.value: /u);
	});

	it("shows the effect of saving with the affected users, and saves once the number is typed", async () => {
		const session = await scopeSession();
		const app = await open(session);
		await app.press("a");
		await app.type("department");
		await app.press("enter", "enter");
		await app.type("Sales");
		await app.press("enter");
		await app.see("16 of them deactivated");
		await app.press("s");
		await app.see("Save the scope?");
		await app.see("The next cycle will be an initial cycle");
		await app.see("The change deactivates 16 accounts in Sumo Logic: Ben Otieno");
		await app.press("enter");
		await app.see("Save the scope?");
		await app.type("16");
		await app.press("enter");
		await app.see("Scope saved.");
		await app.seeNot("* unsaved");
		await app.see("9 of 30 users in scope");
		await app.see("No users enter or leave");
		expect(session.saved().filters).toEqual([{ ...departmentFilter("Sales"), name: "Filter 1" }]);
	});

	it("does not undo what another operator saved while it was edited", async () => {
		const session = await scopeSession();
		const app = await open(session);
		await app.press("m");
		await app.see("* unsaved");
		await session.saveElsewhere({ ...session.saved(), filters: [departmentFilter("Sales")] });
		await app.press("s");
		await app.see("Save the scope?");
		await app.press("enter");
		await app.see("Not saved: the profile test was changed elsewhere");
		expect(session.saved()).toMatchObject({ users: "assigned", filters: [departmentFilter("Sales")] });
		// The edit is shown on top of what the other one saved, which saving it again keeps.
		await app.see("All users");
		await app.see("department EQUALS");
		await app.press("s");
		await app.see("Save the scope?");
		await app.press("enter");
		await app.see("Scope saved.");
		expect(session.saved()).toMatchObject({ users: "all", filters: [departmentFilter("Sales")] });
	});

	it("shows why the deletion guard will hold back the changes", async () => {
		const app = await open(
			await scopeSession([], {
				compare: async () => ({
					users: 100,
					inScope: 10,
					entering: [],
					held: "All 21 managed accounts would be disabled or deleted.",
					disabled: 1 + 20,
					leaving: Array.from({ length: 21 }, (_, n) => ({
						id: `u${n}`,
						displayName: `User ${n}`,
						userName: "",
						fate: "disable" as const,
					})),
				}),
			}),
		);
		await app.press("m", "s");
		await app.see("User 4 and 16 more.");
		await app.see("All 21 managed accounts would be disabled");
		await app.see("guard holds them back until you press");
		expect(app.lines()).toHaveLength(24);
	});

	it("skips deactivating users who leave the scope if set to", async () => {
		const session = await scopeSession([departmentFilter("Sales")]);
		const app = await open(session);
		await app.press("M");
		await app.see("users who leave the scope are not changed");
		await app.press("j", "enter");
		await app.see("Clause 1 of Sales");
		await app.press("enter", "enter");
		await app.type(" and more");
		await app.press("enter");
		await app.see("0 of 30 users in scope · 9 leave, 0 of them deactivated");
		await app.press("s");
		await app.see("The change deactivates no accounts.");
		await app.press("enter");
		await app.see("Scope saved.");
		expect(session.saved().skipOutOfScopeDeletions).toBe(true);
	});

	it("names the clause that cannot be evaluated, in the clause and in the list, and does not save it", async () => {
		const session = await scopeSession([departmentFilter("Sales")]);
		const app = await open(session);
		await app.press("i");
		await app.see("New clause of Sales");
		await app.type("city");
		await app.press("enter");
		await app.press("down", "down", "down", "down", "down", "down", "enter");
		await app.see("Value");
		await app.type("(");
		await app.see("Complete the clause");
		await app.press("up");
		await app.see('Scoping filter "Sales", clause 2');
		await app.press("enter", "enter");
		await app.see(/and city REGEX MATCH "\(" +✗ error/u);
		await app.press("j", "j", "enter");
		await app.see('Scoping filter "Sales", clause 2');
		await app.press("escape");
		await app.press("s");
		await app.see("Fix it, then save.");
		expect(session.saved().filters[0]?.clauses).toHaveLength(1);
		await app.press("u");
		await app.seeNot("✗ error");
		await app.seeNot("* unsaved");
	});

	it("asks before Esc discards a clause, and leaves an unchanged one", async () => {
		const session = await scopeSession([departmentFilter("Sales")]);
		const app = await open(session);
		await app.press("j", "enter");
		await app.see("Clause 1 of Sales");
		await app.press("escape");
		await app.seeNot("Clause 1 of Sales");
		await app.press("enter", "enter", "enter");
		await app.type("!");
		await app.press("escape");
		await app.see("The clause has changes that are not saved.");
		await app.press("escape");
		await app.seeNot("not saved");
		await app.see("Sales!");
		await app.press("escape", "y");
		await app.seeNot("Clause 1 of Sales");
		await app.see('department EQUALS "Sales"');
		await app.seeNot("* unsaved");
	});

	it("asks on Esc while the scope is unsaved, and leaves after it is saved or discarded", async () => {
		const session = await scopeSession();
		const app = await open(session);
		await app.press("M", "escape");
		await app.see("The scope has changes that are not saved.");
		await app.press("n");
		await app.see("* unsaved");
		await app.press("escape", "y");
		await app.seeNot("users who leave the scope");
		expect(session.saved().skipOutOfScopeDeletions).toBe(false);
		await app.press("g", "s");
		await app.see("users who leave the scope are deactivated");
		await app.press("M", "escape", "s");
		await app.see("Save the scope?");
		await app.press("enter");
		await app.seeNot("users who leave the scope");
		expect(session.saved().skipOutOfScopeDeletions).toBe(true);
	});

	it("shows that users are counted, and who enters or leaves only then", async () => {
		const pending = Promise.withResolvers<ScopeEffect>();
		const app = await drawConsole(await scopeSession([], { compare: () => pending.promise }), {
			begin: "scope",
		});
		await app.see("Counting users in scope…");
		await app.see("Users who enter or leave: not known yet");
		pending.resolve({ users: 5, inScope: 4, entering: [], leaving: [], disabled: 0, held: null });
		await app.see("4 of 5 users in scope");
		await app.see("No users enter or leave");
	});

	it("does not save a scope whose effect is not known", async () => {
		const session = await scopeSession([], {
			compare: () => Promise.reject(new Error("Graph has no property favoriteColor.")),
		});
		const app = await open(session);
		await app.press("M");
		await app.see(/^Graph has no property favoriteColor\./mu);
		await app.seeNot("No users enter or leave");
		await app.press("s");
		await app.see(/its effect is not known: Graph has no\s+property/u);
		expect(session.saved().skipOutOfScopeDeletions).toBe(false);
		await app.see("* unsaved");
	});

	it("renames a filter, and undoes what is not saved", async () => {
		const app = await open(await scopeSession([departmentFilter("Sales")]));
		await app.press("enter");
		await app.see("Filter name");
		await app.press("ctrl+u");
		expect(app.frame()).not.toContain("A filter needs a name.");
		await app.press("enter");
		await app.see("✗ A filter needs a name.");
		await app.type("Sellers");
		await app.press("escape");
		await app.see("The name has changes that are not saved.");
		await app.press("n", "enter");
		await app.see("if Sellers");
		await app.press("u");
		await app.see("if Sales");
	});

	it("offers no value for an operator that takes none", async () => {
		const app = await open(await scopeSession());
		await app.press("a");
		await app.type("city");
		await app.press("enter", "j", "j", "j", "j");
		await app.see("not used by this operator");
		await app.press("enter");
		await app.see("city IS NULL");
		await app.see("27 of 30 users in scope");
	});

	it("shows the history, and restores from it", async () => {
		const restored: number[] = [];
		const change = { type: "scope", fields: [{ field: "users", old: "all", new: "assigned" }] } as const;
		const version = {
			number: 1,
			savedAt: 0,
			savedBy: "eva",
			changes: [],
			restoring: [change],
			isCurrent: false,
		};
		const session = await scopeSession();
		const { session: withHistory } = createFakeSession({
			scope: (await session.session.rules()).scope,
			mapping: {
				versions: async () => [version],
				restore: async (number) => {
					restored.push(number);
					return { changes: [change], initialCycle: true };
				},
			},
		});
		const app = await open({ ...session, session: withHistory });
		await app.press("H");
		await app.see("~ scope: users: all → assigned");
		await app.press("R", "enter");
		await app.see("Version 1 restored.");
		expect(restored).toEqual([1]);
	});

	it("shows the error, and reads again with r", async () => {
		let down = true;
		const session = await scopeSession();
		const { compare } = (await session.session.rules()).scope;
		const app = await open(
			await scopeSession([], {
				compare: (draft, options) =>
					down ? Promise.reject(new Error("The file is broken at line 3.")) : compare(draft, options),
			}),
		);
		await app.see("✗ The file is broken at line 3.");
		down = false;
		await app.press("r");
		await app.see("27 of 30 users in scope");
	});

	it.each([
		{ columns: 80, rows: 24 },
		{ columns: 160, rows: 40 },
	])("keeps every line within the terminal at $columns × $rows", async (size) => {
		const app = await open(await scopeSession([departmentFilter("Sales"), departmentFilter("IT")]), size);
		await app.press("x");
		await app.see("9 leave");
		await app.see("田中");
		expect(app.lines()).toHaveLength(size.rows);
		for (const line of app.lines()) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
	});
});
