import { describe, expect, it } from "vitest";
import { defaultAccessId } from "../../../../src/source/app-role.ts";
import { roleOptions, suggestedRole } from "../../../../src/tui/screens/people/change/assign-dialog.tsx";
import { at } from "../../fake-data.ts";

import { open } from "./tenant.ts";

describe("assigning", () => {
	it("shows how many and which users, and assigns the selected ones with the chosen role", async () => {
		const { app, effects } = await open();
		await app.press("space", "space", "a");
		await app.see("Assign 2 users");
		await app.see("Ada Brink, Ben Otieno");
		await app.see("◉ Analyst");
		await app.press("j", "enter");
		await app.see("2 users assigned as Administrator.");
		expect(effects()).toEqual(["assign R2 P0 P1"]);
		await app.seeNot("selected");
	});

	it("offers Default Access last", async () => {
		const { app, effects } = await open();
		await app.press("a");
		await app.see("Default Access");
		await app.press("j", "j", "j", "enter");
		await app.until(() => expect(effects()).toEqual([`assign ${defaultAccessId} P0`]));
	});

	it("offers the roles of Entra's template last, no disabled ones, and selects none of an administrator", () => {
		const role = (id: string, value: string | null) => ({ id, value, displayName: value ?? id });
		const admin = role("R1", "Administrator");
		const options = roleOptions([
			role("template", null),
			{ ...role("R0", "Retired"), isAssignable: false },
			admin,
			role("R2", "Analyst"),
		]);
		expect(options.map(({ value }) => value.id)).toEqual(["R1", "R2", "template"]);
		expect(suggestedRole(options)?.value.id).toBe("R2");
		expect(suggestedRole(roleOptions([role("template", null), admin]))?.value.id).toBe("R1");
		expect(suggestedRole(roleOptions([]))?.value.id).toBe(defaultAccessId);
	});

	it("does nothing on Esc", async () => {
		const { app, effects } = await open();
		await app.press("a");
		await app.see("Choose a role.");
		await app.press("escape");
		await app.seeNot("Choose a role.");
		expect(effects()).toEqual([]);
	});

	it("assigns all that are shown after Ctrl+A, and only those", async () => {
		const { app, effects } = await open();
		await app.press("v", "v", "ctrl+a");
		await app.see("● 2 selected");
		await app.press("a");
		await app.see("Choose a role.");
		await app.press("enter");
		await app.until(() => expect(effects()).toEqual(["assign R1 P1 P3"]));
	});

	it("shows what became of each when some failed, and keeps the selection", async () => {
		const { app } = await open({
			peopleCommands: {
				assign: async () => [
					{ id: "P0", displayName: "Ada Brink", error: "Graph refused: insufficient privileges." },
					{ id: "P1", displayName: "Ben Otieno", error: null },
				],
			},
		});
		await app.press("space", "space", "a");
		await app.see("Choose a role.");
		await app.press("enter");
		await app.see("1 done, 1 failed.");
		await app.see(/✗ Ada Brink +Graph refused: insufficient privileges\./u);
		await app.see("✓ Ben Otieno");
		await app.press("enter");
		await app.see("● 2 selected");
	});

	it("is not offered for a source that cannot be changed, and that is said", async () => {
		const { app, effects } = await open({ peopleCommands: { writable: () => false } });
		await app.see("! read-only source");
		expect(app.lines().at(-1)).not.toContain("assign");
		await app.press("a", "x");
		expect(effects()).toEqual([]);
		expect(app.frame()).not.toContain("Choose a role.");
	});
});

