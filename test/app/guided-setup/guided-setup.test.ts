import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { StepId, StepReport } from "../../../src/setup/step.ts";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import { details, openTenant } from "./tenant.ts";

const actions = (steps: readonly StepReport[]) =>
	Object.fromEntries(steps.map(({ step, action }) => [step, action]));
const nothingToDo = {
	app: "none",
	saml: "none",
	"sumo-saml": "none",
	roles: "none",
	assignments: "none",
	job: "none",
	start: "none",
};

/** What a tenant has after setup: one of everything. */
function expectComplete({ world }: Pick<Awaited<ReturnType<typeof openTenant>>, "world">) {
	const { entra, sumo } = world;
	const [app, ...others] = entra.control.applications();
	expect(others).toEqual([]);
	const acs = sumo.control.saml()[0]?.assertionConsumerUrl;
	expect(app).toMatchObject({
		displayName: "Sumo Logic",
		tags: ["sumo-provision/Sumo Logic"],
		preferredSingleSignOnMode: "saml",
		identifierUris: ["https://service.sumologic.com"],
		redirectUris: [acs],
	});
	expect(app?.appRoles.map(({ value }) => value)).toEqual([null, null, "User", "Analyst", "Administrator"]);
	expect(sumo.control.saml()).toMatchObject([
		{
			issuer: `https://sts.windows.net/${entra.tenantId}/`,
			x509cert1: app?.keyCredentials.find(
				({ thumbprint }) => thumbprint === app.preferredTokenSigningKeyThumbprint,
			)?.key,
			disableRequestedAuthnContext: true,
		},
	]);
	expect(entra.control.assignments()).toHaveLength(2);
	expect(entra.control.jobs()).toMatchObject([{ schedule: "Active", code: "NotRun" }]);
}

describe("setup of an empty tenant", () => {
	it("plans everything without a write, applies it, and then has nothing to do", async () => {
		const tenant = await openTenant();
		expect(actions(await tenant.run(false))).toEqual({
			...Object.fromEntries(Object.keys(nothingToDo).map((step) => [step, "create"])),
			roles: "update",
		});
		expect(tenant.writes()).toBe(0);
		await tenant.run(true);
		expectComplete(tenant);
		const before = tenant.writes();
		expect(actions(await tenant.run(true))).toEqual(nothingToDo);
		expect(tenant.writes()).toBe(before);
	});

	it("writes the guide's six mappings with the role attribute, and switches groups off", async () => {
		const tenant = await openTenant();
		await tenant.run(true);
		const text = JSON.stringify(tenant.world.entra.control.jobs()[0]?.schema);
		const { synchronizationRules, directories } = JSON.parse(text);
		const [groups, users] = synchronizationRules[0].objectMappings;
		expect(groups.enabled).toBe(false);
		expect(
			users.attributeMappings.map((one: { targetAttributeName: string }) => one.targetAttributeName),
		).toEqual([
			"userName",
			"active",
			'emails[type eq "work"].value',
			"name.givenName",
			"name.familyName",
			'roles[primary eq "True"].value',
		]);
		expect(JSON.stringify(directories)).toContain('roles[primary eq \\"True\\"].value');
		expect(readdirSync(join(tenant.home, "state", "schemas"))).toHaveLength(1);
	});

	it("waits for replication, whether Graph answers 404 or 403", async () => {
		for (const status of [404, 403] as const) {
			const tenant = await openTenant();
			tenant.world.entra.control.behave({ replicationLag: { requests: 4, status } });
			await tenant.run(true);
			expectComplete(tenant);
			expect(tenant.clock.waits.length).toBeGreaterThan(4);
		}
	});

	it("adopts the application when the answer to its creation is lost", async () => {
		const tenant = await openTenant();
		tenant.world.entra.control.fault({ kind: "lost", path: "/instantiate" });
		await tenant.run(true);
		expectComplete(tenant);
	});

	it.each(["POST", "PATCH", "PUT"])(
		"is completed by the next run wherever a %s ended it",
		async (method) => {
			for (let after = 0; ; after++) {
				const tenant = await openTenant();
				const fault = { kind: "status", status: 405, method, path: "/v1.0/", after, text: "{}" } as const;
				tenant.world.entra.control.fault(fault);
				const isComplete = await tenant.run(true).then(
					(steps) => steps.every(({ action }) => action !== "blocked"),
					() => false,
				);
				tenant.world.entra.control.clearFaults();
				if (isComplete) {
					expect(after).toBeGreaterThan(1);
					return;
				}
				await tenant.run(true);
				expectComplete(tenant);
				expect(actions(await tenant.run(true))).toEqual(nothingToDo);
			}
		},
		120_000,
	);

	it("is completed by the next run when it ends between two steps", async () => {
		for (const last of Object.keys(nothingToDo).slice(0, -1)) {
			const tenant = await openTenant();
			const stop = new AbortController();
			const end = ({ step }: StepReport) => step === last && stop.abort(new Error("killed"));
			await expect(tenant.run(true, end, stop.signal)).rejects.toThrow("killed");
			await tenant.run(true);
			expectComplete(tenant);
		}
	}, 60_000);
});

