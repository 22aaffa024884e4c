import { describe, expect, it } from "vitest";
import type { Permissions } from "../../../src/app/permissions/permissions.ts";
import type { OpenMatter } from "../../../src/ports/open-matter.ts";
import type { Cycle } from "../../../src/ports/store/cycle.ts";
import { at, counts, entry, person } from "../fake-data.ts";
import { createFakeSession, type FakeData, progress, summary } from "../fake-session.ts";
import { drawConsole, type Size } from "../render-console.tsx";

const hour = 3_600_000;

function failing(number: number, change: Partial<OpenMatter> = {}): OpenMatter {
	const user = { id: `P${number}`, displayName: `Person ${number}`, userName: `user${number}@example.com` };
	return {
		kind: "userFails",
		code: "RoleNotFound",
		user,
		since: at - hour,
		attempts: 3,
		nextAttempt: at + 5 * hour,
		reason: `Person ${number} (user${number}@example.com) should get the role "Nonsense", which does not exist.`,
		recommendedAction: "Create the role in the target.",
		remedy: { type: "fix-mapping", target: "roles" },
		...change,
	} as OpenMatter;
}

const heldBack: OpenMatter = {
	kind: "changesHeldBack",
	count: 33,
	threshold: 20,
	users: [{ id: "P9", displayName: "Amélie Beaulieu", userName: "amelie@example.com" }],
	allowed: false,
	cycleId: "C2",
	hash: "h",
	since: at - hour,
	attempts: null,
	nextAttempt: null,
	reason: "33 deactivations and deletions are held back by the deletion guard; maximum per cycle: 20.",
	recommendedAction: "Allow these changes one time, or fix their cause and run a cycle.",
	remedy: { type: "allow-deletions" },
};

function cycle(id: string, change: Partial<Cycle> = {}): Cycle {
	const startedAt = at - hour;
	return {
		...{ id, kind: "incremental", startedAt, endedAt: startedAt + 400, outcome: "completed", error: null },
		counts: { ...counts(), requests: 4 },
		...change,
	} as Cycle;
}

const open = (data: FakeData = {}, size: Partial<Size> = {}) =>
	drawConsole(createFakeSession(data), { begin: "home", ...size });