describe("unassigning", () => {
	it("shows what will happen in Sumo Logic to which users before it does", async () => {
		const { app, effects } = await open();
		await app.press("x");
		await app.see("The direct assignment of Ada Brink is removed.");
		await app.see("The next cycle deactivates their account in Sumo Logic, if any.");
		expect(effects()).toEqual([]);
		await app.press("enter");
		await app.see("unassigned. The next cycle deactivates their accounts, if any.");
		expect(effects()).toEqual(["unassign P0"]);
	});

	it("wants the number typed for many, and names who stays and who cannot", async () => {
		const { app, effects } = await open({}, { columns: 120, rows: 40 });
		await app.press("ctrl+a", "x");
		await app.see("Unassign 2 users and 1 group");
		await app.see("Dev Patel stays assigned through a group.");
		await app.see("Carla Marino is assigned only through Staff");
		await app.see("Not assigned: Ben Otieno, 田中 太郎.");
		await app.press("enter");
		expect(effects()).toEqual([]);
		await app.type("3");
		await app.press("enter");
		await app.until(() => expect(effects()).toEqual(["unassign P0 P4 G1"]));
	});

	it("names the group of a user who is assigned only through it", async () => {
		const { app, effects } = await open({}, { columns: 140, rows: 30 });
		await app.press("j", "j", "x");
		await app.see(
			"! Carla Marino is assigned only through Staff. Unassign the group, or remove them from it.",
		);
		await app.press("k", "x");
		await app.see("Ben Otieno is not assigned.");
		expect(effects()).toEqual([]);
	});

	it("offers the roles of Entra's template last, no disabled ones, and selects none of an administrator", () => {
		const role = (id: string, value: string | null) => ({ id, value, displayName: value ?? id });
		const admin = role("R1", "Administrator");
		const options = roleOptions([
			role("template", null),
			{ ...role("R0", "Retired"), isAssignable: false },
			admin,
			role("R2", "Analyst"),
		]);
		expect(options.map(({ value }) => value.id)).toEqual(["R1", "R2", "template"]);
		expect(suggestedRole(options)?.value.id).toBe("R2");
		expect(suggestedRole(roleOptions([role("template", null), admin]))?.value.id).toBe("R1");
		expect(suggestedRole(roleOptions([]))?.value.id).toBe(defaultAccessId);
	});

	it("does nothing on Esc", async () => {
		const { app, effects } = await open();
		await app.press("x");
		await app.see("Enter: Unassign");
		await app.press("escape");
		await app.seeNot("Enter: Unassign");
		expect(effects()).toEqual([]);
	});
});

describe("undoing", () => {
	const wide = { columns: 140, rows: 30 };
	const change = {
		kind: "assigned" as const,
		at,
		names: ["Ada Brink", "Ben Otieno", "Carla Marino", "Dev Patel", "Zoë Ångström"],
		file: null,
	};

	it("says what was undone, with the first names", async () => {
		const { app } = await open(
			{
				peopleCommands: {
					lastChange: async () => ({ ...change, refusal: null }),
					undo: async () => ({ ...change, results: [] }),
				},
			},
			wide,
		);
		await app.press("u");
		await app.see("Undone: Ada Brink, Ben Otieno, Carla Marino +2 more no longer have the new assignment.");
	});

	it("says why it is no longer possible once a cycle has run", async () => {
		const { app } = await open(
			{
				peopleCommands: {
					lastChange: async () => ({
						...change,
						refusal: "A cycle has run since the change: it ended at 2026-03-09T13:00:00.000Z.",
					}),
				},
			},
			wide,
		);
		await app.press("u");
		await app.see(/A cycle has run since the change: it ended at \d\d:\d\d \(1 h ago\)\./u);
		await app.see("Assign or unassign the users instead.");
	});

	it("says that there is nothing to undo", async () => {
		const { app } = await open();
		await app.press("u");
		await app.see("There is no change of assignments to undo.");
	});

	it("shows assignments that the source does not show yet as not confirmed", async () => {
		const { app } = await open({
			peopleCommands: {
				assign: async () => [
					{ id: "P0", displayName: "Ada Brink", error: null, isUnconfirmed: true as const },
				],
			},
		});
		await app.press("a");
		await app.see("Choose a role.");
		await app.press("enter");
		await app.see("0 done, 0 failed, 1 not confirmed.");
		await app.see("! Ada Brink");
	});
});
