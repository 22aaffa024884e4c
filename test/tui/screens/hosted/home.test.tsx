import { describe, expect, it } from "vitest";
import { jobStatus } from "../../../../src/entra/synchronization/job-status.ts";
import examples from "../../../simulator/entra/examples/synchronization-job.json" with { type: "json" };
import { drawConsole } from "../../render-console.tsx";
import { hosted } from "./hosted-session.ts";

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
