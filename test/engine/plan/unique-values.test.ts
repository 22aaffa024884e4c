import { describe, expect, it } from "vitest";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { person } from "../fake-directory.ts";
import { setUp } from "../setup.ts";
import { planned, previewed, ran } from "./agreement.ts";
import { address, errorOf, expectFates } from "./fates.ts";

describe("an address that another account has", () => {
	it("is a conflict that names the account, for new accounts and for changed ones", async () => {
		const world = await setUp();
		world.target.seed("other@example.com", address("ada"));
		world.target.seed("third@example.com", address("bob"));
		world.target.seed("bob@example.com", address("bob.old"));
		world.directory.put(person("Ada"), "User");
		world.directory.put(person("Bob"), "User");
		const error = await errorOf(world, "source-ada");
		expect(error?.reason).toContain("other@example.com (account-1)");
		expect(error?.remedy).toEqual({
			type: "link-account",
			account: { id: "account-1", userName: "other@example.com" },
		});
		await expectFates(world, { "source-ada": "Conflict", "source-bob": "Conflict" });
	});

	it("is not to be linked with a user who has an account, which a link would refuse", async () => {
		const world = await setUp();
		world.target.seed("third@example.com", address("bob"));
		world.target.seed("fourth@example.com", { ...address("cid"), active: false });
		for (const name of ["bob", "cid"]) world.target.seed(`${name}@example.com`, address(`${name}.old`));
		for (const name of ["Bob", "Cid"]) world.directory.put(person(name), "User");
		for (const [id, code] of [
			["source-bob", "Conflict"],
			["source-cid", "BlockedByDeactivatedAccount"],
		] as const) {
			const error = await errorOf(world, id);
			expect(error?.code).toBe(code);
			expect(error?.recommendedAction).toContain("another address at the source");
			expect(error?.recommendedAction).not.toContain("link");
			expect(error?.remedy.type).not.toBe("link-account");
		}
	});

	it("is not to be linked when it is that of a service account", async () => {
		const world = await setUp();
		const { id } = world.target.seed("robot@example.com", address("ada"));
		world.target.isServiceAccount = async (account) => account.id === id;
		world.directory.put(person("Ada"), "User");
		const error = await errorOf(world, "source-ada");
		expect(error?.reason).toContain("It is a service account");
		expect(error?.recommendedAction).toContain("another address at the source");
		expect(error?.remedy.type).toBe("fix-at-source");
		await expectFates(world, { "source-ada": "Conflict" });
	});

	it("is found for a few users, who are looked up one by one, as for many", async () => {
		const world = await setUp();
		world.target.seed("other@example.com", address("ada"));
		for (let index = 0; index < 3000; index += 1) world.target.seed(`more${index}@example.com`);
		world.directory.put(person("Ada"), "User");
		expect(await planned(world)).toEqual({ "source-ada": "Conflict" });
		expect(world.target.calls).not.toContain("list 0");
		for (const name of ["Bob", "Cleo", "Dan"]) world.directory.put(person(name), "User");
		world.target.calls.length = 0;
		expect(await planned(world)).toMatchObject({ "source-ada": "Conflict", "source-dan": "create" });
		expect(world.target.calls).toContain("list 0");
	});

	it("is blocked when the account is deactivated", async () => {
		const world = await setUp();
		world.target.seed("other@example.com", { ...address("ada"), active: false });
		world.directory.put(person("Ada"), "User");
		expect((await errorOf(world, "source-ada"))?.remedy).toEqual({
			type: "link-account",
			account: { id: "account-1", userName: "other@example.com" },
		});
		await expectFates(world, { "source-ada": "BlockedByDeactivatedAccount" });
	});

	it("is kept by the account of a user who has none at the source", async () => {
		const world = await setUp();
		world.target.seed("bob@example.com", address("ada"));
		world.directory.put(person("Bob", { mail: null }), "User");
		world.directory.put(person("Ada"), "User");
		const error = await errorOf(world, "source-ada");
		expect(error?.reason).toContain("Bob Example (bob@example.com) has the same emails");
		expect(error?.remedy).toMatchObject({ type: "fix-at-source" });
		await expectFates(world, { "source-ada": "DuplicateSourceEntries", "source-bob": "link" });
		await ran(world);
		world.directory.put(person("Ada", { givenName: "Adele" }), "User");
		await expectFates(world, { "source-ada": "DuplicateSourceEntries" });
	});

	it("is not said to be the user's own when it is the account of a user who leaves the scope", async () => {
		const world = await setUp();
		world.directory.put(person("Ada"), "User");
		world.directory.put(person("Bob"), "User");
		await ran(world);
		world.directory.put(person("Ada", { mail: "bob@example.com" }), "User");
		world.directory.grant("source-bob", null);
		const error = await errorOf(world, "source-ada");
		expect(error?.code).toBe("Conflict");
		expect(error?.recommendedAction).toContain("bob@example.com is the account of");
		expect(error?.recommendedAction).not.toContain("link");
		expect(error?.remedy.type).toBe("fix-at-source");
	});

	it("is no obstacle for the account itself", async () => {
		const world = await setUp();
		world.target.seed("ada@example.com", { ...address("ada"), name: { givenName: "A", familyName: "B" } });
		world.directory.put(person("Ada"), "User");
		await expectFates(world, { "source-ada": "update" });
	});
});