describe("setup without a permission", () => {
	it("says that Sumo Logic's side cannot be checked, and does the rest", async () => {
		const tenant = await openTenant();
		tenant.world.sumo.control.behave({ missingCapabilities: ["manageSaml"] });
		const steps = await tenant.run(true);
		expect(actions(steps)).toMatchObject({ "sumo-saml": "blocked", start: "update" });
		expect(steps[2]?.detail).toMatch(/^Cannot be checked: .*Manage SAML.*1\. select.*2\. clear/);
		tenant.write(`saml: {sumo: false}\n${details}`);
		expect(actions(await tenant.run(true))).toEqual(nothingToDo);
	});

	it("names the permission and who can grant it, and plans no step that depends on the application", async () => {
		const tenant = await openTenant();
		tenant.world.entra.control.behave({ forbidden: ["/servicePrincipals"] });
		const steps = await tenant.run(false);
		expect(steps[0]).toMatchObject({
			action: "blocked",
			detail: expect.stringContaining("Application.Read.All"),
		});
		expect(new Set(steps.slice(1).map(({ action }) => action))).toEqual(new Set(["blocked"]));
	});

	it("explains the 401 without words that synchronization calls without permission get", async () => {
		const tenant = await openTenant();
		await tenant.run(true);
		const text = JSON.stringify({ error: { code: "UnknownError", message: "" } });
		const fault = { kind: "status", status: 401, count: 100, path: "/synchronization/", text } as const;
		tenant.world.entra.control.fault(fault);
		const job = (await tenant.run(false)).find(({ step }) => step === "job");
		expect(job).toMatchObject({
			action: "blocked",
			detail: expect.stringContaining("Synchronization.Read.All"),
		});
	});

	it("saves no credentials that Entra cannot use", async () => {
		const tenant = await openTenant();
		await tenant.run(true);
		tenant.world.sumo.control.behave({ forbidden: true });
		tenant.write(`saml: {sumo: false}\n${details}`);
		const before = tenant.writes();
		const steps = await tenant.run(true);
		expect(steps.find(({ step }) => step === "job")).toMatchObject({
			action: "blocked",
			detail: expect.stringContaining("nothing was saved"),
		});
		expect(tenant.writes()).toBe(before);
	});
});

