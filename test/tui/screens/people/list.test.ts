import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { LogEntry } from "../../../../src/ports/log/log-entry.ts";
import type { OpenMatter } from "../../../../src/ports/open-matter.ts";
import { at, entry, failedEntry, person } from "../../fake-data.ts";
import { createFakeSession, type FakeData, summary } from "../../fake-session.ts";
import { drawConsole } from "../../render-console.tsx";

import { direct, hostile, identity, open, standing, tenant } from "./tenant.ts";

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

	it("shows what another process writes to the source", async () => {
		const listeners = new Set<() => void>();
		let shown = tenant;
		const { app } = await open({
			peopleCommands: {
				list: async () => shown,
				subscribe(listener) {
					listeners.add(listener);
					return () => listeners.delete(listener);
				},
			},
		});
		await app.see("5 users · 1 group · 3 assigned");
		shown = tenant.slice(0, 1);
		for (const listener of listeners) listener();
		await app.see("1 user · 0 groups · 1 assigned");
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

	it("shows link and account of each user as a cycle writes them, before it ends", async () => {
		const { app, fake } = await open({ discovered: [] });
		await app.see(/Carla Marino .*- none +- none/u);
		// Everything has been read once a key is answered.
		await app.press("j", "k");
		const logged = (sequence: number, change: Partial<LogEntry>) =>
			fake.emit({ type: "entry", time: at, entry: entry(sequence, { ...change, source: identity(2) }) });
		logged(1, { action: "Create", target: { id: "T2", displayName: "", userName: "user2@example.com" } });
		await app.see(/Carla Marino .*= linked +✓ active/u);
		logged(2, { action: "Disable" });
		await app.see(/Carla Marino .*= linked +– inactive/u);
		logged(3, { action: "Update", status: "failure" });
		logged(4, { action: "Delete" });
		await app.see(/Carla Marino .*- none +- none/u);
	});

	it("shows what a cycle wrote until links and accounts have each been read after it", async () => {
		const managed = { targetId: "T2", userName: "user2@example.com", state: "managed" as const, since: at };
		const released = {
			...managed,
			targetId: "T3",
			userName: "user3@example.com",
			state: "released" as const,
		};
		let links: NonNullable<FakeData["links"]> = new Map();
		const fake = createFakeSession({
			people: tenant,
			discovered: [],
			get links() {
				return links;
			},
		});
		const app = await drawConsole(fake, { begin: "people" });
		await app.see(/Carla Marino .*- none +- none/u);
		await app.press("j", "k");
		const target = { id: "T2", displayName: "", userName: "user2@example.com" };
		fake.emit({ type: "entry", time: at, entry: entry(1, { source: identity(2), target }) });
		await app.see(/Carla Marino .*= linked +✓ active/u);
		links = new Map(Object.entries({ P2: managed, P3: released }));
		const letGo = fake.hold("discover");
		fake.setStatus({ lastCycle: summary({ cycleId: "C2" }) });
		await app.see(/田中 太郎 .*– released/u);
		expect(app.frame()).toMatch(/Carla Marino .*= linked +✓ active/u);
		letGo();
		await app.see(/Carla Marino .*= linked +✗ deleted/u);
	});

	it("calls no account deleted that another process may have created since the accounts were read", async () => {
		const managed = { targetId: "T2", userName: "user2@example.com", state: "managed" as const, since: at };
		let links: NonNullable<FakeData["links"]> = new Map();
		const fake = createFakeSession({
			people: tenant,
			discovered: [],
			get links() {
				return links;
			},
		});
		const app = await drawConsole(fake, { begin: "people" });
		await app.see(/Carla Marino .*- none +- none/u);
		links = new Map(Object.entries({ P2: managed }));
		const letGo = fake.hold("discover");
		fake.setStatus({ lastCycle: summary({ cycleId: "C2" }) });
		await app.see(/Carla Marino .*= linked +… reading/u);
		letGo();
		await app.see(/Carla Marino .*= linked +✗ deleted/u);
		fake.fail("discover", "The target does not answer.");
		fake.setStatus({ lastCycle: summary({ cycleId: "C3" }) });
		await app.see(/Carla Marino .*= linked +\? unknown/u);
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

describe("the four states and the last result", () => {
	it("are in one row at 80 columns, in words", async () => {
		const { app } = await open({
			...standing,
			entries: [entry(0, { source: identity(0) }), { ...failedEntry(3), source: identity(3) }],
		});
		await app.see(/Ada Brink +· user +Analyst +=\s+linked +✓ active +✓ \d\d:\d\d Create/u);
		await app.see(/Ben Otieno +◇ guest +– +=\s+linked +✗ deleted +–/u);
		await app.see(/Carla Marino +· user +User through St… +- none +- none/u);
		await app.see(/田中 太郎 +– disabled – +– released – inactive ✗ \d\d:\d\d Create/u);
		await app.see(/Dev Patel +· user +User, Analyst t… ≈ matched +✓ active/u);
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
		await app.see("100,000 users · 0 groups · 50,000 assigned");
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
		await app.see("100,000 users");
		const before = reads;
		await app.press("j", "j", "k", "space");
		await app.see("● 1 selected");
		expect(reads - before).toBe(0);
	});
});
