import { describe, expect, it } from "vitest";
import { sharedWorld } from "./job-world.ts";

describe("a profile in hosted mode", () => {
	it("shows Entra's job: state, counts, last and next run, and its log with steps and values", async () => {
		const at = await sharedWorld("ada", "ben");
		await at.graph("POST", `${at.job}/start`);
		await at.cycle();
		const { provisioning } = await at.open("hosted");
		const { enabled, nextRun, hosted, lastCycle } = provisioning.status();
		expect({ enabled, lastCycle, problem: hosted?.problem }).toEqual({
			enabled: true,
			lastCycle: null,
			problem: null,
		});
		expect(hosted?.job).toMatchObject({ code: "Active", lastExecution: { countExported: 2 } });
		expect(nextRun).toBeGreaterThan(Date.now());
		const entries = await provisioning.log({ order: "descending", limit: 10 });
		expect(entries.map(({ source }) => source?.userName).toSorted()).toEqual([
			"ada@example.com",
			"ben@example.com",
		]);
		for (const { action, status, source, steps, modifiedProperties } of entries) {
			expect({ action, status }).toEqual({ action: "Create", status: "success" });
			expect(steps.map(({ type }) => type)).toEqual(expect.arrayContaining(["import", "scoping", "export"]));
			expect(modifiedProperties).toContainEqual({ name: "userName", old: null, new: source?.userName });
		}
		expect(await provisioning.countLog({ text: "ada@example.com" })).toBe(1);
	});

	it("starts, pauses and restarts the job, and provisions one user on demand", async () => {
		const at = await sharedWorld("ada");
		const { provisioning, people } = await at.open("hosted");
		await provisioning.setEnabled(true);
		expect(provisioning.status().enabled).toBe(true);
		await provisioning.setEnabled(false);
		expect(provisioning.status().enabled).toBe(false);
		await provisioning.reset(["watermark", "escrows"]);
		expect(at.world.entra.control.jobs()[0]?.restarts).toEqual(["Watermark, Escrows"]);
		const [ada] = (await people.list()).filter(({ userName }) => userName.startsWith("ada"));
		const { steps, entry } = await provisioning.onDemand(ada?.id ?? "", { perform: true });
		expect(entry).toMatchObject({ action: "Create", status: "success" });
		expect(steps.map(({ name, status }) => `${name}: ${status}`)).toEqual([
			"Test connection: success",
			"Import user: success",
			"Determine if user is in scope: success",
			"Match user between source and target: success",
			"Perform action: success",
		]);
		expect(at.account("ada@example.com")).toMatchObject({ isActive: true });
	});

	it("has what Entra cannot do absent, each with its reason", async () => {
		const { open } = await sharedWorld("ada");
		const { provisioning } = await open("hosted");
		for (const name of ["runNow", "stop", "rejectDeletions", "failed", "retryNow", "preview"] as const)
			expect(provisioning.missing(name)).toMatch(/^Entra .+\.$/);
		for (const name of ["heldBack", "plan", "reset"] as const) expect(provisioning.missing(name)).toBeNull();
		await expect(provisioning.runNow()).rejects.toThrow("Entra runs the cycles");
	});

	it("plans Entra's next cycle with the actions of a plan of our own, and writes nothing", async () => {
		const at = await sharedWorld("ada", "ben");
		at.world.entra.control.editUser("ben@example.com", { surname: "" });
		const { provisioning } = await at.open("hosted");
		const { actions, counts, stillFailing } = await provisioning.plan();
		expect(actions.map(({ type, source }) => `${source?.userName} ${type}`).toSorted()).toEqual([
			"ada@example.com create",
			"ben@example.com fail",
		]);
		expect(counts).toMatchObject({ create: 1, fail: 1 });
		expect(stillFailing).toBe(1);
		expect(provisioning.lastPlan()).toMatchObject({ isOutdated: false });
		expect(at.creates()).toBe(0);
	});

	it("shows a quarantine with its reason and what to do, and allows held deletions", async () => {
		const at = await sharedWorld("ada");
		await at.graph("POST", `${at.job}/start`);
		at.world.entra.control.quarantine("TooManyDeletes");
		const { provisioning } = await at.open("hosted");
		expect(provisioning.status()).toMatchObject({
			staged: 1,
			quarantine: { reason: expect.stringContaining("TooManyDeletes") },
			openMatters: [{ kind: "quarantine", recommendedAction: expect.stringContaining("threshold allows") }],
		});
		await provisioning.allowDeletions();
		expect(at.world.entra.control.jobs()[0]?.restarts.at(-1)).toContain("ForceDeletes");
	});

	it("allows held deletions only as the log showed them", async () => {
		const at = await sharedWorld("ada");
		await at.graph("POST", `${at.job}/start`);
		at.world.entra.control.quarantine("TooManyDeletes");
		const { provisioning } = await at.open("hosted");
		const restarts = () => at.world.entra.control.jobs()[0]?.restarts ?? [];
		const before = restarts().length;
		await expect(provisioning.allowDeletions("hash of others")).rejects.toThrow(
			"Nothing was allowed: a cycle has held back other changes since they were shown, which the log does not show yet.",
		);
		expect(restarts()).toHaveLength(before);
	});

	it("opens without Graph, and shows why the job cannot be read", async () => {
		const at = await sharedWorld();
		at.world.entra.control.behave({ forbidden: ["/synchronization/"] });
		const { provisioning } = await at.open("hosted");
		expect(provisioning.status().hosted).toMatchObject({
			job: null,
			problem: expect.stringContaining("Synchronization.Read.All"),
		});
	});

	it("never provisions itself, and leaves what was on before off", async () => {
		const at = await sharedWorld("ada");
		const direct = await at.open("direct");
		await direct.provisioning.setEnabled(true);
		await direct.settings.change("mode", "hosted");
		expect((await at.run("status")).out).toContain("hosted mode");
		await direct.settings.change("mode", "direct");
		expect((await at.run("status")).out).toContain("default: Off.");
		expect(await at.run("run", "--mode", "hosted")).toMatchObject({
			code: 1,
			err: expect.stringContaining("Entra runs the cycles of its job"),
		});
		expect(at.creates()).toBe(0);
	});

	it("has a status of its own, which exits with 3 in quarantine", async () => {
		const at = await sharedWorld("ada");
		Object.assign(at.env, { SUMO_PROVISION_MODE: "hosted" });
		await at.run("job", "start");
		await at.cycle();
		const { code, out } = await at.run("status");
		expect(code).toBe(0);
		expect(out).toMatch(/^default: hosted mode, provisioned by Entra's own job\.\nJob scim.*Status: Active/s);
		expect(JSON.parse((await at.run("status", "--json")).out)).toMatchObject({
			type: "status",
			mode: "hosted",
			state: "on",
			enabled: true,
			nextCycle: expect.any(String),
			job: { lastExecution: { countExported: 1 } },
		});
		at.world.entra.control.quarantine("EncounteredQuarantineException");
		expect(await at.run("status")).toMatchObject({
			code: 3,
			out: expect.stringContaining("In quarantine since"),
		});
	});
});
