import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { Person } from "../../../src/app/people/people.ts";
import { defaultAccessId } from "../../../src/source/app-role.ts";
import { person } from "../fake-data.ts";
import { createFakeSession, type FakeData } from "../fake-session.ts";
import { drawConsole, type Size } from "../render-console.tsx";

const direct = (role: string) => ({ assignmentId: `A-${role}`, role, via: null });
const through = (role: string, via: string) => ({ assignmentId: `G-${role}`, role, via });

const tenant: readonly Person[] = [
	person(0, { assigned: [direct("Analyst")] }),
	person(1, { guest: true }),
	person(2, { assigned: [through("User", "Staff")] }),
	person(3, { enabled: false }),
	person(4, { assigned: [direct("User"), through("Analyst", "Staff")] }),
	person(5, {
		id: "G1",
		type: "Group",
		displayName: "Staff",
		userName: "",
		mail: "",
		assigned: [direct("User")],
	}),
];

const hostile: readonly Person[] = [
	person(0, { displayName: "Evil\u001B[2J\u0007\nName", userName: "a\tb\u009B31m@example.com" }),
	person(1, { displayName: "\u202Eسمير علي\u202C", userName: "rtl@example.com" }),
	person(2, { displayName: "田中太郎".repeat(20), mail: `${"x".repeat(200)}@example.com` }),
	person(3, { displayName: "👩‍👩‍👧‍👦👍🏽 Family", userName: "y".repeat(200) }),
	person(4, { displayName: "N".repeat(200), assigned: [through("R".repeat(200), "G".repeat(200))] }),
];

async function open(data: FakeData = {}, size: Partial<Size> = {}) {
	const fake = createFakeSession({ people: tenant, ...data });
	const app = await drawConsole(fake, { begin: "people", ...size });
	await app.see(/Ada Brink|N{10}|user 0/u);
	const effects = () => fake.calls.filter((call) => /^(un)?assign /u.test(call));
	return { fake, app, effects };
}

describe("users and groups", () => {
	it("shows what is wrong with a source file, names it before a change, and undoes the change", async () => {
		const undone: string[] = [];
		const rewrite = { file: "/srv/users.csv", copy: "/srv/users.csv.20260131T080000123Z.bak" };
		const { app, effects } = await open({
			peopleCommands: {
				file: async () => ({
					path: "/srv/users.csv",
					problems: [
						{
							code: "no-roles",
							line: 1,
							column: null,
							count: 6,
							message: "There is no column role.",
							fix: "Add it.",
						},
					],
					rewrites: [rewrite],
				}),
				undo: async () => {
					undone.push(rewrite.copy);
					return rewrite;
				},
			},
		});
		await app.see("! users.csv, line 1: There is no column role.");
		await app.press("x");
		await app.see("This rewrites /srv/users.csv.");
		await app.press("escape");
		expect(effects()).toEqual([]);
		await app.press("u");
		await app.see("The last change was undone");
		expect(undone).toEqual([rewrite.copy]);
	});

	it("shows all users and groups with kind, and the role or group they are assigned by", async () => {
		const { app } = await open();
		await app.see("5 users · 1 group · 3 assigned");
		await app.see(/Ada Brink +user0@example.com +· user +Analyst/u);
		await app.see(/Ben Otieno +.* ◇ guest +–/u);
		await app.see(/Carla Marino .* User through/u);
		await app.see(/田中 太郎 +.* – disabled/u);
		await app.see(/Staff .*▣ group +User/u);
	});

	it("shows the mail where there is room", async () => {
		const narrow = await open();
		expect(narrow.app.frame()).not.toContain("Mail");
		const wide = await open({}, { columns: 160, rows: 40 });
		await wide.app.see("Mail");
		await wide.app.see("User through Staff");
	});

	it("filters by words, also by role, group and kind", async () => {
		const { app } = await open();
		await app.press("/");
		await app.type("staff user");
		await app.see("3 of 6");
		await app.press("escape", "/");
		await app.type("guest");
		await app.see("1 of 6");
		await app.see("Ben Otieno");
	});

	it("switches the view: all, assigned, not assigned, groups", async () => {
		const { app } = await open();
		await app.see("[all]");
		await app.press("v");
		await app.see("[assigned]");
		await app.seeNot("Ben Otieno");
		await app.press("v");
		await app.see("[not assigned]");
		await app.see("Ben Otieno");
		await app.seeNot("Ada Brink");
		await app.press("v");
		await app.see("[groups]");
		await app.see("Staff");
		await app.seeNot("Ben Otieno");
		await app.press("v");
		await app.see("[all]");
	});

	it("opens all details of a user with each assignment, and goes back", async () => {
		const { app } = await open();
		await app.press("j", "j", "j", "j", "enter");
		await app.see("Object ID");
		await app.see(/User +directly · A-User/u);
		await app.see(/Analyst +through Staff · G-Analyst/u);
		await app.press("escape");
		await app.seeNot("Object ID");
	});

	it("reads again on r, and only then from the source", async () => {
		const refreshes: (boolean | undefined)[] = [];
		const { app } = await open({
			peopleCommands: {
				list: async (options) => {
					refreshes.push(options?.refresh);
					return tenant;
				},
			},
		});
		await app.press("r");
		await app.until(() => expect(refreshes).toEqual([false, true]));
		await app.press("4", "2");
		await app.until(() => expect(refreshes).toEqual([false, true, false]));
	});

	it("goes to on demand with the current user, not with a group", async () => {
		const { app, fake } = await open();
		await app.press("G", "p");
		await app.see("❯ Staff");
		expect(fake.calls.filter((call) => call.startsWith("onDemand"))).toEqual([]);
		await app.press("g", "g", "j", "p");
		await app.see("Ben Otieno · user1@example.com");
		expect(fake.calls).toContain("onDemand P1 look");
	});

	it("shows why it cannot read", async () => {
		const fake = createFakeSession();
		fake.fail("people", "Entra ID refused the sign-in.");
		const app = await drawConsole(fake, { begin: "people" });
		await app.see("✗ Entra ID refused the sign-in.");
	});
});

