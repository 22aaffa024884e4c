import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assertDirectOff } from "../../../src/app/hosted-job/assert-direct-off.ts";
import { resolveHome } from "../../../src/config/home.ts";
import { sharedWorld } from "./job-world.ts";

describe("while Entra's own job is on", () => {
	it("a cycle is refused, with who started the job, since when, and what to do", async () => {
		const { run, creates } = await sharedWorld("ada");
		expect(await run("job", "start")).toMatchObject({ code: 0 });
		const refused = await run("run");
		expect(refused).toMatchObject({
			code: 1,
			err: expect.stringMatching(
				/Entra's own job provisions .* started it at 20\d\d-.*job pause.*job hand-over --to direct/s,
			),
		});
		expect(creates()).toBe(0);
		const { out } = await run("status");
		expect(out).toContain("Entra's own job provisions");
		expect(out).not.toContain("Unexpected");
		expect((await run("logs", "--json")).out).toContain('"code":"HostedJobOn"');
	});

	it("turning provisioning on, on demand and repairs are refused in an open console", async () => {
		const { run, open, creates, world } = await sharedWorld("ada");
		const session = await open();
		const [ada] = (await session.people.list()).filter(({ userName }) => userName.startsWith("ada"));
		await run("job", "start");
		const { provisioning, accounts } = session;
		await expect(provisioning.setEnabled(true)).rejects.toThrow("Entra's own job provisions");
		await expect(provisioning.onDemand(ada?.id ?? "", { perform: true })).rejects.toThrow("Entra's own job");
		await expect(accounts.compare({ repair: true })).rejects.toThrow("Entra's own job");
		expect(provisioning.status().enabled).toBe(false);
		expect(creates()).toBe(0);
		expect(await provisioning.onDemand(ada?.id ?? "", { perform: false })).toMatchObject({
			action: { type: "create" },
		});
		expect(world.sumo.control.journal().filter(({ method }) => method !== "GET")).toEqual([]);
	});

	it("a job that was started elsewhere is named as such", async () => {
		const { run, graph, job, cycle } = await sharedWorld("ada");
		await graph("POST", `${job}/start`);
		await cycle();
		expect((await run("run")).err).toMatch(/not started from this home.*Its last cycle began at 20/s);
	});

	it("a cycle runs again after the job was paused", async () => {
		const { run, cycle, creates } = await sharedWorld("ada");
		await run("job", "start");
		await cycle();
		await run("job", "pause");
		expect(await run("run")).toMatchObject({ code: 0 });
		expect(creates()).toBe(1);
	});

	it.each(["here", "in the portal"])(
		"status lists no failed cycles after the job was paused %s",
		async (where) => {
			const { run, graph, job } = await sharedWorld("ada");
			const matters = async () => JSON.parse((await run("status", "--json")).out).openMatters;
			await run("job", "start");
			await run("run");
			expect(await matters()).toMatchObject([{ kind: "cycleFailed", code: "HostedJobOn" }]);
			if (where === "in the portal") await graph("POST", `${job}/pause`);
			expect(await run("job", "pause")).toMatchObject({ code: 0, err: "" });
			expect(await matters()).toEqual([]);
		},
	);

	it("a job that is paused ends no failure of another cause", async () => {
		const { run, world } = await sharedWorld("ada");
		world.sumo.control.behave({ forbidden: true });
		await run("run");
		world.sumo.control.behave({ forbidden: false });
		await run("job", "pause");
		expect(JSON.parse((await run("status", "--json")).out).openMatters).toMatchObject([
			{ code: expect.not.stringContaining("HostedJobOn") },
		]);
	});

	it("a plan is allowed", async () => {
		const { run } = await sharedWorld("ada");
		await run("job", "start");
		expect(await run("run", "--plan")).toMatchObject({ code: 0, out: expect.stringContaining("1 create") });
	});
});

