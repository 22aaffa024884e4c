import { describe, expect, it } from "vitest";
import type { GraphBehavior } from "../../../src/simulator/entra/behavior.ts";
import { sharedWorld } from "./job-world.ts";

/** The job of a tenant that has run a cycle, which Graph shows changed. */
async function shownAs(behavior: GraphBehavior) {
	const at = await sharedWorld("ada");
	const { sumo, entra } = at.world;
	const token = Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64");
	await at.secrets({ BaseAddress: sumo.scimUrl, SecretToken: token });
	await at.graph("POST", `${at.job}/start`);
	await entra.control.runCycle();
	entra.control.behave(behavior);
	return at;
}

describe("what Graph does not say of the job", () => {
	it.each([
		["schedule", { schedule: null }, "Unknown"],
		["schedule", { schedule: { state: "Hibernating" } }, "Hibernating"],
		["status", { status: null }, "Unknown"],
		["status", { status: { code: "Suspended" } }, "Suspended"],
		["result of the last cycle", { status: { lastExecution: { state: "Partly" } } }, "Partly"],
		[
			"result of the last cycle",
			{ status: { lastExecution: { state: null, timeBegan: null, timeEnded: null } } },
			"Unknown",
		],
		["reason of the quarantine", { status: { code: "Quarantine", quarantine: { reason: "New" } } }, "New"],
	] as const)("about its %s is unknown, not a state: %j", async (about, shown, word) => {
		const at = await shownAs({ jobs: { shown } });
		const words =
			word === "Unknown" ? `Entra does not report the ${about}` : `Entra reports the ${about} "${word}"`;
		const text = await at.run("job", "status");
		expect(text).toMatchObject({ code: 3, out: expect.stringContaining(words) });
		expect(text.out).not.toMatch(/NotConfigured|Disabled|has not completed|ended ,|since :/);
		const json = await at.run("job", "status", "--json");
		expect(json.code).toBe(3);
		expect(JSON.parse(json.out).unknownWords).toEqual([{ about, word }]);
		await at.run("settings", "set", "mode", "hosted");
		expect(await at.run("status")).toMatchObject({ code: 3, out: expect.stringContaining(words) });
	});

	it("is not taken for an off job by a direct run", async () => {
		const at = await shownAs({ jobs: { shown: { schedule: null } } });
		const before = at.creates();
		const { code, err } = await at.run("run");
		expect(code).toBe(1);
		expect(err).toContain("Entra does not report the schedule");
		expect(at.creates()).toBe(before);
	});

	it("is a quarantine without a reason, which says so in words", async () => {
		const at = await shownAs({ jobs: { shown: { status: { code: "Quarantine", quarantine: null } } } });
		const { code, out } = await at.run("job", "status");
		expect(code).toBe(3);
		expect(out).toContain("In quarantine since an unknown time: Entra gives no reason.");
		expect(out).not.toContain("Next attempt");
	});
});

describe("entries of the log that cannot be read", () => {
	it("are named by job logs, in JSON too, with an exit code of their own", async () => {
		const at = await shownAs({ provisioningLog: { shown: { activityDateTime: null } } });
		const text = await at.run("job", "logs");
		expect(text).toMatchObject({ code: 3, out: "" });
		expect(text.err).toMatch(/^1 entry of Entra's log can't be read .*activityDateTime/);
		const json = await at.run("job", "logs", "--json");
		expect(json.code).toBe(3);
		expect(JSON.parse(json.out)).toEqual({ type: "unreadable", problem: text.err });
		const csv = await at.run("job", "logs", "--format", "csv");
		expect([csv.code, csv.out.split("\n")]).toEqual([3, [expect.stringContaining("sequence,time")]]);
	});

	it("hide none of those that can", async () => {
		const at = await shownAs({});
		at.world.entra.control.addUser({ userPrincipalName: "bo@example.com" });
		at.world.entra.control.assign("bo@example.com", "Analyst");
		await at.world.entra.control.runCycle();
		const whole = await at.run("job", "logs", "--json");
		expect(whole.code).toBe(0);
		at.world.entra.control.behave({ provisioningLog: { shown: { id: null }, shownEvery: 2 } });
		const part = await at.run("job", "logs", "--json");
		expect(part.code).toBe(3);
		expect(part.out.split("\n")).toHaveLength(Math.ceil(whole.out.split("\n").length / 2) + 1);
	});

	it("are no reason to call an entry without a status good", async () => {
		const at = await shownAs({ provisioningLog: { shown: { provisioningStatusInfo: null } } });
		const { out } = await at.run("job", "logs", "--json");
		const entry = JSON.parse(out);
		expect(entry).toMatchObject({ status: "unknown" });
		expect(entry.steps).toContainEqual(expect.objectContaining({ description: "Entra reports no status." }));
	});

	it("show to an operator who may not read the job that it was active", async () => {
		const at = await shownAs({ provisioningLog: { shown: { activityDateTime: null } } });
		at.world.entra.control.behave({ forbidden: ["/synchronization/"] });
		const { err } = await at.run("run");
		expect(err).toContain("it provisioned this application within the last 24 hours");
	});
});
