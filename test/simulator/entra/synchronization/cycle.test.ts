import { beforeEach, describe, expect, it } from "vitest";
import type { EntraUserChange } from "../../../../src/simulator/entra/control.ts";
import { type JobWorld, jobWorld } from "./started-job.ts";

let at: JobWorld;

beforeEach(async () => {
	at = await jobWorld();
});

const add = (alias: string, change: EntraUserChange = {}, role: string | null = "Analyst") => {
	const { control } = at.world.entra;
	const user = control.addUser({ userPrincipalName: `${alias}@example.com`, ...change });
	if (role !== null) control.assign(user.id, role);
	return user;
};
const start = () => at.graph("POST", `${at.job}/start`);
const restart = (resetScope: string) => at.graph("POST", `${at.job}/restart`, { criteria: { resetScope } });
const writes = () =>
	at.world.sumo.control
		.journal()
		.filter(({ method }) => method !== "GET")
		.map(({ method }) => method);

describe("a cycle of the hosted job", () => {
	it("creates assigned users with their mapped values and roles, and leaves others alone", async () => {
		add("ada");
		add("ben", { givenName: "Ben", surname: "Bo" }, "Administrator");
		add("cleo", {}, null);
		await start();
		expect(await at.cycle()).toEqual(["ada@example.com create success", "ben@example.com create success"]);
		expect(at.account("ben@example.com")).toMatchObject({
			isActive: true,
			firstName: "Ben",
			lastName: "Bo",
			email: "ben@example.com",
			roles: ["Administrator"],
		});
		expect(at.account("cleo@example.com")).toBeUndefined();
		expect(await at.status()).toMatchObject({
			code: "Active",
			lastExecution: { state: "Succeeded", countImported: 2, countExports: 2, countExported: 2 },
			synchronizedEntryCountByType: [{ value: 2 }],
		});
	});

	it("takes over an account that matches, and changes only what differs", async () => {
		at.world.sumo.control.addUser({
			userName: "ada@example.com",
			givenName: "Adeline",
			familyName: "Family",
		});
		add("ada");
		await start();
		expect(await at.cycle()).toEqual(["ada@example.com update success"]);
		expect(writes()).toEqual(["PATCH"]);
		expect(at.world.entra.control.provisioningLog()[0]?.modified).toEqual(
			expect.arrayContaining([{ name: "name.givenName", old: "Adeline", new: "Given" }]),
		);
	});

	it("reads only changes after the first cycle, and skips what needs no export", async () => {
		add("ada");
		add("ben");
		await start();
		await at.cycle();
		expect(await at.cycle()).toEqual([]);
		at.world.entra.control.editUser("ada@example.com", { givenName: "Adele" });
		expect(await at.cycle()).toEqual(["ada@example.com update success"]);
		expect(at.account("ada@example.com")).toMatchObject({ firstName: "Adele" });
		await restart("Watermark");
		expect(await at.cycle()).toEqual([
			"ada@example.com other skipped RedundantExport",
			"ben@example.com other skipped RedundantExport",
		]);
	});

	it("skips a disabled user who was never managed, and disables one who was", async () => {
		add("ada", { accountEnabled: false });
		add("ben");
		await start();
		expect(await at.cycle()).toEqual([
			"ada@example.com other skipped NotEffectivelyEntitled",
			"ben@example.com create success",
		]);
		at.world.entra.control.editUser("ben@example.com", { accountEnabled: false });
		expect(await at.cycle()).toEqual(["ben@example.com disable success"]);
		expect(at.account("ben@example.com")).toMatchObject({ isActive: false });
	});

	it("disables an unassigned user, and does not delete the account when the user is deleted later", async () => {
		const { control } = at.world.entra;
		const { id } = add("ada");
		await start();
		await at.cycle();
		control.unassign(id);
		expect(await at.cycle()).toEqual(["ada@example.com disable success"]);
		control.deleteUser(id, { forGood: true });
		expect(await at.cycle()).toEqual([]);
		expect(at.account("ada@example.com")).toMatchObject({ isActive: false });
	});

	it("disables a soft-deleted user, and deletes the account 30 days later", async () => {
		const { control } = at.world.entra;
		const { id } = add("ada");
		await start();
		await at.cycle();
		control.deleteUser(id);
		expect(await at.cycle()).toEqual(["ada@example.com disable success"]);
		control.deleteUser(id, { forGood: true });
		expect(await at.cycle()).toEqual([`${id} delete success`]);
		expect(at.account("ada@example.com")).toBeUndefined();
	});

	it("activates a restored user again, if the target agrees", async () => {
		const { control } = at.world.entra;
		at.world.sumo.control.behave({ reactivation: "allow" });
		const { id } = add("ada");
		await start();
		await at.cycle();
		control.deleteUser(id);
		await at.cycle();
		control.restoreUser(id);
		expect(await at.cycle()).toEqual(["ada@example.com update success"]);
		expect(at.account("ada@example.com")).toMatchObject({ isActive: true });
	});

	it("reads direct members of assigned groups, not those of nested ones", async () => {
		const { control } = at.world.entra;
		add("ada", {}, null);
		add("ben", {}, null);
		const created = await at.graph("POST", "/groups", { displayName: "Outer" });
		expect(created.status).toBe(201);
		const inner = await at.graph("POST", "/groups", { displayName: "Inner" });
		control.setMember("Outer", "ada@example.com", true);
		control.setMember("Outer", String(inner.body.id), true);
		control.setMember("Inner", "ben@example.com", true);
		control.assign("Outer", "Analyst");
		await start();
		expect(await at.cycle()).toEqual(["ada@example.com create success"]);
		control.setMember("Outer", "ada@example.com", false);
		expect(await at.cycle()).toEqual(["ada@example.com disable success"]);
	});

	it("provisions all users with SyncAll, once it is restarted with it", async () => {
		add("ada", {}, null);
		await start();
		expect(await at.cycle()).toEqual([]);
		await at.secrets({ SyncAll: "true" });
		expect(await at.cycle()).toEqual([]);
		await restart("");
		expect(await at.cycle()).toEqual(["ada@example.com create success"]);
	});

	it("applies scoping filters, and leaves users alone who leave the scope with SkipOutOfScopeDeletions", async () => {
		const clause = (operatorName: string, sourceOperandName: string, ...values: string[]) => ({
			operatorName,
			sourceOperandName,
			targetOperand: { values },
		});
		const groups = [
			{ name: "Berlin", clauses: [clause("EQUALS", "city", "Berlin"), clause("IS NOT NULL", "mail")] },
		];
		await at.edit({ scope: { groups, inputFilterGroups: [], categoryFilterGroups: [] } });
		add("ada", { city: "Berlin" });
		add("ben", { city: "berlin" });
		await start();
		expect(await at.cycle()).toEqual([
			"ada@example.com create success",
			"ben@example.com other skipped NotEffectivelyEntitled",
		]);
		await at.secrets({ SkipOutOfScopeDeletions: "True" });
		at.world.entra.control.editUser("ada@example.com", { city: "Bonn" });
		expect(await at.cycle()).toEqual(["ada@example.com other skipped NotEffectivelyEntitled"]);
		await at.secrets({ SkipOutOfScopeDeletions: "False" });
		await restart("Watermark");
		expect(await at.cycle()).toContain("ada@example.com disable success");
	});
});