describe("without the permission to read Entra's job", () => {
	it("a cycle runs, with one warning that names the permission", async () => {
		const { run, world } = await sharedWorld("ada");
		world.entra.control.behave({ forbidden: ["/synchronization/"] });
		const { code, err } = await run("run");
		expect(code).toBe(0);
		expect(
			err.match(/Could not check whether Entra's own job is on.*Synchronization.Read.All/gs),
		).toHaveLength(1);
	});
});

describe("without the permission to read Entra's job, but with its log", () => {
	it("the warning says when Entra last provisioned the application", async () => {
		const { run, world, cycle } = await sharedWorld("ada");
		await run("job", "start");
		await cycle();
		await run("job", "pause");
		world.entra.control.behave({ forbidden: ["/synchronization/"] });
		const { code, err } = await run("run");
		expect(code).toBe(0);
		expect(err).toMatch(/Its log shows that it provisioned this application at 20\d\d-.*: pause it, unless/);
	});

	it("the warning says that the log shows nothing, or cannot be read", async () => {
		const { run, world } = await sharedWorld("ada");
		world.entra.control.behave({ forbidden: ["/synchronization/"] });
		expect((await run("run")).err).toContain("no entry of the last 24 hours, which does not prove");
		world.entra.control.behave({ forbidden: ["/synchronization/", "/auditLogs/"] });
		expect((await run("run")).err).toContain("Its log cannot be read either.");
	});
});

describe("starting Entra's job", () => {
	it.each(["start", "restart"])("with job %s says what could not be checked", async (command) => {
		const { run, home } = await sharedWorld("ada");
		const { code, err } = await run("job", command);
		expect(code).toBe(0);
		expect(err).toMatch(/Only the profiles of this home \(.*\) were checked/);
		expect(err).toContain(home);
		const { out } = await run("job", "restart", "--json");
		expect(JSON.parse(out)).toMatchObject({ notSeen: expect.stringContaining("another machine") });
	});
});

describe("while a profile is on", () => {
	it("starting, restarting and on demand are refused for Entra's job, with who turned it on and since when", async () => {
		const { run, open, world } = await sharedWorld("ada");
		const session = await open();
		await session.provisioning.setEnabled(true);
		for (const command of [["start"], ["restart"], ["on-demand", "ada@example.com"]]) {
			expect(await run("job", ...command)).toMatchObject({
				code: 1,
				err: expect.stringMatching(
					/the profile default.* is on\. .+ turned it on at 20.*hand-over --to hosted/s,
				),
			});
		}
		expect(world.entra.control.provisioningLog()).toEqual([]);
		await session.provisioning.setEnabled(false);
		expect(await run("job", "start")).toMatchObject({ code: 0 });
	});

	it("the job is refused also for a profile that names the application in another way", async () => {
		const { env, open, run } = await sharedWorld("ada");
		const session = await open();
		await session.provisioning.setEnabled(true);
		Object.assign(env, { SUMO_PROVISION_APPLICATION: "Sumo Logic", SUMO_PROVISION_PROFILE: "other" });
		expect(await run("job", "start")).toMatchObject({ code: 1, err: expect.stringContaining("is on.") });
	});
});

describe("the check for profiles that are on", () => {
	it("carries its remedy as data, and changes no store", async () => {
		const { env, home, open, run, world } = await sharedWorld("ada");
		const session = await open();
		await session.provisioning.setEnabled(true);
		await session.close();
		const folder = resolveHome(home, env).state;
		const files = () => readdirSync(folder).map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`);
		const before = files();
		expect((await run("job", "start")).err).toContain("`sumo-provision console --profile default`");
		expect(files()).toEqual(before);
		const refused = assertDirectOff({
			home: { state: folder },
			starts: { of: async () => undefined },
			tenantId: "",
			application: { id: world.entra.servicePrincipalId, appId: "", displayName: "" },
			isDemo: false,
			warn: () => undefined,
		});
		await expect(refused).rejects.toMatchObject({
			remedy: { type: "turn-direct-off", profile: "default" },
			message: expect.not.stringContaining("`"),
		});
	});
});
