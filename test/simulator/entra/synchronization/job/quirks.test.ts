import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { isObject, type Json } from "../../../../../src/simulator/loopback/json.ts";
import type { World } from "../../../../../src/simulator/world.ts";
import { type Call, emptyWorld, graphCall, items } from "../../../calls.ts";
import jobExample from "../../examples/synchronization-job.json" with { type: "json" };
import { differences } from "../../same-shape.ts";
import { jobWorld } from "../started-job.ts";

let world: World;
let graph: Call;
let base: string;

beforeEach(async () => {
	world = await emptyWorld();
	onTestFinished(() => world.close());
	graph = await graphCall(world);
	base = `/servicePrincipals/${world.entra.servicePrincipalId}/synchronization`;
});

describe("undocumented behavior of jobs", () => {
	it("an application may list the older template, and name the source as older jobs do", async () => {
		world.entra.control.behave({
			jobs: { templates: ["customappsso"], sourceDirectory: "Azure Active Directory" },
		});
		expect(items((await graph("GET", `${base}/templates`)).body, "value")).toMatchObject([
			{ id: "customappsso" },
		]);
		expect((await graph("POST", `${base}/jobs`, { templateId: "scim" })).status).toBe(400);
		const { id } = (await graph("POST", `${base}/jobs`, { templateId: "customappsso" })).body;
		expect(id).toMatch(/^customappsso\./);
		const schema = (await graph("GET", `${base}/jobs/${String(id)}/schema`)).body;
		expect(items(schema, "directories").map(({ name }) => name)).toEqual([
			"Azure Active Directory",
			"customappsso",
		]);
	});

	it("an application may have no template at first, and refuse a job", async () => {
		world.entra.control.behave({ jobs: { lag: 2 } });
		expect(items((await graph("GET", `${base}/templates`)).body, "value")).toEqual([]);
		expect(await graph("POST", `${base}/jobs`, { templateId: "scim" })).toMatchObject({
			status: 401,
			body: { error: { code: "UnknownError", message: "" } },
		});
		expect((await graph("POST", `${base}/jobs`, { templateId: "scim" })).status).toBe(201);
	});

	it("a job that has run no cycle may read as failed", async () => {
		world.entra.control.behave({ jobs: { neverRun: "failed" } });
		const { status } = (await graph("POST", `${base}/jobs`, { templateId: "scim" })).body;
		const expected: Json = JSON.parse(JSON.stringify(jobExample.running_first_cycle.status.lastExecution));
		const shown = isObject(status) ? status.lastExecution : undefined;
		expect(differences(shown, expected)).toEqual([]);
		expect(shown).toMatchObject({ state: "Failed", error: { code: "None" } });
	});

	it("a PUT of secrets may drop those that it leaves out", async () => {
		const put = (key: string, value: string) => graph("PUT", `${base}/secrets`, { value: [{ key, value }] });
		const keys = async () =>
			items((await graph("GET", `${base}/secrets`)).body, "value").map(({ key }) => key);
		await put("BaseAddress", "https://example.com/scim");
		await put("SyncAll", "true");
		expect(await keys()).toEqual(["BaseAddress", "SyncAll"]);
		world.entra.control.behave({ jobs: { secretsLeftOut: "remove" } });
		await put("AuthenticationType", "Bearer");
		expect(await keys()).toEqual(["AuthenticationType"]);
	});

	it("a role without a value may count as its display name", async () => {
		const at = await jobWorld();
		const { control } = at.world.entra;
		const role = { displayName: "Administrator", description: "-", value: null, isEnabled: true };
		control.setAppRoles([{ id: "18d14569-c3bd-439b-9a66-3a2aee01d14f", ...role }]);
		const user = control.addUser({ userPrincipalName: "ada@example.com" });
		await at.graph("POST", `/servicePrincipals/${at.world.entra.servicePrincipalId}/appRoleAssignedTo`, {
			principalId: user.id,
			resourceId: at.world.entra.servicePrincipalId,
			appRoleId: "18d14569-c3bd-439b-9a66-3a2aee01d14f",
		});
		await at.graph("POST", `${at.job}/start`);
		await at.cycle();
		expect(at.account("ada@example.com")).toMatchObject({ roles: ["User"] });
		control.behave({ jobs: { roleWithoutValue: "displayName" } });
		await at.graph("POST", `${at.job}/restart`, {});
		await at.cycle();
		expect(at.account("ada@example.com")).toMatchObject({ roles: ["Administrator"] });
	});
});