describe("Home", () => {
	it("names a cycle and an attempt that should have begun already as due", async () => {
		const app = await open({
			status: { enabled: true, nextRun: at - 12_000, openMatters: [failing(1, { nextAttempt: at - 1000 })] },
		});
		await app.see("● On  next is due  last");
		await app.see("next attempt due");
		await app.seeNot("12 s ago");
	});

	it("says that nothing has run yet, and what to press", async () => {
		const app = await open();
		await app.see("○ Off  next –  last none yet");
		await app.see("No cycle has run yet: press d for a plan, p to run.");
		await app.see("·  DEMO  · ○ Off");
		await app.see("This is a demo with simulated Entra ID and Sumo Logic. Ctrl+P adds a profile.");
		await app.see(/ {2}gi {2}sets up Entra and Sumo Logic.*\n {2}d {3}shows what a cycle would do/u);
		await app.see("  p   runs one cycle");
		await app.see("  o   turns provisioning on");
		await app.see("[Needs me 0]");
		await app.see("p run now");
	});

	it("says first that a new profile has no credentials, and what to press", async () => {
		const app = await open({
			connection: { secretsSaved: () => ({ accessKey: false, sourceSecret: false }) },
		});
		await app.see("! No credentials are saved yet: press 7 to enter them.");
		await app.see(/ {2}7 {3}enters the credentials; I there opens the setup guide\n {2}gi {2}sets up Entra/u);
		expect(app.frame()).not.toContain("press d for a plan, p to run");
	});

	it("does not claim that nothing has run while the first cycle runs", async () => {
		const status = { running: progress({ done: 4 }) };
		const app = await open({ status });
		await app.see("The first cycle is running.");
		await app.press("tab");
		await app.see("[Cycles 0]");
		await app.seeNot("No cycle");
		const log = await drawConsole(createFakeSession({ status }));
		await log.see("This is the first cycle.");
		await log.seeNot("No cycle has run yet");
	});

	it("says it in whole lines at 60×16", async () => {
		const app = await open({}, { columns: 60, rows: 16 });
		await app.see(/This is a demo with simulated Entra ID and Sumo Logic\.\s+Ctrl\+P adds a profile\./u);
		await app.see(/d {3}shows what a cycle would do, user by user; nothing is\s+written$/mu);
	});

	it("cuts no title of what needs the operator at 60×16", async () => {
		const app = await open(
			{ status: { openMatters: [failing(1)], recentCycles: [cycle("C1")] } },
			{ columns: 60, rows: 16 },
		);
		await app.see(/What +Who +Why +Solved by$/mu);
	});

	it("shows the present time as soon as it is shown again", async () => {
		let now = at;
		const fake = { status: { enabled: true, nextRun: at + hour } };
		const app = await drawConsole(createFakeSession(fake), { begin: "settings", now: () => now });
		await app.see("Settings of");
		await app.press("1");
		await app.see("(in 1 h)");
		for (const left of ["45 min", "30 min"]) {
			await app.press("8");
			await app.see("Settings of");
			now += hour / 4;
			await app.press("1");
			await app.see("● On  next");
			expect(app.frame()).toContain(`(in ${left})`);
		}
	});

	it("lists what is open, with the key that solves each, although the last cycle changed nothing", async () => {
		const fake = {
			status: {
				enabled: true,
				nextRun: at + hour,
				staged: 33,
				openMatters: [heldBack, failing(1), failing(2)],
				lastCycle: summary({ cycleId: "C1" }),
				recentCycles: [cycle("C1")],
			},
		};
		const app = await open(fake);
		await app.see(/● On {2}next \d\d:\d\d \(in 1 h\) {2}last \d\d:\d\d incremental ✓ completed in 12 s/);
		await app.see(/✗ 2 FAILING +‖ 33 HELD BACK +next attempt \d\d:\d\d \(in 5 h\)/);
		await app.see(/❯ ‖ held back +33 changes .* A allow/);
		await app.see(/ {2}✗ fails +Person 1 +Should get the role.* 3× f Mapping/);
		await app.see("Users        Amélie Beaulieu and 32 more");
		await app.press("j");
		await app.see("Fix          Create the role in the target.");
		await app.see(/Next attempt (?:\d\d-\d\d )?\d\d:\d\d \(in 5 h\)/);
		expect(app.frame()).not.toContain("Nothing needs you");
	});

	it("shows changes held back as one row per user, each opening its entry", async () => {
		const held = [
			entry(4, { action: "StagedDelete", status: "warning" }),
			entry(5, { action: "StagedAction", status: "warning" }),
		];
		const app = await open({
			heldBack: held,
			status: { staged: 2, openMatters: [{ ...heldBack, count: 2 } as OpenMatter] },
		});
		await app.see("[Needs me 2]");
		await app.see(/❯ ‖ held back +Dev Patel +The deletion of.*A allow/u);
		await app.see(/ {2}‖ held back +محمد علي +The deactivation/u);
		await app.press("enter");
		await app.see("StagedDelete · Dev Patel");
	});

	it("names the cause of a change held back first", async () => {
		const description = "Deactivate the account: no scoping filter matches the user.";
		const planned = entry(5, {
			...{ action: "StagedAction", status: "warning" },
			steps: [{ type: "processing", status: "success", description }],
		});
		const app = await open({
			heldBack: [planned],
			status: { staged: 1, openMatters: [{ ...heldBack, count: 1 } as OpenMatter] },
		});
		await app.see(/❯ ‖ held back +\S.* No scoping filter/u);
		await app.see(/No scoping filter matches the user: the deactivation of the account\s+is held back\./u);
	});

	it("names a missing role with the users who fail for it, and a user blocked by a deactivated account", async () => {
		const remedy = { type: "create-role" as const, role: "Pilot" };
		const blocked = failing(3, { remedy: { type: "delete-deactivated-account", account: null } });
		const app = await open({
			status: { openMatters: [failing(1, { remedy }), failing(2, { remedy }), blocked] },
		});
		await app.see("[Needs me 4]");
		await app.see(/❯ ✗ no role +Pilot +2 users fail: Sumo Logic/u);
		await app.see(/ {2}! blocked +Person 3/u);
	});

	it("shows drift with the age of the reading, and says when there was none", async () => {
		const unread = await open({ status: { drift: null, lastCycle: summary() } });
		await unread.see("drift not read yet");
		unread.unmount();
		const fresh = await open({ status: { drift: null } });
		await fresh.see("No cycle has run yet");
		expect(fresh.frame()).not.toContain("drift");
		fresh.unmount();
		const app = await open({ status: { drift: { found: 3, readAt: at - 2 * hour } } });
		await app.see("drift 3 (2 h ago)");
		await app.see(/❯ ~ drift +3 accounts +3 accounts differ/u);
		await app.press("enter");
		await app.see("0 accounts · 0 unmatched");
	});

	it("names credentials that expire soon, and goes to where they are entered", async () => {
		const certificate = {
			name: "Certificate",
			expiresAt: at + 12 * 24 * hour,
			reason: `The certificate of the sign-in to Entra ID expires at ${new Date(at + 12 * 24 * hour).toISOString()}.`,
			recommendedAction: "Add a new certificate.",
			remedy: { type: "enter-source-credentials" } as const,
		};
		const app = await open({ expiring: [certificate] });
		await app.see("! 1 CREDENTIAL EXPIRES");
		await app.see(/❯ ! expires +Certificate +On \d{4}-\d\d-\d\d +f Credentials/u);
		await app.see(/Fix +Add a new certificate\. Press Enter on screen 7 \(Credentials\)/u);
		await app.see(/Expires \d{4}-\d\d-\d\d \(in 12 d\)/u);
		await app.seeNot("Next attempt");
		await app.seeNot("Nothing needs you");
		await app.press("f");
		await app.see("Target and source");
	});

	it("names what a check of the sign-in found while Home is shown, whatever that check allows", async () => {
		const expiring: NonNullable<FakeData["expiring"]>[number][] = [];
		let reports: ReturnType<Permissions["current"]> = null;
		const fake = createFakeSession({
			permissions: { current: () => reports },
			get expiring() {
				return [...expiring];
			},
		});
		const app = await drawConsole(fake, { begin: "home" });
		await app.see("No cycle has run yet");
		await app.press("down");
		reports = [];
		expiring.push({
			name: "SAML certificate",
			expiresAt: at + 12 * 24 * hour,
			reason: "The certificate that signs SAML tokens expires.",
			recommendedAction: "Add a new certificate.",
			remedy: { type: "none" },
		});
		fake.setStatus({});
		await app.see("! 1 CREDENTIAL EXPIRES");
	});

	it("has badges for failing users and changes held back in the tabs of every screen", async () => {
		const fake = createFakeSession({ status: { staged: 33, openMatters: [heldBack, failing(1)] } });
		const app = await drawConsole(fake, { begin: "plan" });
		await app.see(/1 Home ✗1 ‖33 /u);
	});

	it("leaves the room of the cycles to what needs the operator while there are none", async () => {
		const reason = `Person 1 has the title "${"long ".repeat(5)}", which is not allowed.`;
		const app = await open({ status: { openMatters: [failing(1, { reason })] } }, { columns: 200, rows: 50 });
		await app.see(/Person 1 +Has the title "(?:long ){5}"/u);
		await app.seeNot("Started");
	});

	it("shows the last cycles below what needs the operator on a tall terminal, with all columns", async () => {
		const app = await open(
			{ status: { openMatters: [failing(1)], recentCycles: [cycle("C2"), cycle("C1")] } },
			{ columns: 200, rows: 50 },
		);
		await app.see(/What +Who +Why +Tries +Solved by .*── Cycles ─.*Started +Kind +Outcome +Took +Changes/su);
		await app.see(/Solved by +│ Fix +Create the role/u);
		const marked = () => app.lines().filter((line) => line.startsWith("❯"));
		expect(marked()).toEqual([expect.stringMatching(/^❯ ✗ .*Person 1/u)]);
		await app.press("tab");
		await app.until(() => expect(marked()).toEqual([expect.stringMatching(/^❯ \d\d:\d\d /u)]));
		await app.press("enter");
		await app.see("Cycle · completed");
	});

	it("leaves all lines to what needs the operator where that fills them", async () => {
		const many = Array.from({ length: 38 }, (_, number) => failing(number));
		const app = await open(
			{ status: { openMatters: many, recentCycles: [cycle("C1")] } },
			{ columns: 120, rows: 40 },
		);
		await app.see("Person 20");
		await app.seeNot("Started");
		await app.press("tab");
		await app.see("Started");
	});

	it("goes to the user of the row where the cause is fixed in users and groups", async () => {
		const app = await open({
			people: [person(0), person(1), person(2)],
			status: { openMatters: [failing(2, { remedy: { type: "fix-at-source", attribute: null } })] },
		});
		await app.press("f");
		await app.see("❯ Carla Marino");
	});

	it("allows held-back changes after their number was typed, and retries", async () => {
		const fake = createFakeSession({ status: { staged: 33, openMatters: [heldBack, failing(1)] } });
		const app = await drawConsole(fake, { begin: "home" });
		await app.press("A");
		await app.see("Allow the held-back changes?");
		await app.type("33");
		await app.press("enter");
		await app.see("Allowed one time.");
		await app.press("t");
		await app.see("Failed users are retried in the next cycle.");
		expect(fake.calls).toEqual(["allowDeletions h", "retryNow"]);
	});

	it("opens the entry where a user failed, and goes where the cause is fixed; Esc returns", async () => {
		const failed = entry(1, {
			status: "failure",
			error: {
				code: "RoleNotFound",
				category: "Failure",
				reason: "no such role",
				recommendedAction: "Create it.",
				remedy: { type: "none" },
			},
		});
		const app = await open({ entries: [failed], status: { openMatters: [failing(1)] } });
		await app.press("enter");
		await app.see("no such role");
		await app.press("escape");
		await app.seeNot("no such role");
		await app.press("f");
		await app.see(/^1 Home .* 5 {2}Map .* ‹ Home$/m);
		await app.see("attribute mappings");
		await app.press("escape", "escape");
		await app.see("[Needs me 1]");
	});

	it("lists the last cycles, and opens one that failed as a whole with its whole error", async () => {
		const error = `The source could not be read: ${"a long reason ".repeat(8)}and its end.`;
		const recentCycles = [
			cycle("C3"),
			cycle("C2", { counts: { ...counts({ failed: 2 }), requests: 9 } }),
			cycle("C1", { outcome: "failed", error }),
		];
		const app = await open({ status: { recentCycles, lastCycle: summary({ cycleId: "C3" }) } });
		await app.see(/Cycles ▁█▁ .*✓ 0 .*! 0\/2 .*✗ 0/);
		await app.press("tab");
		await app.see("[Cycles 3]");
		await app.see(/! 2 failed/);
		await app.press("j", "j");
		await app.press("enter");
		await app.see("Cycle · failed");
		await app.see(/and its\s+│?\s*│?\s*end\./);
	});

	it("opens a cycle with its counts as a table where there is room, and as high as it needs to be", async () => {
		const recentCycles = [cycle("C1", { counts: { ...counts({ created: 25, failed: 2 }), requests: 9 } })];
		const app = await open({ status: { recentCycles } }, { columns: 120, rows: 40 });
		await app.press("tab", "enter");
		await app.see("│ created │ failed │");
		await app.see("│ 25      │ 2      │");
		expect(app.lines().filter((line) => /^ +│.*│$/u.test(line)).length).toBeLessThan(20);
		const low = await open({ status: { recentCycles } });
		await low.press("tab", "enter");
		await low.see("Changes  25 created · 2 failed");
		await low.seeNot("│ created │ failed │");
	});

	it("tells users who share a name apart by their user names", async () => {
		const namesake = (number: number) => {
			const user = { id: `P${number}`, displayName: "Noor Aziz", userName: `noor${number}@example.com` };
			return failing(number, { user } as Partial<OpenMatter>);
		};
		const app = await open({ status: { openMatters: [namesake(1), namesake(2), failing(3)] } });
		await app.see(/✗ fails +noor1@exam/u);
		await app.see(/✗ fails +noor2@exam/u);
		await app.see(/✗ fails +Person 3/u);
	});

	it("shows a running cycle, and the details beside the list on a wide terminal", async () => {
		const app = await open(
			{ status: { running: progress({ done: 4 }), openMatters: [failing(1)] } },
			{ columns: 120, rows: 40 },
		);
		await app.see("4/10");
		await app.see(/Tries Solved by +│ Fix +Create the role/);
		await app.press("X");
		await app.see("Stopped.");
	});

	it("shows a console that only reads", async () => {
		const app = await open({ status: { otherRunner: "host:1" } });
		await app.see("! read-only: host:1 runs this profile");
		expect(app.frame()).not.toContain("p run now");
	});
});