describe("the mappings of the hosted job", () => {
	it("do not flow null unless the attribute allows it, and use defaults only on creation", async () => {
		await at.edit({
			mappings: { externalId: "[employeeId]" },
			properties: { externalId: { defaultValue: "none" } },
		});
		add("ada", { employeeId: "17" });
		add("ben", { employeeId: null });
		await start();
		await at.cycle();
		expect(at.account("ben@example.com")).toMatchObject({ externalId: "none" });
		at.world.entra.control.editUser("ada@example.com", { employeeId: null });
		expect(await at.cycle()).toEqual(["ada@example.com other skipped RedundantExport"]);
		await at.edit({ attributes: { externalId: { flowNullValues: true } } });
		await at.cycle();
		expect(at.account("ada@example.com")).toMatchObject({ externalId: null });
	});

	it("do not flow an IIF that reads null", async () => {
		await at.edit({ mappings: { externalId: 'IIF([department]="Sales", "s", "other")' } });
		add("ada", { department: "Sales" });
		add("ben", { department: null });
		await start();
		await at.cycle();
		expect(at.account("ada@example.com")).toMatchObject({ externalId: "s" });
		expect(at.account("ben@example.com")).toMatchObject({ externalId: null });
	});

	it("flow constants, and some attributes only on creation", async () => {
		await at.edit({
			mappings: { externalId: '"x"', "name.givenName": "[givenName]" },
			properties: { "name.givenName": { flowType: "ObjectAddOnly" } },
		});
		add("ada", { givenName: "Ada" });
		await start();
		await at.cycle();
		at.world.entra.control.editUser("ada@example.com", { givenName: "Adele", surname: "Lund" });
		await at.cycle();
		expect(at.account("ada@example.com")).toMatchObject({
			externalId: "x",
			firstName: "Ada",
			lastName: "Lund",
		});
	});

	it("match by priority, and fail when several accounts or users match", async () => {
		await at.edit({
			properties: { 'emails[type eq "work"].value': { matchingPriority: 2 } },
		});
		at.world.sumo.control.addUser({ userName: "old@example.com", email: "ada@example.com" });
		add("ada");
		add("twin", { mail: "ada@example.com" });
		await start();
		expect(await at.cycle()).toEqual([
			"ada@example.com update success",
			"twin@example.com create failure DuplicateSourceEntries",
		]);
		expect(at.account("ada@example.com")).toMatchObject({ email: "ada@example.com" });
	});

	it("strip a guest's user principal name", async () => {
		const name = "gus_partner.com#EXT#@example.com";
		at.world.entra.control.addUser({ userPrincipalName: name, mail: "gus@partner.com", userType: "Guest" });
		at.world.entra.control.assign(name, "User");
		await start();
		await at.cycle();
		expect(at.account("gus@partner.com")).toMatchObject({ isActive: true });
	});
});
