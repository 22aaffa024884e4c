import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { simulatorCredential } from "../../../src/simulator/entra/credential.ts";
import { actions, expectComplete, nothingToDo } from "./steps.ts";
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

	const withoutPermission = async (tenant: Awaited<ReturnType<typeof openTenant>>, missing: RegExp) => {
		const { entra } = tenant.world;
		const permissions = [
			...["User.Read.All", "GroupMember.Read.All", "Application.Read.All", "Synchronization.Read.All"],
			"Application.ReadWrite.All",
			...["AppRoleAssignment.ReadWrite.All", "Synchronization.ReadWrite.All"],
		].filter((name) => !missing.test(name));
		entra.control.behave({ permissions });
		tenant.env.SUMO_PROVISION_GRAPH_TOKEN = (await simulatorCredential(entra).getToken()).token;
		entra.control.behave({ permissions: null });
	};

	it("are enough for all steps as docs/permissions.md registers them", async () => {
		const tenant = await openTenant();
		const { entra } = tenant.world;
		const text = readFileSync(new URL("../../../docs/permissions.md", import.meta.url), "utf8");
		const permissions = /^for NAME in (.+); do$/m.exec(text)?.[1]?.split(" ") ?? [];
		expect(permissions).toContain("GroupMember.Read.All");
		entra.control.behave({ permissions });
		tenant.env.SUMO_PROVISION_GRAPH_TOKEN = (await simulatorCredential(entra).getToken()).token;
		const steps = await tenant.run(true);
		expect(steps.filter(({ action }) => action === "blocked" || action === "none")).toEqual([]);
		expectComplete(tenant);
	});

	it("does not wait for replication to read the job when the token lacks the permission, although the application is new", async () => {
		const tenant = await openTenant();
		await tenant.run(true);
		await withoutPermission(tenant, /^Synchronization/);
		const waits = tenant.clock.waits.length;
		const job = (await tenant.run(false)).find(({ step }) => step === "job");
		expect(job).toMatchObject({ action: "blocked", detail: expect.stringContaining("Synchronization.Read") });
		expect(tenant.clock.waits.slice(waits)).toEqual([]);
	});

	it.each([
		[/^Application.ReadWrite/, "Application.ReadWrite", ["app", "saml", "roles", "job"]],
		[/^AppRoleAssignment/, "AppRoleAssignment.ReadWrite.All", ["assignments"]],
		[/^Synchronization.ReadWrite/, "Synchronization.ReadWrite.All", ["job"]],
	])(
		"names the permission that the token lacks in the plan, and writes nothing without it: %s",
		async (missing, permission, expected) => {
			const tenant = await openTenant();
			await withoutPermission(tenant, missing);
			const detail = expect.stringMatching(
				`This sign-in cannot do it: Grant the application permission ${permission}.*A Privileged Role Administrator`,
			);
			const planned = await tenant.run(false);
			expect(planned.filter(({ action }) => action === "blocked")).toEqual([]);
			const applied = await tenant.run(true);
			expect(planned).toContainEqual(expect.objectContaining({ step: expected[0], detail }));
			const blocked = applied.filter(({ action }) => action === "blocked");
			expect(blocked.map(({ step }) => step)).toEqual(expect.arrayContaining(expected));
			expect(blocked[0]).toMatchObject({ step: expected[0], detail });
		},
	);

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