describe("an address that two source users have", () => {
	it("goes to the first of their ids, whoever comes first at the source", async () => {
		const world = await setUp();
		world.directory.put(person("Bob", { mail: "shared@example.com" }), "User");
		world.directory.put(person("Ada", { mail: "Shared@example.com" }), "User");
		const error = await errorOf(world, "source-bob");
		expect(error?.reason).toBe(
			'Bob Example (bob@example.com) cannot be provisioned: Ada Example (ada@example.com) has the same emails[type eq "work"].value, which only one account can have.',
		);
		await expectFates(world, { "source-ada": "create", "source-bob": "DuplicateSourceEntries" });
	});

	it("skips a user that the profile may not update, in initial and in incremental cycles", async () => {
		const actions = { create: true, update: false, delete: true };
		const world = await setUp({ mappings: { mappings: defaultMappings, actions } });
		world.directory.put(person("Ada"), "User");
		world.directory.put(person("Bob"), "User");
		await ran(world);
		world.directory.put(person("Ada", { userPrincipalName: "bob@example.com" }), "User");
		const skipped = { "source-ada": "skip" };
		expect(await planned(world)).toEqual(skipped);
		expect(await previewed(world, ["source-ada"])).toEqual(skipped);
		await world.engine.restart({ full: false });
		expect(await planned(world)).toMatchObject(skipped);
	});

	it("comes after what is wrong with a user who has an account, in an initial cycle as in others", async () => {
		const world = await setUp();
		world.directory.put(person("Ada"), "User");
		world.directory.put(person("Bob"), "User");
		await ran(world);
		world.directory.put(person("Ada", { userPrincipalName: "bob@example.com", mail: "no address" }), "User");
		const failed = { "source-ada": "SchemaAttributeValidationFailed" };
		expect(await planned(world)).toEqual(failed);
		expect(await previewed(world, ["source-ada"])).toEqual(failed);
		await world.engine.restart({ full: false });
		expect(await planned(world)).toMatchObject(failed);
	});

	it("stays with the user whose account has it", async () => {
		const world = await setUp();
		world.directory.put(person("Bob", { mail: "shared@example.com" }), "User");
		await world.engine.run();
		world.directory.put(person("Ada", { mail: "shared@example.com" }), "User");
		const fates = { "source-ada": "DuplicateSourceEntries" };
		expect(await planned(world)).toEqual(fates);
		expect(await previewed(world)).toEqual({ ...fates, "source-bob": "unchanged" });
		expect(await ran(world)).toEqual(fates);
	});

	it("names the attribute and the user where accounts are also matched by it", async () => {
		const mappings = defaultMappings.map((mapping) =>
			mapping.target.startsWith("emails") ? { ...mapping, matchingPrecedence: 2 } : mapping,
		);
		const world = await setUp({ mappings: { mappings } });
		world.directory.put(person("Ada", { mail: "shared@example.com" }), "User");
		world.directory.put(person("Bob", { mail: "shared@example.com" }), "User");
		const error = await errorOf(world, "source-bob");
		expect(error?.reason).toContain(
			'Ada Example (ada@example.com) has the same emails[type eq "work"].value',
		);
		await expectFates(world, { "source-ada": "create", "source-bob": "DuplicateSourceEntries" });
	});

	it("gives the ids of namesakes, so that they can be told apart", async () => {
		const world = await setUp();
		const upn = { userPrincipalName: "ada@example.com", displayName: "Ada Example" };
		for (const name of ["Ada", "Twin", "Third"]) world.directory.put(person(name, upn), "User");
		const error = await errorOf(world, "source-twin");
		expect(error?.reason).toContain("Ada Example (ada@example.com) [source-ada]");
		expect(error?.reason).toMatch(/^Ada Example \(ada@example\.com\) cannot be provisioned/);
	});

	it("names them too where an account matches both", async () => {
		const mappings = defaultMappings.map((mapping) =>
			mapping.target.startsWith("emails") ? { ...mapping, matchingPrecedence: 2 } : mapping,
		);
		const world = await setUp({ mappings: { mappings } });
		world.target.seed("third@example.com", address("shared"));
		world.directory.put(person("Bob", { mail: "shared@example.com" }), "User");
		world.directory.put(person("Ada", { mail: "shared@example.com" }), "User");
		const error = await errorOf(world, "source-bob");
		expect(error?.reason).toBe(
			'Bob Example (bob@example.com) cannot be provisioned: Ada Example (ada@example.com) has the same account by emails[type eq "work"].value "shared@example.com".',
		);
		await expectFates(world, { "source-ada": "update", "source-bob": "DuplicateSourceEntries" });
	});
});

describe("a user without a role", () => {
	it("fails when the target lacks the role that it gives to such users", async () => {
		const world = await setUp();
		world.target.tellsRoles = true;
		world.target.roles.delete("User");
		world.directory.put(person("Ada"), null);
		expect(await planned(world)).toEqual({ "source-ada": "RoleNotFound" });
		expect(await ran(world)).toEqual({ "source-ada": "RoleNotFound" });
	});
});
