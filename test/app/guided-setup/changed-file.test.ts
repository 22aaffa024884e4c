import { describe, expect, it } from "vitest";
import type { StepId } from "../../../src/setup/step.ts";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import { actions, nothingToDo } from "./steps.ts";
import { details, openTenant } from "./tenant.ts";

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

	it("lets users have a role that is for applications only, which Entra would not assign", async () => {
		const { world, run, write } = await openTenant();
		write(details.split("assignments:")[0] ?? "");
		await run(true);
		const { control } = world.entra;
		const isAnalyst = ({ value }: { readonly value: string | null }) => value === "Analyst";
		control.setAppRoles(
			control
				.appRoles()
				.map((role) => (isAnalyst(role) ? { ...role, allowedMemberTypes: ["Application"] } : role)),
		);
		write(details);
		expect(actions(await run(true))).toMatchObject({ roles: "update", assignments: "create" });
		expect(control.appRoles().find(isAnalyst)).toMatchObject({ isEnabled: true });
		expect(control.assignments()).toHaveLength(2);
		expect(actions(await run(true))).toEqual(nothingToDo);
	});

	it("names a signing certificate that another setup left, and keeps it", async () => {
		const { world, run, writes } = await openTenant();
		await run(true);
		const { entra } = world;
		const { token } = await simulatorCredential(entra).getToken();
		const [app] = entra.control.applications();
		const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
		const url = `${entra.graphUrl}/servicePrincipals/${app?.id}/addTokenSigningCertificate`;
		await fetch(url, { method: "POST", headers, body: JSON.stringify({ displayName: "CN=other" }) });
		const before = writes();
		const saml = (await run(true)).find(({ step }) => step === "saml");
		expect(saml).toMatchObject({
			action: "none",
			detail: expect.stringMatching(/[0-9A-F]{40}, .* not in use/),
		});
		expect(writes()).toBe(before);
		expect(entra.control.applications()[0]?.keyCredentials).toHaveLength(2);
	});

	it("says what to do where another application of the tenant has the identifier", async () => {
		const { world, run } = await openTenant();
		const message = "Another object with the same value for property identifierUris already exists.";
		const text = JSON.stringify({ error: { code: "Request_BadRequest", message } });
		const fault = {
			kind: "status",
			status: 400,
			method: "PATCH",
			path: "/applications/",
			after: 1,
			text,
		} as const;
		world.entra.control.fault(fault);
		const steps = await run(true);
		expect(steps.find(({ step }) => step === "saml")).toMatchObject({
			action: "blocked",
			detail: expect.stringMatching(
				/^Another application of the tenant has the identifier\. Set that one up/,
			),
		});
		expect(actions(steps)).toMatchObject({ roles: "update", job: "create" });
	});

	it("says how to create the signing certificate where the cloud has no call for it", async () => {
		const { world, run } = await openTenant();
		const message = "Resource not found for the segment 'addTokenSigningCertificate'.";
		const text = JSON.stringify({ error: { code: "BadRequest", message } });
		world.entra.control.fault({ kind: "status", status: 400, path: "addTokenSigningCertificate", text });
		const steps = await run(true);
		expect(steps.find(({ step }) => step === "saml")).toMatchObject({
			action: "blocked",
			detail: expect.stringContaining("Create it in Entra"),
		});
		expect(actions(await run(true))).toMatchObject({ saml: "update", "sumo-saml": "create" });
		expect(actions(await run(true))).toEqual(nothingToDo);
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

	it("starts a job whose quarantine Entra shows without details, and says why", async () => {
		const tenant = await openTenant();
		await tenant.run(true);
		const { control } = tenant.world.entra;
		control.quarantine("EncounteredQuarantineException");
		control.behave({ jobs: { shown: { status: { quarantine: null } } } });
		const start = (await tenant.run(true)).find(({ step }) => step === "start");
		expect(start).toMatchObject({ action: "update", detail: expect.stringContaining("was started") });
		expect(actions(await tenant.run(true))).toEqual(nothingToDo);
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
