import { describe, expect, it } from "vitest";
import type { OpenMatter } from "../../../src/ports/open-matter.ts";
import { at, counts, entry, planReport } from "../fake-data.ts";
import { createFakeSession, progress, summary } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

describe("the provisioning screen", () => {
	it("shows Off at first, and what to do", async () => {
		const app = await drawConsole(createFakeSession());
		await app.see("Provisioning ○ Off");
		await app.see("Press p to run one, d to plan one");
		await app.see("No cycle has run yet.");
		await app.see("No log entries yet.");
	});

	it("shows the entries that are at hand before the log is read, then those added since", async () => {
		const logged = [1, 2, 3].map((sequence) => {
			const source = { id: `P${sequence}`, displayName: `Person ${sequence}`, userName: "" };
			return entry(sequence, { source });
		});
		const fake = createFakeSession({ entries: logged, recent: logged.slice(0, 2).toReversed() });
		const read = Promise.withResolvers<void>();
		const { log } = fake.session.provisioning;
		const slow = async (query: Parameters<typeof log>[0]) => {
			await read.promise;
			return log(query);
		};
		const session = { ...fake.session, provisioning: { ...fake.session.provisioning, log: slow } };
		const app = await drawConsole({ ...fake, session }, { columns: 200, rows: 50 });
		await app.see("Person 2");
		await app.seeNot("Person 3");
		read.resolve();
		await app.see("Person 3");
	});

	it("shows creations that were answered until their entries come", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake, { columns: 120, rows: 40 });
		const answer = (sequence: number, displayName: string) => {
			const source = { id: `P${sequence}`, displayName, userName: "" };
			fake.emit({
				type: "creationAnswered",
				time: 0,
				cycleId: "c1",
				changeId: `change${sequence}`,
				action: "Create",
				source,
				target: null,
			});
		};
		await app.see("No log entries yet.");
		answer(1, "Ada \u001B[31mByron");
		answer(2, "Bob Noyce");
		await app.see("2 creations answered, not compared yet: …, Bob Noyce");
		fake.emit({ type: "entry", time: 0, entry: entry(2, { changeId: "change2" }) });
		await app.see(/1 creation answered, not compared yet: Ada .*Byron/);
		fake.emit({ type: "cycleEnded", time: 0, summary: summary() });
		await app.seeNot("not compared yet");
	});

	it("switches on and off, and counts down to the next cycle", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake);
		await app.press("o");
		await app.see("Turn provisioning on?");
		await app.see("Profile demo, target Sumo us2.");
		await app.see("A cycle runs now, then every 40 minutes");
		await app.press("enter");
		await app.see("● On");
		await app.see("next cycle in 40 min 00 s");
		await app.press("o");
		await app.see("Turn provisioning off?");
		await app.press("enter");
		await app.see("○ Off");
		expect(fake.calls.filter((call) => call.startsWith("setEnabled"))).toEqual([
			"setEnabled true",
			"setEnabled false",
		]);
	});

	it("runs a cycle and shows how it ended", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake);
		await app.press("p");
		await app.see("Run a cycle now?");
		await app.see(/Plan of \d\d:\d\d:\d\d: 1 create, 1 update, 1 deactivation, 1 failure\./);
		await app.press("enter");
		await app.see("✓ Cycle completed: nothing to do.");
		expect(fake.calls).toContain("runNow");
	});

	it("asks with target and counts of the last plan before a cycle, and runs none after Esc", async () => {
		const counts = { create: 3, update: 1, disable: 2, enable: 0, delete: 0, skip: 5, fail: 1, unchanged: 9 };
		const reason = "All 2 managed accounts would be disabled or deleted.";
		const guard = { held: 2, threshold: 20, cause: "all", reason } as const;
		const plan = planReport({ counts, guard });
		const target = { deployment: "custom", scimUrl: "https://scim.example.com/v1/scim" } as const;
		const fake = createFakeSession({ plan, profile: { target } });
		await fake.session.provisioning.plan();
		const app = await drawConsole(fake);
		await app.press("p");
		await app.see("Profile demo, target scim.example.com.");
		await app.see(/Plan of \d\d:\d\d:\d\d: 3 creates, 1 update, 2 deactivations, 1 failure\./);
		await app.see("The deletion guard would hold back 2 deactivations and");
		await app.see("All 2 managed accounts");
		await app.press("escape");
		await app.seeNot("Run a cycle now?");
		await app.press("o", "escape");
		await app.seeNot("Turn provisioning on?");
		expect(fake.calls).toEqual(["plan"]);
	});

	it("plans before it asks, shows why it cannot, and does not wait when confirmed", async () => {
		const fake = createFakeSession();
		const { provisioning } = fake.session;
		let stopped = false;
		let planned: (done: number) => void = () => undefined;
		const waiting = (plan: typeof provisioning.plan) => ({
			...fake,
			session: { ...fake.session, provisioning: { ...provisioning, plan } },
		});
		const slow = await drawConsole(
			waiting(async ({ onProgress, signal } = {}) => {
				signal?.addEventListener("abort", () => {
					stopped = true;
				});
				planned = (done) => onProgress?.(done);
				return new Promise(() => undefined);
			}),
		);
		await slow.press("p");
		await slow.see("Planning… Confirming does not wait for the plan.");
		await slow.see(/Enter: Run +Esc: Cancel/u);
		planned(1200);
		await slow.see("Planning: 1,200 users so far. Confirming does not wait for the");
		await slow.press("enter");
		await slow.until(() => expect(fake.calls).toContain("runNow"));
		expect(stopped).toBe(true);
		slow.unmount();

		const broken = await drawConsole(waiting(() => Promise.reject(new Error("The target does not answer."))));
		await broken.press("p");
		await broken.see("It could not be planned: The target does not answer.");
		await broken.see(/◉ No, cancel +n or Esc/u);
		await broken.press("enter");
		await broken.seeNot("Run a cycle now?");
		const runs = () => fake.calls.filter((call) => call === "runNow");
		expect(runs()).toHaveLength(1);
		await broken.press("p");
		await broken.see(/○ Yes, run anyway +y/u);
		await broken.press("down", "enter");
		await broken.until(() => expect(runs()).toHaveLength(2));
	});

	it("says in the question that another cycle is running", async () => {
		const app = await drawConsole(createFakeSession({ status: { enabled: true, running: progress() } }));
		await app.press("p");
		await app.see("A cycle is running: another one follows it.");
		await app.press("escape", "o");
		await app.see("The running cycle stops after in-flight requests.");
	});

	it("shows the bar, counts and time left of a running cycle, and stops it", async () => {
		const fake = createFakeSession({
			status: {
				running: progress({ done: 5, counts: counts({ created: 4, failed: 1 }) }),
				limit: { perSecond: 4, used: 3 },
			},
		});
		const app = await drawConsole(fake);
		await app.see("█");
		await app.see("5/10 · 12 s left");
		await app.see("4 created · 1 failed");
		await app.see("3.0/4 req/s");
		await app.press("X");
		await app.see("No cycle is running");
		expect(fake.calls).toContain("stop");
	});

	it("shows the phase while the work is not known yet", async () => {
		const fake = createFakeSession({
			status: { running: progress({ phase: "reading source", total: null, secondsLeft: null }) },
		});
		const app = await drawConsole(fake);
		await app.see("reading source…");
		await app.see("nothing changed yet");
	});

	it("sums up the last cycle", async () => {
		const fake = createFakeSession({
			status: { lastCycle: summary({ kind: "initial", created: 3, failed: 1, requests: 9 }) },
		});
		const app = await drawConsole(fake);
		await app.see("Last cycle: initial, ! 1 failed in 12 s, 9 requests");
		await app.see("3 created · 1 failed");
	});

	it("names quarantine, held-back deletions and another runner, each with what to do", async () => {
		const fake = createFakeSession({
			status: {
				quarantine: { since: 0, reason: "Sumo refuses the access key." },
				staged: 25,
				otherRunner: "host 42",
			},
		});
		const app = await drawConsole(fake, { columns: 200, rows: 50 });
		await app.see("In quarantine since");
		await app.see(/25 deactivations and deletions/);
		await app.see("host 42");
		await app.press("p");
		expect(fake.calls).not.toContain("runNow");
	});

	it("names who fails and cycles that failed until that is solved, although the last cycle changed nothing", async () => {
		const common = {
			since: at,
			recommendedAction: "Create the role.",
			attempts: 2,
			nextAttempt: at + 3_600_000,
		};
		const user = (name: string): OpenMatter => ({
			...common,
			kind: "userFails",
			user: { id: name, displayName: name, userName: `${name}@example.com` },
			code: "RoleNotFound",
			reason: "no role",
			remedy: { type: "create-role", role: "Pilot" },
		});
		const failed: OpenMatter = {
			...common,
			kind: "cycleFailed",
			code: "NetworkError",
			cycleId: "C1",
			reason: "api.example.com is not known.",
			remedy: { type: "test-connection" },
		};
		const fake = createFakeSession({
			status: { lastCycle: summary(), openMatters: [failed, ...["Ada", "Bob", "Cid", "Dan"].map(user)] },
		});
		const app = await drawConsole(fake);
		await app.see("nothing to do");
		await app.see("2 cycles in a row failed, the first at");
		await app.see(/api\.example\.com is\s+not known\.\s+Press c on screen 7 \(Credentials\)/);
		await app.see("! 4 users fail: Ada (RoleNotFound), ");
		await app.see(/and\s+1 more\./);
		fake.setStatus({ openMatters: [] });
		await app.seeNot("users fail");
		await app.seeNot("in a row failed");
	});

	it("shows a pause of the target until it has ended", async () => {
		const pause: OpenMatter = {
			kind: "paused",
			cycleId: "C1",
			since: Date.UTC(2026, 10, 24),
			attempts: 1,
			nextAttempt: null,
			reason: "The target asks to send nothing until noon.",
			recommendedAction: "Run a cycle after the pause.",
			remedy: { type: "wait" },
		};
		const fake = createFakeSession({ status: { lastCycle: summary(), openMatters: [pause] } });
		const app = await drawConsole(fake);
		await app.see("! Paused by the target: The target asks to send nothing until noon.");
		fake.setStatus({ openMatters: [] });
		await app.seeNot("Paused by the target");
	});

	it("warns after a cycle that changed nothing while users fail", async () => {
		const app = await drawConsole(createFakeSession({ ending: { stillFailing: 2 } }));
		await app.press("p");
		await app.see("Run a cycle now?");
		await app.press("enter");
		await app.see("Cycle completed: nothing to do. 2 users fail.");
		await app.seeNot("✓ Cycle completed");
	});

	it("allows held-back deletions only when their number is typed", async () => {
		const fake = createFakeSession({ status: { staged: 25 } });
		const app = await drawConsole(fake);
		await app.press("A");
		await app.see("Type 25 to confirm");
		await app.press("enter");
		expect(fake.calls).not.toContain("allowDeletions");
		await app.type("25");
		await app.press("enter");
		await app.see("✓ Allowed one time.");
		expect(fake.calls).toContain("allowDeletions");
	});

	it("allows the changes that were held back when it was asked", async () => {
		const held: OpenMatter = {
			kind: "changesHeldBack",
			hash: "asked",
			count: 25,
			threshold: 20,
			cycleId: "c",
			since: 0,
			allowed: false,
			users: [],
			attempts: null,
			nextAttempt: null,
			reason: "Too many.",
			recommendedAction: "Check them.",
			remedy: { type: "none" },
		};
		const fake = createFakeSession({ status: { staged: 25, openMatters: [held] } });
		const app = await drawConsole(fake);
		await app.press("A");
		await app.see("Too many.");
		await app.see("Type 25 to confirm");
		fake.setStatus({ openMatters: [{ ...held, hash: "later" }] });
		await app.type("25");
		await app.press("enter");
		await app.see("✓ Allowed one time.");
		expect(fake.calls).toContain("allowDeletions asked");
	});

	it("does nothing when a question is left with Esc", async () => {
		const fake = createFakeSession({ status: { staged: 25 } });
		const app = await drawConsole(fake);
		await app.press("A", "escape");
		await app.seeNot("Type 25");
		expect(fake.calls).not.toContain("allowDeletions");
	});

	it("restarts from the palette, in full only when that is typed", async () => {
		const fake = createFakeSession();
		const app = await drawConsole(fake);
		await app.press(":");
		await app.type("in full");
		await app.press("enter");
		await app.see("Restart in full?");
		await app.type("restart");
		await app.press("enter");
		await app.see("reads all users again");
		expect(fake.calls).toContain("restart true");
	});

	it("shows an error of an action and continues", async () => {
		const fake = createFakeSession();
		fake.fail("runNow", "Sumo cannot be reached.");
		const app = await drawConsole(fake);
		await app.press("p", "enter");
		await app.see("✗ Sumo cannot be reached.");
	});
});
