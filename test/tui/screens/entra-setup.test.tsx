import { describe, expect, it } from "vitest";
import type { EntraSetup, SetupValues, StepReport } from "../../../src/app/guided-setup/entra-setup.ts";
import { createFakeSession, type FakeData } from "../fake-session.ts";
import { drawConsole, type Size } from "../render-console.tsx";

const values: SetupValues = {
	appName: "Sumo Logic",
	roles: "all",
	assignments: "",
	mappings: "guide",
	users: "assigned",
	notificationEmail: "",
	deletionThreshold: "",
	start: "yes",
	firstUser: "",
};

const planned: readonly StepReport[] = [
	{ step: "app", action: "create", detail: 'Create the enterprise application "Sumo Logic".' },
	{ step: "saml", action: "none", detail: "SAML is set up." },
	{ step: "sumo-saml", action: "blocked", detail: "Cannot be checked: the access key lacks Manage SAML." },
	{ step: "roles", action: "update", detail: 'Add the app role "User".' },
	{ step: "assignments", action: "none", detail: "The file lists no assignments; existing ones stay." },
	{ step: "job", action: "none", detail: "The provisioning job is set up." },
	{ step: "start", action: "none", detail: "The job is running." },
];

type Run = EntraSetup["run"];

/** Plans at once, and carries out as the test says. */
const runsTo =
	(apply: Run, plan = planned): Run =>
	async (options) => {
		if (options.apply) return apply(options);
		for (const step of plan) options.onStep?.(step);
		return plan;
	};
const never: Run = () => Promise.reject(new Error("not asked for"));

async function open(entraSetup: Partial<EntraSetup>, data: FakeData = {}, size: Partial<Size> = {}) {
	const setup = { values: async () => values, edit: async () => undefined, ...entraSetup };
	const fake = createFakeSession({ ...data, entraSetup: setup });
	return drawConsole(fake, { begin: "entra-setup", ...size });
}