describe("a changed file", () => {
	it("changes only what differs", async () => {
		const tenant = await openTenant();
		await tenant.run(true);
		tenant.write(
			details
				.replace("[User, Analyst, Administrator]", "[User, Analyst]\nremoveOtherRoles: true")
				.replace("Security Operations, role: Analyst", "Security Operations, role: User")
				.concat(
					"scope: {users: all, filters: [{name: Engineers, clauses: [{attribute: department, operator: EQUALS, value: Engineering}]}]}\n",
				),
		);
		expect(actions(await tenant.run(true))).toEqual({
			...nothingToDo,
			roles: "update",
			assignments: "update",
			job: "update",
			start: "update",
		});
		const { control } = tenant.world.entra;
		expect(control.applications()[0]?.appRoles.map(({ value }) => value)).toEqual([
			null,
			null,
			"User",
			"Analyst",
		]);
		expect(control.assignments()).toHaveLength(2);
		expect(control.jobs()[0]?.restarts).toEqual(["Watermark, Escrows, QuarantineState"]);
		expect(JSON.stringify(control.jobs()[0]?.schema)).toContain("Engineers");
		expect(actions(await tenant.run(true))).toEqual(nothingToDo);
	});

	it("ends after a step, and continues with the next", async () => {
		const { open } = await openTenant();
		const setup = await open();
		const steps = async (until: StepId) =>
			(await setup.run({ apply: true, until })).map(({ step, action }) => `${step} ${action}`);
		expect(await steps("app")).toEqual(["app create"]);
		expect(await steps("roles")).toEqual(["app none", "saml create", "sumo-saml create", "roles update"]);
		expect(await steps("start")).toEqual([
			...["app none", "saml none", "sumo-saml none", "roles none"],
			...["assignments create", "job create", "start update"],
		]);
		setup.close();
	});

	it("keeps parts of the job's schema that are not known here, and finds nothing to do because of them", async () => {
		const { world, run, write } = await openTenant();
		await run(true);
		const { entra } = world;
		const { token } = await simulatorCredential(entra).getToken();
		const [job] = entra.control.jobs();
		const [app] = entra.control.applications();
		const url = `${entra.graphUrl}/servicePrincipals/${app?.id}/synchronization/jobs/${job?.id}/schema`;
		const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
		const special = { brandNew: { deep: [1, "two", null] } };
		const schema = { ...((await (await fetch(url, { headers })).json()) as object), special };
		await fetch(url, { method: "PUT", headers, body: JSON.stringify(schema) });
		expect(actions(await run(true))).toEqual(nothingToDo);
		write(details.replace("job: {", "mappings: guide-2025\njob: {"));
		expect(actions(await run(true))).toEqual({ ...nothingToDo, job: "update" });
		expect(entra.control.jobs()[0]?.schema).toMatchObject({ special });
	});

	it("reports another admin who saves the job's schema at the same time, and repairs it in the next run", async () => {
		const { world, run, write } = await openTenant();
		await run(true);
		write(details.replace("job: {", "mappings: guide-2025\njob: {"));
		world.entra.control.raceSchema({ afterReads: 1, replacesWrite: true });
		await expect(run(true)).rejects.toThrow(
			/job: .*another admin saved it at the same time[\s\S]*\[roles\]: removed/,
		);
		expect(await run(true)).toContainEqual(expect.objectContaining({ step: "job", action: "update" }));
		expect(await run(true)).toContainEqual(expect.objectContaining({ step: "job", action: "none" }));
	});

	it("restarts the job in the next run when one ends before the restart that a changed scope needs", async () => {
		const tenant = await openTenant();
		await tenant.run(true);
		tenant.write(`${details}scope: {users: all}\n`);
		const { control } = tenant.world.entra;
		control.fault({ kind: "status", status: 405, method: "POST", path: "/restart", text: "{}" });
		await expect(tenant.run(true)).rejects.toThrow("start: POST");
		expect(control.jobs()).toMatchObject([{ schedule: "Paused", restarts: [] }]);
		expect(actions(await tenant.run(true))).toEqual({ ...nothingToDo, start: "update" });
		expect(control.jobs()).toMatchObject([
			{ schedule: "Active", restarts: ["Watermark, Escrows, QuarantineState"] },
		]);
		expect(actions(await tenant.run(true))).toEqual(nothingToDo);
	});

	it("starts a job in quarantine once its credentials work, but not one that would delete too many users", async () => {
		const tenant = await openTenant();
		await tenant.run(true);
		const { control } = tenant.world.entra;
		control.quarantine("TooManyDeletes");
		expect(actions(await tenant.run(true))).toEqual({ ...nothingToDo, start: "blocked" });
		control.quarantine("EncounteredQuarantineException");
		expect(actions(await tenant.run(true))).toEqual({ ...nothingToDo, start: "update" });
		expect(control.jobs()).toMatchObject([{ code: "NotRun" }]);
	});

	it("maps a role whose name has a space", async () => {
		const tenant = await openTenant();
		tenant.world.sumo.control.addRole("Security Analyst");
		tenant.write("roles: [User, {value: SecurityAnalyst, sumoRole: Security Analyst}]\n");
		await tenant.run(true);
		expect(JSON.stringify(tenant.world.entra.control.jobs()[0]?.schema)).toContain(
			'\\"SecurityAnalyst\\", \\"Security Analyst\\")',
		);
		expect(actions(await tenant.run(true))).toEqual(nothingToDo);
	});
});

