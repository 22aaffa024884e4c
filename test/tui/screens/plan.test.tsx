import { describe, expect, it } from "vitest";
import type { LastPlan, PlanReport, Provisioning } from "../../../src/app/provisioning/provisioning.ts";
import type { OpenMatter } from "../../../src/ports/open-matter.ts";
import { at, planReport } from "../fake-data.ts";
import { createFakeSession, progress, summary } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

const begin = "plan" as const;

describe("the plan screen", () => {
	it("shows the counts on one line, however high the terminal is, the forecast, and each action with why", async () => {
		const app = await drawConsole(createFakeSession(), { begin, rows: 40 });
		await app.see(/^! \d+ will fail.*↓ \d+ deactivate.*~ \d+ update.*\+ \d+ create.*= \d+ unchanged/m);
		await app.see("takes about 1 min 15 s");
		await app.see(/\+ create +Ada Brink/);
		await app.see(/↓ deactivate +Carla Marino +user2@example.com +Unassigned/);
		await app.see(/! fail +Zoë Ångström/);
		expect(app.lines()).toHaveLength(40);
	});

	it("shows the counts on one line at 80×24, and the value that changes", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see(/^! \d+ will fail.*↓ \d+ deactivate.*~ \d+ update.*\+ \d+ create.*= \d+ unchanged/m);
		await app.see("familyName Otieno → ");
		expect(app.lines()).toHaveLength(24);
	});

	it("shows the details beside the list on a wide terminal", async () => {
		const app = await drawConsole(createFakeSession(), { begin, columns: 120, rows: 30 });
		await app.see(/Details .*Code +MandatoryFieldsMissing|MandatoryFieldsMissing/);
	});

	it("is reached with d from the provisioning screen, refreshed each time", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake);
		await app.press("d");
		await app.see("+ create");
		await app.press("4", "d");
		await app.until(() => expect(fake.calls.filter((call) => call === "plan")).toHaveLength(2));
	});

	it("does not plan again only because its tab comes back", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see("+ create");
		await app.press("4", "3");
		await app.see("+ create");
		expect(fake.calls.filter((call) => call === "plan")).toHaveLength(1);
	});

	it("filters by type and by text", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see("+ create");
		await app.press("F", "F", "F");
		await app.see("only update");
		await app.seeNot("+ create");
		await app.press("F", "F", "F", "/");
		await app.type("kamau");
		await app.see("1 of 5");
		await app.see("~ update");
	});

	it("opens an action with its values and what to do", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see("+ create");
		await app.press("g", "g", "enter");
		await app.see("MandatoryFieldsMissing");
		await app.see("Fill in mail in Entra ID");
		await app.press("escape");
		await app.seeNot("MandatoryFieldsMissing");
	});

	it("shows first who fails, then what takes something away, last what does nothing", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see("+ create");
		const words = app
			.lines()
			.flatMap(
				(line) =>
					/^[❯ ] [^ ] (create|update|reactivate|deactivate|delete|fail|skip|link)/u.exec(line)?.[1] ?? [],
			);
		const order = [
			"fail",
			"delete",
			"deactivate",
			"reactivate",
			"update",
			"create",
			"skip",
			"unlink",
			"link",
		];
		expect(words.length).toBeGreaterThan(3);
		expect(words).toEqual(words.toSorted((left, right) => order.indexOf(left) - order.indexOf(right)));
	});

	it("counts links with what is skipped, and leaves room for the plan under long notes", async () => {
		const notes = ["By the schema's list, case does not count in ".repeat(8)];
		const [first] = planReport().actions;
		const link = { ...first, type: "link", changes: [] } as PlanReport["actions"][number];
		const counts = { ...planReport().counts, skip: 2 };
		const report = planReport({ notes, counts, actions: [...planReport().actions, link] });
		const app = await drawConsole(createFakeSession({ plan: report }), { begin });
		await app.see("– 2 skip/link");
		await app.see(/^! By the schema.*\n.*…$/mu);
		const below = app.lines().findIndex((line) => line.includes("Action"));
		expect(below).toBeLessThan(8);
	});

	it("shows users who failed and wait for the next attempt as such, before all changes", async () => {
		const { actions } = planReport();
		const skipped = actions.find(({ type }) => type === "skip");
		const waits = {
			...skipped,
			source: { id: "P90", displayName: "Fay Wray", userName: "fay@example.com" },
			reason: "InEscrow",
			detail: "Failed once with RoleNotFound: Fay Wray has no role.",
			failure: {
				code: "RoleNotFound",
				reason: "Fay Wray has no role.",
				attempts: 1,
				since: at,
				nextAttempt: at + 3_600_000,
			},
		} as PlanReport["actions"][number];
		const counts = { ...planReport().counts, skip: 2 };
		const plan = planReport({ counts, actions: [...actions, waits] });
		const matter: OpenMatter = {
			...{ kind: "userFails", code: "RoleNotFound", user: waits.source as NonNullable<typeof waits.source> },
			...{ since: at, attempts: 1, nextAttempt: at + 3_600_000, reason: "Fay Wray has no role." },
			...{ recommendedAction: "Create the role.", remedy: { type: "none" } },
		};
		const fake = createFakeSession({ plan, status: { openMatters: [matter] } });
		const app = await drawConsole(fake, { begin });
		await app.see(/^! 1 will fail {1,2}! 1 waits .*– 1 skip$/mu);
		await app.see(/! fail .*\n {2}! waits +Fay Wray .*Has no role\./u);
		await app.press("/");
		await app.type("status:failed");
		await app.see("2 of 6");
		await app.press("escape");
		await app.press("F", "F");
		await app.see("only waits");
		await app.see(/❯ ! waits +Fay Wray/u);
		expect(app.frame()).not.toContain("– skip");
		await app.press("enter");
		await app.see(
			/waits · Fay Wray .*\n.*What to do +Create the role\. .*\n.*Reason +Fay Wray has no role\./u,
		);
	});

	it("has the date of a plan that is not from today, as its question has", async () => {
		const day = 24 * 3_600_000;
		let now = at;
		const app = await drawConsole(createFakeSession(), { begin, now: () => now });
		await app.see(/^Plan \d\d:\d\d:\d\d fresh/mu);
		now += day;
		await app.press("p");
		await app.see(/Plan of \d\d-\d\d \d\d:\d\d: /u);
		await app.press("escape");
		await app.see(/^Plan \d\d-\d\d \d\d:\d\d fresh/mu);
	});

	it("names all counts on one line of 80 columns, without zeros", async () => {
		const counts = {
			create: 25,
			update: 3,
			disable: 1,
			enable: 1,
			delete: 0,
			skip: 9,
			fail: 4,
			unchanged: 0,
		};
		const app = await drawConsole(createFakeSession({ plan: planReport({ counts }) }), { begin });
		await app.see(
			/^! 4 will fail {2}↓ 1 deactivate {2}↑ 1 reactivate {2}~ 3 update {2}\+ 25 create {2}– 9 skip$/m,
		);
		const longer = { ...counts, update: 3_000 };
		const full = await drawConsole(createFakeSession({ plan: planReport({ counts: longer }) }), { begin });
		await full.see(/^! 4 will fail ↓ 1 deactivate ↑ 1 reactivate ~ 3,000 update \+ 25 create – 9 skip$/m);
		const none = { ...counts, create: 0, update: 0, disable: 0, enable: 0, skip: 0, fail: 0 };
		const idle = await drawConsole(createFakeSession({ plan: planReport({ counts: none }) }), { begin });
		await idle.see(/^= 0 unchanged$/m);
	});

	it("finds actions also by Entra's words", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see("↓ deactivate");
		await app.press("/");
		await app.type("status:disable");
		await app.see("↓ deactivate");
		await app.seeNot("+ create");
	});

	it("warns of the guard", async () => {
		const app = await drawConsole(
			createFakeSession({
				plan: planReport({
					guard: { held: 31, threshold: 40, cause: "source", reason: "The source shows no users at all." },
				}),
			}),
			{ begin },
		);
		await app.see("! The deletion guard would hold back 31 deactivations and deletions. The source");
		expect(app.lines()).toHaveLength(24);
	});

	it("keeps cursor and type filter when it is refreshed", async () => {
		const { actions } = planReport();
		const reports = [planReport({ actions: actions.slice(1) }), planReport()];
		let shown = 0;
		const data = {
			get plan() {
				return reports[shown];
			},
		};
		const app = await drawConsole(createFakeSession(data as { plan: PlanReport }), { begin });
		await app.see("~ update");
		await app.press("G");
		const row = app.lines().find((line) => line.startsWith("❯"));
		expect(row).toBeDefined();
		shown = 1;
		await app.press("r");
		await app.see("+ create");
		expect(app.lines().find((line) => line.startsWith("❯"))).toBe(row);
		await app.press("F");
		await app.see("only fail");
		shown = 0;
		await app.press("r");
		await app.see("only fail");
	});

	it("begins with what is wrong, without the name of the user, which is beside it", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see(/! fail +Zoë Ångström +user6@example.com +Has no mail\./u);
	});

	it("does not call a plan fresh that could not be refreshed", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see("fresh");
		fake.fail("plan", "Graph did not answer.");
		await app.press("r");
		await app.see("NOT REFRESHED");
		await app.see("✗ Graph did not answer. Fix the cause, then press r");
		await app.seeNot(" fresh ");
	});

	it("runs the plan with p, on the provisioning screen", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see("+ create");
		await app.press("p");
		await app.see("Run a cycle now?");
		expect(fake.calls).not.toContain("runNow");
		await app.press("enter");
		await app.see("Provisioning ○ Off");
		expect(fake.calls).toContain("runNow");
	});

	it("runs nothing when the plan no longer holds, says what differs, and shows the new plan", async () => {
		const changed = planReport({ actions: planReport().actions.slice(1) });
		const plans = [planReport(), changed];
		const fake = createFakeSession();
		const { provisioning } = fake.session;
		const session = {
			...fake.session,
			provisioning: { ...provisioning, plan: async () => plans.shift() ?? changed },
		};
		const app = await drawConsole({ ...fake, session }, { begin });
		await app.see("+ create");
		await app.press("p");
		await app.see("Run a cycle now?");
		await app.press("enter");
		await app.see(/Nothing was run: the plan no longer holds\. gone: create\s+Ada Brink/);
		await app.seeNot("+ create");
		expect(fake.calls).not.toContain("runNow");
		await app.press("p", "enter");
		await app.until(() => expect(fake.calls).toContain("runNow"));
	});

	it("leaves out exactly the users marked with x, names them in the question, and includes them again", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see("+ create");
		const [failing] = planReport().actions.filter(({ type }) => type === "fail");
		await app.press("x");
		await app.see(/❯.*∅ omitted +Zoë Ångström/u);
		await app.press("x");
		await app.seeNot("∅ omitted");
		await app.press("x", "p");
		await app.see("1 user of the plan is left out of this run: Zoë");
		await app.see(/Plan of \d\d:\d\d:\d\d: 1 create, 1 update, 1 deactivation\./);
		await app.press("enter");
		const id = failing?.source?.id;
		await app.until(() => expect(fake.calls).toContain(`runNow ${id}`));
		expect(fake.calls).toContain(`plan ${id}`);
		await app.press("3");
		await app.seeNot("∅ omitted");
	});

	it("is stale, and made again, once a newer plan rests on another version of the source", async () => {
		const fake = createFakeSession();
		const basis = { mapping: "m1", scope: "s1", source: "w1", target: "t1" };
		let source = "w1";
		let last: LastPlan | null = null;
		const planned = Promise.withResolvers<void>();
		const provisioning: Provisioning = {
			...fake.session.provisioning,
			async plan(options) {
				if (source === "w2" && options !== undefined) await planned.promise;
				const report = planReport({ basis: { ...basis, source } });
				last = { ...report, madeAt: at, isOutdated: false };
				return report;
			},
			lastPlan: () => last,
		};
		const app = await drawConsole({ ...fake, session: { ...fake.session, provisioning } }, { begin });
		await app.see("fresh");
		source = "w2";
		await provisioning.plan();
		fake.setStatus({});
		await app.see("STALE: source changed: planning again…");
		planned.resolve();
		await app.see("fresh");
	});

	it("does not pass for fresh while a cycle runs", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see(/fresh.*nothing has been written/u);
		fake.setStatus({ running: progress({ done: 4 }) });
		await app.see("made before the running cycle; refreshed when it ends");
		await app.seeNot(/\bfresh\b|nothing has been written/u);
		fake.setStatus({ running: null });
		await app.see("fresh");
	});

	it("shows what may differ from a prediction of Entra's next cycle", async () => {
		const notes = ["The log cannot be read.", "Second.", "Third.", "Fourth."];
		const app = await drawConsole(createFakeSession({ plan: planReport({ notes }) }), { begin });
		await app.see("! The log cannot be read.");
		await app.see("! and 1 more note: sumo-provision job plan lists all of them");
		await app.see("+ create");
	});

	it("asks with the target, the counts and the time", async () => {
		const app = await drawConsole(createFakeSession(), { begin });
		await app.see("+ create");
		await app.press("p");
		await app.see("target Sumo us2");
		await app.see(/Plan of \d\d:\d\d:\d\d: .*1 failure/);
		await app.see("It takes about 1 min 15 s.");
	});

	it("is stale as soon as a cycle has run since it was made, and is planned again by itself", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { begin });
		await app.see("fresh");
		const release = fake.hold("plan");
		fake.emit({ type: "cycleEnded", time: 0, summary: summary() });
		await app.see("STALE: planning again…");
		release();
		await app.see("fresh");
		expect(fake.calls.filter((call) => call === "plan")).toHaveLength(2);
	});

	it("shows the error, and refreshes on request", async () => {
		const fake = createFakeSession();
		fake.fail("plan", "The source cannot be read.");
		const app = await drawConsole(fake, { begin });
		await app.see("✗ The source cannot be read. Fix the cause, then press r to refresh the plan.");
	});

	it("does not call a source without assigned users provisioned, but says where to assign them", async () => {
		const none = { ...planReport().counts, unchanged: 0 };
		const plan = planReport({ actions: [], counts: none });
		const app = await drawConsole(createFakeSession({ plan }), { begin });
		await app.see("No user is assigned and in scope yet. To assign users or groups, press 2.");
		const after = createFakeSession({ plan, status: { lastCycle: summary() } });
		await (await drawConsole(after, { begin })).see("Nothing to do: Sumo Logic already matches the source.");
	});

	it("is content with nothing to do", async () => {
		const app = await drawConsole(createFakeSession({ plan: planReport({ actions: [] }) }), { begin });
		await app.see("Nothing to do");
	});
});
