import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { Person } from "../../../src/app/people/people.ts";
import type { OpenMatter } from "../../../src/ports/open-matter.ts";
import { defaultAccessId } from "../../../src/source/app-role.ts";
import { at, discovered, entry, failedEntry, linkedAccount, onDemandReport, person } from "../fake-data.ts";
import { createFakeSession, type FakeData } from "../fake-session.ts";
import { drawConsole, type Size } from "../render-console.tsx";

const direct = (role: string) => ({ assignmentId: `A-${role}`, roleId: `R-${role}`, role, via: null });
const through = (role: string, via: string) => ({
	assignmentId: `G-${role}`,
	roleId: `R-${role}`,
	role,
	via,
});

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
		const rewrite = { file: "/srv/users.csv", copy: "/srv/users.csv.20260131T080000123Z.bak", at };
		const change = { kind: "unassigned" as const, at, names: ["Ada Brink"], file: rewrite.file };
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
				lastChange: async () => ({ ...change, refusal: null }),
				undo: async () => {
					undone.push(rewrite.copy);
					return { ...change, results: [] };
				},
			},
		});
		await app.see("! users.csv, line 1: There is no column role.");
		await app.press("x");
		await app.see("This rewrites /srv/users.csv.");
		await app.press("escape");
		expect(effects()).toEqual([]);
		await app.press("u");
		await app.see("Undone: Ada Brink has the assignment again. users.csv is as it was before.");
		expect(undone).toEqual([rewrite.copy]);
	});

	it("shows all users and groups with kind, and the role or group they are assigned by", async () => {
		const { app } = await open();
		await app.see("5 users · 1 group · 3 assigned");
		await app.see(/Ada Brink +· user +Analyst/u);
		await app.see(/Ben Otieno +◇ guest +–/u);
		await app.see(/Carla Marino .* User through/u);
		await app.see(/田中 太郎 +– disabled/u);
		await app.see(/Staff .*▣ group +User/u);
	});

	it("shows user name and mail where there is room", async () => {
		const narrow = await open();
		expect(narrow.app.frame()).not.toContain("Mail");
		const wide = await open({}, { columns: 160, rows: 40 });
		await wide.app.see("Mail");
		await wide.app.see(/User name +user0@example.com/u);
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
		await app.see("[failing]");
		await app.see("No user fails.");
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

const identity = (number: number) => ({
	id: `P${number}`,
	displayName: person(number).displayName,
	userName: `user${number}@example.com`,
});

const fails: OpenMatter = {
	kind: "userFails",
	code: "InvalidUserName",
	user: identity(1),
	since: at,
	attempts: 3,
	nextAttempt: at + 3_600_000,
	reason: "The userName has 71 characters.",
	recommendedAction: "Map a shorter attribute.",
	remedy: { type: "none" },
};

/** Linked and active, linked without an account, released, and only matched. */
const standing = {
	links: new Map([
		["P0", { targetId: "T0", userName: "user0@example.com", state: "managed" as const, since: at }],
		["P1", { targetId: "T1", userName: "user1@example.com", state: "managed" as const, since: at }],
		["P3", { targetId: "T3", userName: "user3@example.com", state: "released" as const, since: at }],
	]),
	discovered: [
		linkedAccount(0),
		linkedAccount(3, "released"),
		{
			...discovered(4),
			standing: "matched" as const,
			owner: { sourceId: "P4", displayName: "Dev Patel", userName: "user4@example.com" },
		},
	],
};

describe("the four states and the last result", () => {
	it("are in one row at 80 columns, in words", async () => {
		const { app } = await open({
			...standing,
			entries: [entry(0, { source: identity(0) }), { ...failedEntry(3), source: identity(3) }],
		});
		await app.see(/Ada Brink +· user +Analyst +=\s+linked +✓ active +✓ \d\d:\d\d Create/u);
		await app.see(/Ben Otieno +◇ guest +– +=\s+linked +✗ deleted +–/u);
		await app.see(/Carla Marino +· user +User through… +- none +- none/u);
		await app.see(/田中 太郎 +– disabled – +– released – inactive ✗ \d\d:\d\d Create/u);
		await app.see(/Dev Patel +· user +User, Analys… ≈ matched +✓ active/u);
	});

	it("say that Sumo Logic has not been read, and when it could not be", async () => {
		const fake = createFakeSession({ people: tenant, links: standing.links });
		fake.fail("discover", "Sumo Logic is down.");
		const app = await drawConsole(fake, { begin: "people" });
		await app.see(/Ada Brink .*= linked +\? unknown/u);
		await app.press("enter");
		await app.see("? unknown: Sumo Logic is down.");
	});

	it("do not show the links of sumo-provision for users whom Entra's own job provisions", async () => {
		const { app } = await open({
			...standing,
			profile: { provisioning: { mode: "hosted" } } as NonNullable<FakeData["profile"]>,
		});
		await app.see(/Ada Brink +· user +Analyst +≈ matched +✓ active/u);
		await app.see(/Ben Otieno +◇ guest +– +- none +- none/u);
	});

	it("are filtered by their words", async () => {
		const { app } = await open(standing);
		await app.see("= linked");
		await app.press("/");
		await app.type("sumo:deleted");
		await app.see("1 of 6");
		await app.see("❯ Ben Otieno");
	});

	it("lists failing users, and shows remedy and reason as the first lines of their details", async () => {
		const { app } = await open({ status: { openMatters: [fails] } });
		await app.see("✗ 1 failing");
		await app.press("v", "v", "v");
		await app.see("❯ Ben Otieno");
		await app.seeNot("Ada Brink");
		await app.press("enter");
		await app.see(
			/What to do +Map a shorter attribute\.[^\n]*\n[^\n]*Reason +The userName has 71 characters\./u,
		);
	});
});

describe("a user and the account", () => {
	it("are one key apart, and Esc returns", async () => {
		const { app } = await open(standing);
		await app.see("= linked");
		await app.press("j", "j", "j", "j", "J");
		await app.see(/❯ .*matched.*user4@example\.com/u);
		await app.press("J");
		await app.see("❯ Dev Patel");
		await app.press("j", "J");
		await app.see("This is a group. Select a user.");
		await app.press("k", "k", "J", "escape");
		await app.see("❯ 田中 太郎");
	});

	it("says when no account is known", async () => {
		const { app } = await open(standing);
		await app.press("j", "j", "J");
		await app.see("No account of this user is known in Sumo Logic.");
	});
});

describe("history", () => {
	it("of a user is one key away, and its entries open", async () => {
		const { app } = await open({
			entries: [entry(0, { source: identity(0) }), entry(1, { source: identity(1), action: "Disable" })],
		});
		await app.press("j", "H");
		await app.see("History · Ben Otieno");
		await app.see(/❯ .*Disable/u);
		await app.press("enter");
		await app.see("Disable · Ben Otieno");
		await app.press("escape", "escape");
		await app.see("❯ Ben Otieno");
	});
});

describe("on demand in the details", () => {
	const wide = { columns: 120, rows: 40 };

	it("previews beside the list, then performs, and the row shows the outcome", async () => {
		const { app, fake } = await open({}, wide);
		await app.press("p");
		await app.see("+ Would create. Nothing has been");
		await app.see(/❯ Ada Brink .*\+ create\?/u);
		await app.press("p");
		await app.see("✓ Create: success.");
		await app.see(/❯ Ada Brink .*✓ create/u);
		expect(fake.calls.filter((call) => call.startsWith("onDemand"))).toEqual([
			"onDemand P0 look",
			"onDemand P0 perform",
		]);
	});

	it("fills in the steps as they are known", async () => {
		const { promise, resolve } = Promise.withResolvers<void>();
		const { app, fake } = await open({}, wide);
		const { steps, ...report } = onDemandReport(false);
		fake.onDemand(async (_, { onStep }) => {
			for (const step of steps.slice(1, 3)) onStep?.(step);
			await promise;
			return { steps, ...report };
		});
		await app.press("p");
		await app.see("1 ✓ Import user (success)");
		await app.see("2 ✓ Determine if user is in scope");
		await app.see("3 … Match user between source");
		await app.see("4 … Perform action");
		await app.see("matching");
		resolve();
		await app.see("5 · Perform action (pending)");
	});

	it("previews and performs the selected users, asking with their names, and shows each outcome, failures first", async () => {
		const { app, fake } = await open({}, wide);
		fake.onDemand(async (id, { perform }) => {
			if (perform && id === "P1") return { ...onDemandReport(true), entry: failedEntry(1) };
			return onDemandReport(perform);
		});
		await app.press("space", "space", "space", "p");
		await app.see("Preview of 3 users: 3 done, 0 failed");
		await app.press("p");
		await app.see("Provision 3 users now?");
		await app.see("Ada Brink, Ben Otieno, Carla Marino.");
		await app.see("Target Sumo us2.");
		expect(fake.calls.filter((call) => call.endsWith("perform"))).toEqual([]);
		await app.press("enter");
		await app.see("On demand of 3 users: 3 done, 1 failed");
		expect(fake.calls.filter((call) => call.endsWith("perform"))).toEqual([
			"onDemand P0 perform",
			"onDemand P1 perform",
			"onDemand P2 perform",
		]);
		await app.see(/Ben Otieno +✗ failure\s*\n[^\n]*What to do/u);
		await app.see(/Ben Otieno .*✗ failure/u);
		await app.see(/Carla Marino .*✓ create/u);
	});

	it("shows the outcomes on top of the list at 80×24", async () => {
		const { app } = await open();
		await app.press("space", "space", "p");
		await app.see("Preview of 2 users: 2 done, 0 failed");
		await app.see(/Ada Brink +\+ create\?/u);
		await app.press("p");
		await app.see("Provision 2 users now?");
		await app.press("enter");
		await app.see("On demand of 2 users: 2 done, 0 failed");
		await app.see(/Ben Otieno +✓ create/u);
	});

	it("stops after the current user", async () => {
		const { promise, resolve } = Promise.withResolvers<void>();
		const { app, fake } = await open({}, wide);
		await app.press("space", "space", "space", "p");
		await app.see("Preview of 3 users: 3 done");
		fake.onDemand(async (_, { perform }) => {
			await promise;
			return onDemandReport(perform);
		});
		await app.press("p", "enter");
		await app.see("Provisioning Ada Brink, 1 of 3…");
		await app.press("X");
		resolve();
		await app.see(/Ben Otieno .*– stopped/u);
		expect(fake.calls.filter((call) => call.endsWith("perform"))).toEqual(["onDemand P0 perform"]);
	});

	it("takes at most 50 users", async () => {
		const crowd = Array.from({ length: 51 }, (_, number) => person(number));
		const { app, fake } = await open({ people: crowd });
		await app.press("ctrl+a", "p");
		await app.see("At most 50 users at once: 51 are selected.");
		expect(fake.calls.filter((call) => call.startsWith("onDemand"))).toEqual([]);
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
