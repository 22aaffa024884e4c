import { describe, expect, it } from "vitest";
import type { ProvisioningStatus } from "../../../src/app/provisioning/provisioning.ts";
import { jobStatus } from "../../../src/entra/synchronization/job-status.ts";
import examples from "../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import { account } from "../fake-data.ts";
import { createFakeSession, type FakeData } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

const missing = {
	runNow: "Entra runs the cycles of its job by its own clock.",
	stop: "Entra cannot stop a running cycle.",
	preview: "Entra cannot preview a user on demand.",
	retryNow: "Entra retries failed users by itself.",
};

/** A console on a profile in hosted mode. */
function hosted(
	example: keyof typeof examples,
	status: Partial<ProvisioningStatus> = {},
	data: FakeData = {},
) {
	const job = jobStatus.parse(examples[example]);
	return createFakeSession({
		profile: { provisioning: { mode: "hosted" } } as NonNullable<FakeData["profile"]>,
		status: { enabled: job.schedule === "Active", hosted: { job, problem: null }, ...status },
		missing,
		...data,
	});
}

describe("Home in hosted mode", () => {
	it("reads the state of Entra's job again with r, without waiting for the next read", async () => {
		const fake = hosted("active");
		const app = await drawConsole(fake, { begin: "home" });
		await app.press("r");
		await app.see("The state of the job was read again.");
		expect(fake.calls).toContain("readAgain");
	});

	it("shows failing users and held deletions, and which key solves them", async () => {
		const matter = { since: 0, attempts: 2, nextAttempt: null, recommendedAction: "Correct the values." };
		const app = await drawConsole(
			hosted("active", {
				staged: 3,
				openMatters: [
					{
						...{ kind: "changesHeldBack", count: 3, threshold: 2, users: [], allowed: false },
						...{ cycleId: "c", hash: "", ...matter, reason: "Held.", remedy: { type: "allow-deletions" } },
					},
					{
						...{ kind: "userFails", code: "EntryConflict", ...matter },
						reason: "The userName of Ada Lund-Ek (ada-ek@example.com) is taken.",
						user: { id: "u1", displayName: "Ada Lund-Ek", userName: "ada-ek@example.com" },
						remedy: { type: "none" },
					},
				],
			}),
			{ columns: 120, rows: 40 },
		);
		await app.press("1");
		await app.see("1 FAILING");
		await app.see("3 HELD BACK");
		await app.see("Ada Lund-Ek");
		await app.see("The userName is taken.");
		await app.see("A allow");
		await app.seeNot("Nothing needs you");
	});

	it("never says that nothing is open with a status that is not known here", async () => {
		const { active } = examples;
		const status = { ...active.status, code: "Suspended", lastExecution: null };
		const job = jobStatus.parse({ ...active, status });
		const app = await drawConsole(hosted("active", { hosted: { job, problem: null } }));
		await app.press("1");
		await app.see("? status: Suspended");
		await app.seeNot("Nothing needs you");
	});

	it.each([
		["schedule", { schedule: undefined }],
		["status", { status: undefined }],
	])("never says what the job is when Graph gives no %s", async (about, without) => {
		const job = jobStatus.parse({ ...examples.active, ...without });
		const app = await drawConsole(hosted("active", { enabled: false, hosted: { job, problem: null } }));
		await app.press("4");
		await app.see(`? Entra does not report the ${about}`);
		await app.seeNot("Disabled");
		await app.seeNot("no credentials yet");
		await app.seeNot("No cycle has ended yet");
		await app.press("1");
		await app.see(`? ${about}: Unknown`);
		await app.seeNot("Nothing needs you");
		await app.seeNot("none yet");
	});

	it("never says that nothing is open while entries of the log cannot be read", async () => {
		const job = jobStatus.parse(examples.active);
		const unreadable = "1 entry of Entra's log can't be read and may hide failures: a1 (id).";
		const app = await drawConsole(hosted("active", { hosted: { job, problem: null, unreadable } }));
		await app.press("1");
		await app.see("! 1 entry of Entra's log can't be read");
		await app.seeNot("Nothing needs you");
	});

	it("shows how late the log is while nothing is open", async () => {
		const app = await drawConsole(hosted("active"));
		await app.press("1");
		await app.see("! 1 user failed, not named by the log yet  Entra's log is up to 15 min late");
		await app.see("! 1 failed, 2 changes");
		await app.seeNot("EntryLevelErrors");
	});

	it("shows the running cycle of Entra's job, in the header too", async () => {
		const app = await drawConsole(hosted("running_first_cycle"));
		const [progress] = jobStatus.parse(examples.running_first_cycle).progress;
		const share = `${progress?.completed}/${progress?.total}`;
		await app.see(new RegExp(`● On · ${share} `));
		await app.press("1");
		await app.see(new RegExp(`● On  .* ${share} ${progress?.units}`));
		await app.seeNot("idle");
	});

	it("names the key that sets up a job where there is none", async () => {
		const problem = "The application has no provisioning job of Entra.";
		const status = { hosted: { job: null, problem, remedy: { type: "set-up-hosted-job" } as const } };
		const app = await drawConsole(hosted("active", status), { columns: 200, rows: 50 });
		const key = "Press p on screen gi (Set up Entra): apply the plan";
		await app.see(`The state of Entra's job could not be read: ${problem} ${key}`);
		await app.press("1");
		await app.see(`Failing users are not known: ${problem} ${key}`);
	});

	it.each(["problem", "logProblem"])("does not claim that nothing is open with a %s", async (name) => {
		const job = jobStatus.parse(examples.active);
		const status = { hosted: { job, problem: null, [name]: "A permission is missing." } };
		const app = await drawConsole(hosted("active", status));
		await app.press("1");
		await app.see("Not known what needs you: A permission is missing.");
		await app.seeNot("Nothing needs you");
	});
});

