import { describe, expect, it } from "vitest";
import { resetScopes } from "../../../src/setup/reset-scope.ts";
import { type SharedWorld, sharedWorld } from "./job-world.ts";

/** Entra's job after its first cycle, with the account of ada. */
async function started(...users: readonly string[]): Promise<SharedWorld> {
	const at = await sharedWorld(...users);
	expect(await at.run("job", "start")).toMatchObject({ code: 0 });
	await at.cycle();
	return at;
}

const restart = (at: SharedWorld, ...scope: readonly string[]) =>
	at.run("job", "restart", ...(scope.length === 0 ? [] : ["--scope", ...scope]), "--yes");

/** The effect of each reset, as the next cycle of Entra's job shows it. */
describe("a restart of Entra's job", () => {
	it("without a scope reads all users, retries failed ones, and keeps the links", async () => {
		const at = await started("ada", "ben");
		const { sumo, entra } = at.world;
		sumo.control.fault({ kind: "status", status: 400, method: "PATCH" });
		entra.control.editUser("ben@example.com", { givenName: "Benedict" });
		expect(await at.cycle()).toEqual([expect.stringContaining("ben@example.com update failure")]);
		expect(await at.cycle()).toEqual([]);
		expect((await restart(at)).out).toContain("failed users are retried now");
		expect((await at.cycle()).toSorted()).toEqual([
			expect.stringContaining("ada@example.com other skipped"),
			expect.stringContaining("ben@example.com update success"),
		]);
		expect(at.creates()).toBe(2);
	});

	it("of watermark reads all users again, and keeps the links of those who were renamed", async () => {
		const at = await started("ada");
		expect(await at.cycle()).toEqual([]);
		at.world.entra.control.editUser("ada@example.com", { userPrincipalName: "lovelace@example.com" });
		await restart(at, "watermark");
		expect(await at.cycle()).toEqual([expect.stringContaining("lovelace@example.com update success")]);
		expect(at.creates()).toBe(1);
	});

	it("of escrows forgets failures: failed users are not retried until they change or all are read again", async () => {
		const at = await started("ada");
		at.world.sumo.control.fault({ kind: "status", status: 400, method: "PATCH" });
		at.world.entra.control.editUser("ada@example.com", { givenName: "Augusta" });
		await at.cycle();
		const { out } = await restart(at, "escrows");
		expect(out).toContain(resetScopes.escrows.effect);
		at.pass({ days: 2 });
		expect(await at.cycle()).toEqual([]);
		await restart(at, "watermark");
		expect(await at.cycle()).toEqual([expect.stringContaining("ada@example.com update success")]);
	});

	it("of the quarantine ends it and reads no one again", async () => {
		const at = await started("ada");
		at.world.entra.control.quarantine("EncounteredQuarantineException");
		expect(await at.status()).toMatchObject({ code: "Quarantine" });
		await restart(at, "quarantine");
		expect(await at.status()).toMatchObject({ code: "Active", quarantine: null });
		expect(await at.cycle()).toEqual([]);
	});

	it("of links matches again, so that an account which was renamed in Sumo Logic gets a second one", async () => {
		const at = await started("ada");
		const { id } = at.account("ada@example.com") ?? {};
		at.world.sumo.control.editUser(String(id), { userName: "other@example.com", email: "other@example.com" });
		await restart(at, "links", "watermark");
		expect(await at.cycle()).toEqual([expect.stringContaining("ada@example.com create success")]);
		expect(at.creates()).toBe(2);
	});
});
