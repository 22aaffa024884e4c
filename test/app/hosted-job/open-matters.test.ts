import { describe, expect, it } from "vitest";
import { sharedWorld } from "./job-world.ts";

const hour = 3_600_000;

/** Entra's job after a cycle in which Ada failed: she has no family name, which the target requires. */
async function withFailingUser() {
	const at = await sharedWorld("ada", "ben");
	Object.assign(at.env, { SUMO_PROVISION_MODE: "hosted" });
	at.world.entra.control.editUser("ada@example.com", { surname: "" });
	await at.run("job", "start");
	expect(await at.cycle()).toContainEqual(expect.stringContaining("ada@example.com create failure"));
	return at;
}

describe("what is open in Entra's job", () => {
	it("has a failing user with since, attempts and reason", async () => {
		const at = await withFailingUser();
		const { provisioning } = await at.open("hosted");
		const [matter, ...others] = provisioning.status().openMatters;
		expect(others).toEqual([]);
		expect(matter).toMatchObject({
			kind: "userFails",
			code: "SystemForCrossDomainIdentityManagementServiceIncompatible",
			user: { userName: "ada@example.com" },
			attempts: 1,
			nextAttempt: (matter?.since ?? 0) + 6 * hour,
			reason: expect.stringContaining("name.familyName"),
		});
	});

	it("counts in the exit code and the JSON of status", async () => {
		const at = await withFailingUser();
		const shown = await at.run("status");
		expect(shown.code).toBe(3);
		expect(shown.out).toMatch(/1 open matter; .*15 minutes late:\n! ada <ada@example\.com> fails/);
		const { code, out } = await at.run("status", "--json");
		expect(code).toBe(3);
		expect(JSON.parse(out)).toMatchObject({
			mode: "hosted",
			open: 1,
			counts: { userFails: 1, quarantine: 0 },
			openMatters: [{ kind: "userFails", user: { userName: "ada@example.com" } }],
			log: { lagMinutes: 15, problem: null },
		});
	});

	it("shows that failing users are not known without the permission to read the log", async () => {
		const at = await withFailingUser();
		at.world.entra.control.behave({ forbidden: ["/auditLogs/"] });
		expect(await at.run("status")).toMatchObject({
			code: 3,
			out: expect.stringMatching(/Failing users are not known.*ProvisioningLog\.Read\.All/),
		});
		const { provisioning } = await at.open("hosted");
		expect(provisioning.status()).toMatchObject({
			enabled: true,
			openMatters: [],
			hosted: { problem: null, logProblem: expect.stringContaining("ProvisioningLog.Read.All") },
		});
	});
});