describe("assigning", () => {
	it("shows how many and which users, and assigns the selected ones with the chosen role", async () => {
		const { app, effects } = await open();
		await app.press("space", "space", "a");
		await app.see("Assign 2 users and groups");
		await app.see("Ada Brink, Ben Otieno");
		await app.see("◉ Analyst");
		await app.press("j", "enter");
		await app.see("2 users and groups assigned as Administrator.");
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
		await app.see("unassigned. The next cycle deactivates their accounts.");
		expect(effects()).toEqual(["unassign P0"]);
	});

	it("wants the number typed for many, and names who stays and who cannot", async () => {
		const { app, effects } = await open({}, { columns: 120, rows: 40 });
		await app.press("ctrl+a", "x");
		await app.see("Unassign 3 users and groups");
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

	it("does nothing on Esc", async () => {
		const { app, effects } = await open();
		await app.press("x");
		await app.see("Enter: Unassign");
		await app.press("escape");
		await app.seeNot("Enter: Unassign");
		expect(effects()).toEqual([]);
	});
});

describe("hostile names", () => {
	for (const size of [
		{ columns: 80, rows: 24 },
		{ columns: 160, rows: 45 },
	]) {
		it(`leave the frame whole at ${size.columns}×${size.rows}, in list, details, assigning and unassigning`, async () => {
			const { app } = await open({ people: hostile }, size);
			const whole = () => {
				expect(app.lines()).toHaveLength(size.rows);
				for (const line of app.lines()) expect(stringWidth(line)).toBeLessThanOrEqual(size.columns);
				const styles = /\u001B\[[\d;]*m/gu;
				for (const line of app.lines()) expect(line.replace(styles, "")).not.toMatch(/[\p{Cc}\u202E\u200D]/u);
			};
			whole();
			for (let row = 0; row < hostile.length; row += 1) {
				await app.press("enter");
				await app.see("Object ID");
				whole();
				await app.press("escape", "a");
				await app.see("Choose a role.");
				whole();
				await app.press("escape", "x");
				whole();
				await app.press("j");
			}
		});
	}
});

describe("100,000 users", () => {
	const crowd = Array.from({ length: 100_000 }, (_, number) =>
		person(number, { displayName: `user ${number}`, ...(number % 2 ? { assigned: [direct("User")] } : {}) }),
	);

	it("are filtered, viewed and moved through, with only the visible rows drawn", async () => {
		const { app } = await open({ people: crowd });
		await app.see("100000 users · 0 groups · 50000 assigned");
		await app.press("G");
		await app.see("❯ user 99999");
		await app.press("g", "g", "v");
		await app.see("❯ user 1 ");
		await app.press("/");
		await app.type("user 99999");
		await app.see("1 of 50,000");
	});

	it("are not looked through for a move of the cursor", async () => {
		let reads = 0;
		const watched = crowd.map((one, number) =>
			number < 50
				? one
				: {
						...one,
						get assigned() {
							reads += 1;
							return one.assigned;
						},
					},
		);
		const { app } = await open({ people: watched });
		await app.see("100000 users");
		const before = reads;
		await app.press("j", "j", "k", "space");
		await app.see("● 1 selected");
		expect(reads - before).toBe(0);
	});
});