describe("groups in a tenant without a license of P1 or P2", () => {
	const headers = { "content-type": "application/json" };
	const planOf = (servicePlanName: string) => ({
		kind: "status" as const,
		status: 200,
		path: "/subscribedSkus",
		headers,
		text: JSON.stringify({ value: [{ capabilityStatus: "Enabled", servicePlans: [{ servicePlanName }] }] }),
	});
	const detailOf = (steps: readonly StepReport[]) => steps.find(({ step }) => step === "assignments")?.detail;

	it("are flagged by the plan and refused by Entra in a tenant whose subscription lacks it", async () => {
		const tenant = await openTenant();
		tenant.world.entra.control.behave({ servicePlans: ["EXCHANGE_S_STANDARD"] });
		expect(detailOf(await tenant.run(false))).toContain("The tenant has no license of Entra ID P1 or P2");
		expect(await tenant.run(true)).toContainEqual(
			expect.objectContaining({ step: "assignments", action: "blocked" }),
		);
		tenant.world.entra.control.behave({ servicePlans: ["AAD_PREMIUM"] });
		expect(await tenant.run(true)).toContainEqual(
			expect.objectContaining({ step: "assignments", action: "create" }),
		);
	});

	it("are flagged by the plan when no subscription has it", async () => {
		const tenant = await openTenant();
		tenant.world.entra.control.fault(planOf("EXCHANGE_S_STANDARD"));
		expect(detailOf(await tenant.run(false))).toContain("The tenant has no license of Entra ID P1 or P2");
		tenant.world.entra.control.fault(planOf("AAD_PREMIUM_P2"));
		expect(detailOf(await tenant.run(false))).not.toContain("license");
		tenant.world.entra.control.fault({ ...planOf(""), status: 403, text: "{}" });
		expect(detailOf(await tenant.run(false))).not.toContain("license");
	});

	it("block the step when Entra refuses the assignment", async () => {
		const tenant = await openTenant();
		const error = {
			code: "Request_BadRequest",
			message: "Groups are not available for assignment due to your Active Directory plan level.",
		};
		tenant.world.entra.control.fault({
			...{ kind: "status", status: 400, method: "POST", path: "/appRoleAssignedTo", headers },
			text: JSON.stringify({ error }),
		});
		const steps = await tenant.run(true);
		expect(actions(steps).assignments).toBe("blocked");
		expect(detailOf(steps)).toMatch(/Entra refused to assign the group .* get one, or list users instead/);
	});
});

