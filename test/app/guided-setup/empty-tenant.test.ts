import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSetup } from "../../../src/app/guided-setup/open-setup.ts";
import type { StepReport } from "../../../src/setup/step.ts";
import { keyringWith } from "../connection/fake-keyring.ts";
import { actions, expectComplete, nothingToDo } from "./steps.ts";
import { openTenant } from "./tenant.ts";

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

	it("creates one application when two operators with homes of their own begin at the same time", async () => {
		const tenant = await openTenant();
		const runs = ["one", "two"].map(async (name) => {
			const setup = await openSetup({
				flags: {},
				env: { ...tenant.env, SUMO_PROVISION_HOME: join(tenant.home, name) },
				file: tenant.file,
				clock: tenant.clock,
				warn: (message) => expect.unreachable(message),
			});
			try {
				return await setup.run({ apply: true, until: "app" });
			} finally {
				setup.close();
			}
		});
		for (const steps of await Promise.all(runs)) expect(steps).toMatchObject([{ step: "app" }]);
		const { control } = tenant.world.entra;
		expect(control.applications()).toMatchObject([{ tags: ["sumo-provision/Sumo Logic"] }]);
		await tenant.run(true);
		expectComplete(tenant);
	});

	it("looks for an application that an interrupted run may have created before it creates one", async () => {
		const tenant = await openTenant();
		const { control } = tenant.world.entra;
		// The answer is lost, and lists lack the application for longer than the first run looks for it.
		control.fault({ kind: "lost", path: "/instantiate" });
		control.behave({ replicationLag: { requests: 18, status: 404 } });
		await expect(tenant.run(true)).rejects.toThrow("instantiate");
		await tenant.run(true);
		expect(control.journal().filter(({ target }) => target.includes("/instantiate"))).toHaveLength(1);
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

	it("gets its access key from the keyring, and Entra the key itself", async () => {
		const { world, env, file, clock } = await openTenant();
		const { accessId, accessKey } = world.sumo;
		const { SUMO_PROVISION_SECRET_TOKEN: _, ...others } = env;
		const setup = await openSetup({
			flags: {},
			env: { ...others, SUMO_PROVISION_ACCESS_ID: accessId, SUMO_PROVISION_ACCESS_KEY: "keyring:sumo" },
			file,
			clock,
			warn: (message) => expect.unreachable(message),
			loadKeyring: keyringWith({ sumo: accessKey }),
		});
		const steps = await setup.run({ apply: true });
		setup.close();
		expect(steps.filter(({ action }) => action === "blocked")).toEqual([]);
		const secrets = world.entra.control.journal().find(({ target }) => target.endsWith("/secrets"));
		expect(secrets).toBeDefined();
	});

	it("is completed by the next run when it ends between two steps", async () => {
		for (const last of Object.keys(nothingToDo).slice(0, -1)) {
			const tenant = await openTenant();
			const stop = new AbortController();
			const end = ({ step }: StepReport) => step === last && stop.abort(new Error("killed"));
			await expect(tenant.run(true, end, stop.signal)).rejects.toThrow("killed");
			await tenant.run(true);
			expectComplete(tenant);
		}
	});
});