describe("the screen Set up Entra", () => {
	it("shows what each step would do, from the first that is not done", async () => {
		const app = await open({ run: runsTo(never) });
		await app.see(/❯ 1 Application in Entra +\+ create/);
		await app.see(/2 Single sign-on in Sumo Logic +✗ blocked/);
		await app.see(/3 App roles +~ update/);
		await app.see(/4 Provisioning job +✓ done/);
		await app.see('Create the enterprise application "Sumo Logic".');
		await app.see("2 to apply: press p, 1 blocked");
		await app.press("down", "down");
		await app.see("the access key lacks Manage SAML.");
	});

	it("streams the steps while they are read", async () => {
		const rest = Promise.withResolvers<void>();
		const app = await open({
			run: async ({ onStep }) => {
				onStep?.({ step: "app", action: "none", detail: "exists" });
				await rest.promise;
				for (const step of planned.slice(1)) onStep?.(step);
				return planned;
			},
		});
		await app.see(/1 Application in Entra +✓ done/);
		await app.see(/2 Single sign-on in Entra +… working/);
		await app.see(/3 App roles +· not read yet/);
		rest.resolve();
		await app.see(/3 App roles +~ update/);
	});

	it("applies only up to the step that Space chose, and all again without it", async () => {
		const applied: (string | undefined)[] = [];
		const app = await open({
			run: runsTo(async ({ onStep, until }) => {
				applied.push(until);
				for (const step of planned.slice(0, 1)) onStep?.(step);
				return planned.slice(0, 1);
			}),
		});
		await app.see("2 to apply: press p");
		await app.press("space");
		await app.see(/❯ 1 Application in Entra +\+ create · stops here/);
		await app.see("1 to apply: press p");
		await app.press("p");
		await app.see("Apply 1 step?");
		await app.seeNot('Add the app role "User".');
		await app.press("enter");
		await app.see("Applied up to 1 Application in Entra. The steps after it were not touched.");
		await app.seeNot("stops here");
		await app.see("1 to apply: press p, 1 blocked");
		await app.press("space");
		await app.see("stops here");
		await app.press("space");
		await app.seeNot("stops here");
		await app.press("p");
		await app.see('Add the app role "User".');
		await app.press("enter");
		await app.seeNot("Apply 1 step?");
		expect(applied).toEqual(["app", undefined]);
	});

	it("asks with names before it applies, streams what is done, and then has nothing to do", async () => {
		const steps = planned.filter(({ action }) => action !== "blocked");
		const app = await open({
			run: runsTo(async ({ onStep }) => {
				for (const step of steps) onStep?.(step);
				return steps;
			}, steps),
		});
		await app.see("2 to apply");
		await app.press("p");
		await app.see("Apply 2 steps?");
		await app.see("1 Application in Entra: Create the enterprise application");
		await app.press("escape");
		await app.seeNot("Apply 2 steps?");
		await app.press("p", "enter");
		await app.see(/Everything is set up\. Entra's job provisions now: to show it here, press 8/u);
		await app.see(/1 Application in Entra +✓ created/);
		await app.see(/❯ 5 Start, and first user +✓ done/);
		await app.press("p");
		await app.see("Nothing to apply.");
	});

	it("does not say that everything is set up while no user is assigned", async () => {
		const missing = "No user or group is assigned to the application yet.";
		const steps = planned
			.filter(({ action }) => action !== "blocked")
			.map((step) => (step.step === "start" ? { ...step, missing } : step));
		const app = await open({
			run: runsTo(async ({ onStep }) => {
				for (const step of steps) onStep?.(step);
				return steps;
			}, steps),
		});
		await app.see("2 to apply");
		await app.press("p", "enter");
		await app.see("All steps are done, but no user is provisioned yet. No user or group is");
		await app.seeNot("Everything is set up");
	});

	it("counts blocked steps as well when there is nothing to apply", async () => {
		const steps = planned.filter(({ action }) => action !== "create" && action !== "update");
		const app = await open({ run: runsTo(never, steps) });
		await app.see("1 blocked");
		await app.seeNot("Nothing to do");
	});

	it("names a sign-in that expires soon beside the permissions", async () => {
		const report = { area: "read-users", state: "allowed", detail: "" } as const;
		const notice = "The client secret of the sign-in to Entra ID expires in 3 days.";
		const permissions = {
			current: () => [report],
			check: async () => [report],
			expiry: () => ({ kind: "clientSecret", expires: 0, notice }) as const,
		};
		const app = await open({ run: runsTo(never) }, { permissions });
		await app.press("c");
		await app.see("! The client secret of the sign-in to Entra ID expires in 3 days.");
	});

	it("stays where a step failed, and says how to continue", async () => {
		const app = await open({
			run: runsTo(async ({ onStep }) => {
				onStep?.({ step: "app", action: "create", detail: "created" });
				throw new Error("saml: Graph answered 503. What is done stays; to continue, run the command again.");
			}),
		});
		await app.see("2 to apply");
		await app.press("p", "enter");
		await app.see("What is done stays");
		await app.see(/1 Application in Entra +✓ created/);
		await app.see("1 to apply: press p");
	});

	it("stops between two steps", async () => {
		const app = await open({
			run: runsTo(
				({ signal }) =>
					new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
			),
		});
		await app.see("2 to apply");
		await app.press("p", "enter");
		await app.see("Applying… X stops");
		await app.press("X");
		await app.see("Stopped. What is done stays; p continues.");
	});

	it("edits the values of a step, and keeps the form open for a value that cannot be used", async () => {
		const saved: Partial<SetupValues>[] = [];
		const app = await open({
			run: runsTo(never),
			async edit(given) {
				if (given.deletionThreshold === "many")
					throw new Error("job.deletionThreshold: expected number (5:22)");
				saved.push(given);
			},
		});
		await app.see("2 to apply");
		await app.press("down", "down", "down", "down", "down", "enter");
		await app.see("4 Provisioning job");
		await app.see(/❯ Mappings +guide/);
		await app.press("down", "down");
		await app.type("ops@contoso.com");
		await app.press("down");
		await app.type("many");
		await app.press("enter");
		await app.see("job.deletionThreshold: expected number (5:22)");
		await app.press("ctrl+u");
		await app.type("20");
		await app.press("escape");
		await app.see("The step has changes that are not saved.");
		await app.press("n");
		await app.seeNot("not saved");
		await app.see(/❯ Hold deletions +20/);
		await app.press("enter");
		await app.seeNot("❯ Hold deletions");
		expect(saved).toEqual([{ notificationEmail: "ops@contoso.com", deletionThreshold: "20" }]);
	});

	it("leaves an unchanged form on Esc, and a changed one after the change is discarded", async () => {
		const saved: Partial<SetupValues>[] = [];
		const app = await open({ run: runsTo(never), edit: async (given) => void saved.push(given) });
		await app.see("2 to apply");
		await app.press("down", "down", "down", "down", "down", "enter", "escape");
		await app.seeNot("❯ Mappings");
		await app.press("enter");
		await app.type("x");
		await app.press("escape", "y");
		await app.seeNot("❯ Mappings");
		expect(saved).toEqual([]);
	});

	it("names the file for a step that has no form", async () => {
		const app = await open({ run: runsTo(never) });
		await app.see("2 to apply");
		await app.press("down", "enter");
		await app.see('edit "saml"');
		await app.see("/home/ada/.config");
	});

	it("shows that it reads before the first step is known", async () => {
		const pending = Promise.withResolvers<readonly StepReport[]>();
		const app = await open({ run: () => pending.promise });
		await app.see("Reading what is there…");
		pending.resolve([]);
		await app.see("Nothing to do");
	});

	it("shows why the steps could not be read", async () => {
		const app = await open({ run: () => Promise.reject(new Error("The client secret has expired.")) });
		await app.see("The steps could not be read");
		await app.see("The client secret has expired.");
		await app.press("p");
		await app.see("r tries again");
	});

	it("shows what the sign-in may do, and that something is missing", async () => {
		const report = {
			area: "assign",
			state: "missing",
			detail: "Grant the application permission AppRoleAssignment.ReadWrite.All with admin consent.",
		} as const;
		const permissions = { current: () => [report], check: async () => [report] };
		const app = await open({ run: runsTo(never) }, { permissions });
		await app.see("1 permission is missing: c shows what to grant");
		await app.press("c");
		await app.see(/Assign and unassign ✗ missing/);
		await app.see("AppRoleAssignment.ReadWrite.All");
		await app.press("escape");
		await app.seeNot("✗ missing");
	});

	it("says what to change for a source that is a file", async () => {
		const app = await open({ unavailable: () => "The source of this profile is a file." });
		await app.see("The source of this profile is a file.");
	});

	it.each([
		{ columns: 80, rows: 24 },
		{ columns: 200, rows: 50 },
	])("fits $columns × $rows with long texts, and shows the whole step on request", async (size) => {
		const long = planned.map((step) => ({
			...step,
			detail: `${"Long words of a step. ".repeat(90)}The end.`,
		}));
		const app = await open({ run: runsTo(never, long) }, {}, size);
		await app.see("2 to apply");
		expect(app.lines().length).toBeLessThanOrEqual(size.rows);
		await app.see("c shows what the sign-in may do");
		await app.press("v");
		await app.press("end");
		await app.see("The end.");
	});
});