describe("the log screen in hosted mode", () => {
	it("shows once why Entra's log cannot be read", async () => {
		const fake = hosted("active");
		const log = () => Promise.reject(new Error("A permission is missing."));
		const app = await drawConsole({
			...fake,
			session: { ...fake.session, provisioning: { ...fake.session.provisioning, log } },
		});
		await app.press("4");
		await app.see("A permission is missing.");
		await app.press("j");
		await app.see("paused");
		expect(app.lines().join("\n").split("A permission is missing.")).toHaveLength(2);
	});
});

describe("rules and accounts in hosted mode", () => {
	it("say that mappings and scope are those of Entra's job", async () => {
		const app = await drawConsole(hosted("active"), { begin: "mapping" });
		await app.see(/\d attribute mappings of Entra's job: each save is written to it/);
		await app.press("g", "s");
		await app.see("Entra's job: Assigned users");
	});

	it("re-provision no account, and show what to do instead", async () => {
		const accounts = [
			account("2", "ben@example.com", { assignedAgain: { sourceId: "P1", displayName: "Ben Otieno" } }),
		];
		const app = await drawConsole(hosted("active", {}, { accounts }), { begin: "deactivated" });
		await app.see("ben@");
		await app.press("P");
		await app.see("delete the account with D");
		await app.seeNot("What happens to the dashboards");
	});

	it("show in the details of a blocking account the keys that work in this mode", async () => {
		const accounts = [
			account("2", "ben@example.com", { assignedAgain: { sourceId: "P1", displayName: "Ben Otieno" } }),
		];
		const app = await drawConsole(hosted("active", {}, { accounts }), { begin: "deactivated", rows: 50 });
		await app.see("ben@");
		await app.press("enter");
		await app.see("From SCIM");
		await app.see("Press D to delete it, then provision the user on demand");
		await app.seeNot("Press P");
	});
});

describe("the plan in hosted mode", () => {
	it("shows the prediction, and why no cycle can be run here", async () => {
		const fake = hosted("active");
		const app = await drawConsole(fake);
		await app.press("3");
		await app.see("predicts Entra's next cycle");
		await app.see("Entra runs the cycles of its job by its own clock.");
		await app.press("p");
		await app.seeNot("Run a cycle now?");
		expect(fake.calls).not.toContain("runNow");
	});
});

describe("the provisioning screen in hosted mode", () => {
	it.each([
		{ columns: 80, rows: 24 },
		{ columns: 200, rows: 50 },
	])("shows state, counts, last cycle and failures at $columns×$rows", async (size) => {
		const app = await drawConsole(hosted("active"), size);
		await app.see("Entra's job ● On");
		await app.see("State Active · 57 users synchronized");
		await app.see("Last cycle: ! 1 failed, ended");
		await app.see("3 users read · 2 changes.");
		await app.see(/Press F for the\s+failures/u);
		await app.see("up to 15 min late");
	});

	it("shows the progress of the first cycle", async () => {
		const app = await drawConsole(hosted("running_first_cycle"));
		await app.see("120/400 objects");
	});

	it("shows a quarantine with its reason and what to do", async () => {
		const app = await drawConsole(hosted("quarantined"), { columns: 200, rows: 50 });
		await app.see("In quarantine since");
		await app.see(/since [^:]+:\d\d [^:]+: EncounteredQuarantineException/u);
		await app.seeNot("EncounteredQuarantineException: EncounteredQuarantineException");
		await app.see("Press p on screen gi (Set up Entra)");
	});

	it("shows why the job cannot be read", async () => {
		const problem = "The application permission Synchronization.Read.All is missing.";
		const app = await drawConsole(hosted("active", { hosted: { job: null, problem } }));
		await app.see("The state of Entra's job could not be read");
		await app.see("Synchronization.Read.All");
	});

	it("has no keys for what Entra cannot do, and shows the reasons", async () => {
		const fake = hosted("active");
		const app = await drawConsole(fake);
		await app.press("p");
		await app.press("t");
		await app.press("!");
		await app.see("What Entra's job cannot do");
		await app.see("by its own clock");
		await app.press("escape");
		await app.seeNot("What Entra's job cannot do");
		expect(fake.calls).toEqual([]);
	});

	it("starts and pauses the job after a confirmation in its own words", async () => {
		const fake = hosted("created");
		const app = await drawConsole(fake);
		await app.see("○ Disabled");
		await app.press("o");
		await app.see("Start Entra's job?");
		await app.press("enter");
		await app.see("Entra's job is on.");
		await app.see("next cycle in");
		await app.press("o");
		await app.see("Pause Entra's job?");
		await app.press("enter");
		await app.see("Entra's job is paused.");
		expect(fake.calls).toEqual(["setEnabled true", "setEnabled false"]);
	});

	it("explains each reset by its effect, and asks for the word before links are dropped", async () => {
		const fake = hosted("active");
		const app = await drawConsole(fake, { columns: 120, rows: 40 });
		await app.press("T");
		await app.see("like Restart in the portal");
		await app.see("links kept; reads all users");
		await app.see("links dropped; removes all links");
		await app.press("enter");
		await app.see("Restart Entra's job?");
		await app.press("enter");
		await app.see("Entra's job restarts.");
		await app.press("T");
		for (let step = 0; step < 4; step++) await app.press("down");
		await app.press("enter");
		await app.see("removes all links");
		await app.type("restart");
		await app.press("enter");
		await app.see("Entra's job restarts.");
		expect(fake.calls).toEqual(["reset watermark escrows quarantine", "reset links"]);
	});

	it("shows the whole effect of the selected reset at 80 columns", async () => {
		const app = await drawConsole(hosted("active"));
		const read = () =>
			app
				.lines()
				.join(" ")
				.replace(/[│\s]+/gu, " ");
		await app.press("T");
		await app.see("like Restart in the portal");
		await app.press("l");
		await app.see("◉ links");
		expect(read()).toContain("users are matched again, and renamed users may get a second account");
	});

	it("allows held deletions after the word is typed", async () => {
		const fake = hosted("quarantined", { staged: 1 });
		const app = await drawConsole(fake);
		await app.press("A");
		await app.see("Allow the held deletions?");
		await app.see("Entra's log does not show them yet");
		await app.type("allow");
		await app.press("enter");
		await app.see("The job restarts.");
		expect(fake.calls).toEqual(["allowDeletions"]);
	});
});

describe("without the permission to control Entra's job", () => {
	it.each(["o", "T", "A", "O"])(
		"the key %s says which one is missing, and the job stays readable",
		async (key) => {
			const reason = "Grant the application permission Synchronization.ReadWrite.All.";
			const permissions = { refusal: (area: string) => (area === "job" ? reason : undefined) };
			const fake = hosted("active", { staged: 1 }, { permissions });
			const app = await drawConsole(fake, { columns: 120, rows: 40 });
			await app.see("State Active");
			await app.press(key);
			await app.see("Synchronization.ReadWrite.All");
			expect(fake.calls).toEqual([]);
		},
	);

	it("does not concern a profile in direct mode", async () => {
		const permissions = { refusal: () => "Grant it." };
		const app = await drawConsole(createFakeSession({ permissions }), { begin: "home" });
		await app.see("Needs me");
		await app.press("o");
		await app.see("Turn provisioning on?");
	});
});

describe("the hand-over key", () => {
	const ada = { id: "u1", displayName: "Ada Brink", userName: "ada@example.com" };
	const handOverWith = (unmatched: readonly (typeof ada)[] = []) => {
		const performed: string[] = [];
		const planOf = (to: "direct" | "hosted") => ({
			...{ to, takenOver: 57, withoutAccount: [ada], unmatched },
			steps: ["Pause Entra's job, and wait for the end of its running cycle.", "Switch the profile."],
		});
		const handOver = {
			plan: async (to: "direct" | "hosted") => planOf(to),
			async perform(to: "direct" | "hosted") {
				performed.push(to);
				return planOf(to);
			},
		};
		return { handOver, performed };
	};

	it("shows the plan, and hands the accounts over to sumo-provision after a confirmation", async () => {
		const { handOver, performed } = handOverWith();
		const app = await drawConsole(hosted("active", {}, { handOver }));
		await app.press("O");
		await app.see("Hand the accounts over to sumo-provision?");
		await app.see("1. Pause Entra's job");
		await app.see("57 accounts taken over, 0 recreated.");
		await app.see("1 user has no account yet");
		expect(performed).toEqual([]);
		await app.press("enter");
		await app.see("sumo-provision has the accounts.");
		expect(performed).toEqual(["direct"]);
	});

	it("hands them over to Entra's job in direct mode, on Home too, and says what cannot be checked", async () => {
		const { handOver, performed } = handOverWith();
		const profile = { source: { type: "entra", tenantId: "t", clientId: "c", application: "Sumo Logic" } };
		const fake = createFakeSession({ profile: profile as NonNullable<FakeData["profile"]>, handOver });
		const app = await drawConsole(fake, { begin: "home", columns: 120, rows: 40 });
		await app.press("O");
		await app.see("Hand the accounts over to Entra's job?");
		await app.see("other machine runs sumo-provision");
		await app.press("enter");
		await app.see("Entra's job has the accounts");
		expect(performed).toEqual(["hosted"]);
	});

	it("names the users who stand in the way, and does nothing", async () => {
		const { handOver, performed } = handOverWith([ada]);
		const app = await drawConsole(hosted("active", {}, { handOver }));
		await app.press("O");
		await app.see("cannot be handed over yet");
		await app.see("Ada Brink");
		await app.press("enter");
		await app.seeNot("cannot be handed over yet");
		expect(performed).toEqual([]);
	});

	it("says why a plan fails", async () => {
		const plan = () => Promise.reject(new Error("Entra's job has no credentials yet."));
		const app = await drawConsole(hosted("active", {}, { handOver: { plan } }));
		await app.press("O");
		await app.see("The accounts cannot be handed over");
		await app.see("no credentials yet");
	});

	it("says why it cannot act for a file", async () => {
		const profile = { source: { type: "file", path: "users.csv" } };
		const fake = createFakeSession({ profile: profile as NonNullable<FakeData["profile"]> });
		const app = await drawConsole(fake, { begin: "home" });
		await app.see("Needs me");
		await app.press("O");
		await app.see("The source of this profile is a file");
	});
});

describe("a key for what the job cannot do", () => {
	it.each(["home", "plan"] as const)("says why on %s", async (begin) => {
		const app = await drawConsole(hosted("active"), { begin });
		await app.see("all keys");
		await app.press("p");
		await app.see(`· ${missing.runNow}`);
	});

	it("says on Home why it cannot stop or retry", async () => {
		const app = await drawConsole(hosted("active"), { begin: "home" });
		await app.see("Needs me");
		await app.press("X");
		await app.see(`· ${missing.stop}`);
		await app.press("t");
		await app.see(`· ${missing.retryNow}`);
	});
});

describe("on demand in hosted mode", () => {
	it("shows no preview, and asks before Entra provisions the user", async () => {
		const fake = hosted("active");
		const app = await drawConsole(fake, { begin: "on-demand" });
		await app.see("Press Enter to choose a user.");
		await app.see("Ada Brink");
		await app.press("enter");
		await app.see("Entra cannot preview a user on demand. Press p");
		const provisioned = () => fake.calls.filter((call) => call.startsWith("onDemand"));
		expect(provisioned()).toEqual([]);
		await app.press("p");
		await app.see("Provision this user now?");
		await app.press("enter");
		await app.see("Perform action");
		expect(provisioned()).toEqual([expect.stringMatching(/^onDemand \S+ perform$/)]);
	});
});
