import { describe, expect, it } from "vitest";
import { actions, nothingToDo } from "./steps.ts";
import { details, openTenant } from "./tenant.ts";

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