describe("assignments from a CSV file", () => {
	it("find users by user principal name, mail address and id; a user principal name goes before a mail address", async () => {
		const tenant = await openTenant();
		const { control } = tenant.world.entra;
		const ann = control.addUser({
			userPrincipalName: "ann_x#EXT#@contoso.example",
			mail: "ann@partner.example",
		});
		const ben = control.addUser({ userPrincipalName: "ben@contoso.example", mail: "other@contoso.example" });
		const eve = control.addUser({ userPrincipalName: "eve@contoso.example", mail: "ben@contoso.example" });
		tenant.write(
			`roles: [User]\nassignments:\n  - {user: ann@partner.example, role: User}\n  - {user: BEN@contoso.example, role: User}\n  - {user: ${eve.id}, role: User}\njob: false\n`,
		);
		await tenant.run(true);
		expect(new Set(control.assignments().map(({ principalId }) => principalId))).toEqual(
			new Set([ann.id, ben.id, eve.id]),
		);
	});

	it("are planned with counts, by the names that people use, and applied", async () => {
		const tenant = await openTenant();
		const [ada, bob] = tenant.world.entra.control.users();
		const csv = join(tenant.home, "people.csv");
		const rows = (...more: readonly string[]) =>
			writeFileSync(
				csv,
				[
					"\uFEFFDepartment;User Principal Name;Group;App Role",
					`IT;${ada?.userPrincipalName};;"User; Analyst"`,
					";;Sumo Readers;Analyst",
					...more,
				].join("\r\n"),
			);
		tenant.write("roles: [User, Analyst]\nassignments: people.csv\njob: {firstUser: false}\n");
		rows(";nobody@example.com;;User", `;${bob?.userPrincipalName};;-`);
		const planned = (await tenant.run(false)).find(({ step }) => step === "assignments");
		expect(planned?.action).toBe("blocked");
		expect(planned?.detail).toContain('The tenant has no user "nobody@example.com".');
		expect(planned?.detail).toContain("3 to assign, 0 already assigned, 1 not found, 0 ambiguous");
		expect(tenant.writes()).toBe(0);
		rows();
		await tenant.run(true);
		expect(tenant.world.entra.control.assignments()).toHaveLength(3);
		expect(actions(await tenant.run(false)).assignments).toBe("none");
	});

	it.each([
		["no known column", "name,role\nada,User\n", ":1:1: the header needs a column named user or group"],
		["a column twice", "user,role,UPN\na,b,c\n", ':1:11: the column "UPN" appears twice in the header'],
		["a row with both", "user,group\na@x.test,\na@x.test,Ops\n", ":3:10: the row names a user and a group"],
		["a row with neither", "role,user\nUser,a@x.test\nUser,\n", ":3:1: the row names no user and no group"],
		["an open quotation mark", 'user,role\n"a@x.test,User\n', "the row is not CSV"],
	])("refuse %s with line and column", async (_what, text, message) => {
		const tenant = await openTenant();
		writeFileSync(join(tenant.home, "people.csv"), text);
		tenant.write("assignments: people.csv\n");
		await expect(tenant.open()).rejects.toThrow(`people.csv${message.startsWith(":") ? message : ""}`);
		await expect(tenant.open()).rejects.toThrow(message);
	});

	it("name a file that does not exist", async () => {
		const tenant = await openTenant();
		tenant.write("assignments: people.csv\n");
		await expect(tenant.open()).rejects.toThrow(
			/people\.csv, which .* names under assignments: the file does not exist/,
		);
	});
});

describe("an exported setup", () => {
	it("has nothing to do when it is applied, and holds no secret", async () => {
		const tenant = await openTenant();
		const [user] = tenant.world.entra.control.users();
		tenant.write(details.replace("job:", `  - {user: ${user?.userPrincipalName}, role: Analyst}\njob:`));
		await tenant.run(true);
		const setup = await tenant.open();
		const text = await setup.exported();
		setup.close();
		const { accessKey, accessId } = tenant.world.sumo;
		for (const secret of [accessKey, accessId, Buffer.from(`${accessId}:${accessKey}`).toString("base64")])
			expect(text).not.toContain(secret);
		expect(text).toContain("- group: Sumo Readers\n    role: User\n");
		expect(text).toContain(`- user: ${user?.userPrincipalName}\n    role: Analyst\n`);
		writeFileSync(tenant.file, text);
		expect(actions(await tenant.run(false))).toEqual(nothingToDo);
	});

	it("has nothing to do in the demo tenant, which has default access and no job", async () => {
		const tenant = await openTenant({ tenant: "demo" });
		tenant.write("app: {name: Sumo Logic}\n");
		const setup = await tenant.open();
		writeFileSync(tenant.file, await setup.exported());
		setup.close();
		expect(actions(await tenant.run(true))).toEqual(nothingToDo);
		expect(tenant.writes()).toBe(0);
	});
});
