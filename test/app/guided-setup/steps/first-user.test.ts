import { describe, expect, it } from "vitest";
import type { StepReport } from "../../../../src/setup/step.ts";
import { details, openTenant } from "../tenant.ts";

type Tenant = Awaited<ReturnType<typeof openTenant>>;

/** The accounts that were provisioned. */
const accountsIn = ({ world }: Tenant) => world.sumo.control.users().filter((user) => !user.serviceAccount);

/** A scope with one filter, as a line of a setup file. */
const onlyDepartment = (value: string) =>
	`scope: {filters: [{name: One, clauses: [{attribute: department, operator: EQUALS, value: "${value}"}]}]}\n`;

const firstUser = (steps: readonly StepReport[]) => steps.find(({ step }) => step === "start");

describe("the first user", () => {
	it("is one of those assigned, is provisioned on demand, and is read back from Sumo Logic", async () => {
		const tenant = await openTenant();
		const planned = firstUser(await tenant.run(false));
		expect(planned).toMatchObject({ action: "create", detail: expect.stringContaining("one assigned user") });
		const done = firstUser(await tenant.run(true));
		const accounts = accountsIn(tenant);
		expect(accounts).toHaveLength(1);
		expect(done).toMatchObject({
			action: "update",
			detail: expect.stringMatching(
				new RegExp(
					`^The job was started\\. Provisioned "[^"]+" on demand\\. Sumo Logic shows the account: ${accounts[0]?.userName}, active`,
				),
			),
		});
		expect(firstUser(await tenant.run(true))).toMatchObject({
			action: "none",
			detail: expect.stringContaining(`exists in Sumo Logic: ${accounts[0]?.userName}`),
		});
	});

	it("is provisioned before the job is started, whose first cycle would create the same account", async () => {
		const tenant = await openTenant();
		await tenant.run(true);
		const { control } = tenant.world.entra;
		const posts = () =>
			control
				.journal()
				.map(({ method, target }) => (method === "POST" ? target.split("/").at(-1) : ""))
				.filter((call) => call === "provisionOnDemand" || call === "start");
		expect(posts()).toEqual(["provisionOnDemand", "start"]);
		await control.runCycle();
		expect(control.provisioningLog().filter(({ status }) => status === "failure")).toEqual([]);
	});

	it("who cannot be provisioned does not keep the job from being started", async () => {
		const tenant = await openTenant();
		tenant.world.sumo.control.fault({ kind: "status", status: 400, method: "POST", path: "/Users" });
		expect(firstUser(await tenant.run(true))).toMatchObject({
			action: "blocked",
			detail: expect.stringContaining("Entra could not provision"),
		});
		const { control } = tenant.world.entra;
		expect(control.jobs()).toMatchObject([{ schedule: "Active" }]);
	});

	it.each([0, 1])(
		"is one whom the scoping filters include, whoever is assigned first (%i)",
		async (which) => {
			const tenant = await openTenant();
			const able = tenant.world.entra.control
				.users()
				.filter(({ accountEnabled, mail, department }) => accountEnabled && mail !== null && department);
			const other = able.find(({ department }) => department !== able[0]?.department);
			const two = [able[0], other];
			const included = two[which];
			const lines = two.map((user) => `  - {user: ${user?.id}, role: User}\n`);
			tenant.write(
				`roles: [User]\nassignments:\n${lines.join("")}${onlyDepartment(included?.department ?? "")}`,
			);
			expect(firstUser(await tenant.run(true))).toMatchObject({
				action: "update",
				detail: expect.stringContaining(`Sumo Logic shows the account: ${included?.userPrincipalName}`),
			});
			expect(accountsIn(tenant)).toMatchObject([{ userName: included?.userPrincipalName }]);
			expect(firstUser(await tenant.run(true))).toMatchObject({ action: "none" });
		},
	);

	it("is none when the scoping filters exclude all, which keeps no apply from ending", async () => {
		const tenant = await openTenant();
		tenant.write(`${details}${onlyDepartment("Nowhere")}`);
		const excluded = expect.stringMatching(/The scoping filters exclude all \d+ assigned users/);
		expect(firstUser(await tenant.run(true))).toMatchObject({ action: "update", detail: excluded });
		const { control } = tenant.world.entra;
		expect(control.jobs()).toMatchObject([{ schedule: "Active" }]);
		expect(firstUser(await tenant.run(true))).toMatchObject({
			action: "none",
			detail: excluded,
			missing: excluded,
		});
	});

	it("who is named and whom a scoping filter excludes is not waited for, although assigned just now", async () => {
		const tenant = await openTenant();
		const user = tenant.world.entra.control
			.users()
			.find(({ accountEnabled, mail }) => accountEnabled && mail !== null);
		tenant.write(
			`${details
				.replace("{notificationEmail", `{firstUser: ${user?.id}, notificationEmail`)
				.replace(
					"assignments:",
					`assignments:\n  - {user: ${user?.id}, role: User}`,
				)}${onlyDepartment("Nowhere")}`,
		);
		const done = firstUser(await tenant.run(true));
		expect(done).toMatchObject({
			action: "blocked",
			detail: expect.stringMatching(
				/^Entra sees that "[^"]+" is assigned .* a scoping filter excludes the user/,
			),
		});
		const { control } = tenant.world.entra;
		const calls = control.journal().filter(({ target }) => target.endsWith("/provisionOnDemand"));
		expect(calls).toHaveLength(1);
		expect(control.jobs()).toMatchObject([{ schedule: "Active" }]);
	});

	it("is the one that the file names, or none", async () => {
		const tenant = await openTenant();
		const user = tenant.world.entra.control
			.users()
			.find(({ accountEnabled, mail }) => accountEnabled && mail !== null);
		const named = (value: string) =>
			details.replace("{notificationEmail", `{firstUser: ${value}, notificationEmail`);
		tenant.write(named("false"));
		expect(firstUser(await tenant.run(true))).toMatchObject({
			action: "update",
			detail: expect.stringMatching(/^The job was started\. Only the profiles of this home/),
		});
		expect(accountsIn(tenant)).toEqual([]);
		tenant.write(
			named(user?.userPrincipalName ?? "").replace(
				"assignments:",
				`assignments:\n  - {user: ${user?.userPrincipalName}, role: User}`,
			),
		);
		expect(firstUser(await tenant.run(true))).toMatchObject({ action: "update" });
		expect(accountsIn(tenant)).toMatchObject([{ userName: user?.userPrincipalName }]);
	});

	it("who is not in the tenant, or not assigned, blocks the step with the reason", async () => {
		const tenant = await openTenant();
		const named = (value: string) =>
			details.replace("{notificationEmail", `{firstUser: ${value}, notificationEmail`);
		tenant.write(named("nobody@example.com"));
		expect(firstUser(await tenant.run(true))).toMatchObject({
			action: "blocked",
			detail: expect.stringContaining('"nobody@example.com"'),
		});
		const inGroups = JSON.stringify(tenant.world.entra.control.assignments());
		const outsider = tenant.world.entra.control.users().find(({ userType }) => userType === "Guest");
		expect(inGroups).not.toContain(outsider?.id);
		tenant.write(named(outsider?.id ?? ""));
		expect(firstUser(await tenant.run(true))).toMatchObject({
			action: "blocked",
			detail: expect.stringContaining("is not assigned to the application"),
		});
		expect(accountsIn(tenant)).toEqual([]);
	});
});
