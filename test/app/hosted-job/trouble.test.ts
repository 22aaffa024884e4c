import { describe, expect, it } from "vitest";
import { sharedWorld } from "./job-world.ts";

const permission = (name: string) => expect.stringContaining(name);

describe("hosted mode in trouble", () => {
	it("says to sign in again when a token that cannot be renewed expires", async () => {
		const at = await sharedWorld("ada", "ben");
		await at.run("job", "start");
		const { provisioning } = await at.open("hosted");
		at.world.entra.control.expireAccessTokens();
		await expect(provisioning.reset(["watermark"])).rejects.toThrow("Sign in again");
		expect(provisioning.status().hosted).toMatchObject({
			job: { schedule: "Active" },
			problem: expect.stringContaining("Sign in again"),
		});
	});

	it.each([
		["/synchronization/", ["job", "start"], "Synchronization.Read.All"],
		["/restart", ["job", "restart"], "Synchronization.ReadWrite.All"],
		["/provisionOnDemand", ["job", "on-demand", "ada@example.com"], "Synchronization.ReadWrite.All"],
		["/auditLogs/", ["job", "logs"], "ProvisioningLog.Read.All"],
	])("names the permission that is missing for %s", async (path, command, needed) => {
		const at = await sharedWorld("ada");
		at.world.entra.control.behave({ forbidden: [path] });
		expect(await at.run(...command)).toMatchObject({ code: 1, err: permission(needed) });
	});

	it("keeps provisioning users of a role that was disabled, in both modes: their assignments stay", async () => {
		const at = await sharedWorld("ada");
		const path = "/applications";
		const { body } = await at.graph("GET", `${path}?$filter=displayName eq 'Sumo Logic'`);
		const [application] = body.value as {
			id: string;
			appRoles: { value: string | null; isEnabled: boolean }[];
		}[];
		const appRoles = application?.appRoles.map((role) =>
			role.value === "Analyst" ? { ...role, isEnabled: false } : role,
		);
		expect(await at.graph("PATCH", `${path}/${application?.id}`, { appRoles } as never)).toMatchObject({
			status: 204,
		});
		const { code, out } = await at.run("job", "on-demand", "ada@example.com", "--json");
		expect(code).toBe(0);
		expect(JSON.parse(out)).toMatchObject({
			action: "Create",
			modifiedProperties: expect.arrayContaining([
				{ name: 'roles[primary eq "True"].value', old: null, new: "Analyst" },
			]),
		});
		const plan = JSON.parse((await at.run("job", "hand-over", "--to", "direct", "--plan", "--json")).out);
		expect(plan).toMatchObject({ takenOver: 1, withoutAccount: [] });
	});
});
