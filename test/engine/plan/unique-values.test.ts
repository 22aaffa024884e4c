import { describe, expect, it } from "vitest";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { person } from "../fake-directory.ts";
import { type Setup, setUp } from "../setup.ts";
import { planned, previewed, ran } from "./agreement.ts";

const address = (name: string) => ({
	emails: [{ value: `${name}@example.com`, type: "work", primary: true }],
});

/** Plan, on demand and run say the same of each user, and send nothing for those who fail. */
async function expectFates(world: Setup, fates: Readonly<Record<string, string>>): Promise<void> {
	expect(await planned(world)).toEqual(fates);
	expect(await previewed(world, Object.keys(fates))).toEqual(fates);
	world.target.calls.length = 0;
	expect(await ran(world)).toEqual(fates);
	const writes = world.target.calls.filter((call) => /^(create|update)/.test(call));
	expect(writes).toHaveLength(
		Object.values(fates).filter((fate) => /^(create|update|enable)$/.test(fate)).length,
	);
}

async function errorOf({ engine }: Setup, sourceId: string) {
	const { actions } = await engine.plan();
	const action = actions.find(({ source }) => source?.id === sourceId);
	return action?.type === "fail" ? action.error : null;
}

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

describe("a value that is handed on from one user to another", () => {
	async function provisioned(...names: readonly string[]): Promise<Setup> {
		const world = await setUp({ settings: { deletionGuard: { enabled: false, count: 0, percent: 0 } } });
		for (const name of names) world.directory.put(person(name), "User");
		await world.engine.run();
		return world;
	}

	it("goes to the next user in the same cycle, whatever the order", async () => {
		for (const isFirst of [true, false]) {
			const world = await provisioned("Bob", "Cleo");
			const hand = () => world.directory.put(person("Ada", { mail: "bob@example.com" }), "User");
			if (isFirst) hand();
			world.directory.change("source-bob", { mail: "bob.new@example.com" });
			if (!isFirst) hand();
			await expectFates(world, { "source-ada": "create", "source-bob": "update" });
		}
	});

	it("goes on along a chain, from the end that is free", async () => {
		const world = await provisioned("Ada", "Bob", "Cleo");
		world.directory.change("source-ada", { mail: "bob@example.com" });
		world.directory.change("source-bob", { mail: "cleo@example.com" });
		world.directory.change("source-cleo", { mail: "free@example.com" });
		const fates = { "source-ada": "update", "source-bob": "update", "source-cleo": "update" };
		await expectFates(world, fates);
		expect(world.target.named("ada@example.com")).toMatchObject(address("bob"));
	});

	it("also when it is the user name, by which accounts are matched", async () => {
		const world = await provisioned("Bob");
		world.directory.put({ ...person("Bob"), id: "source-another" }, "User");
		world.directory.change("source-bob", {
			userPrincipalName: "robert@example.com",
			mail: "robert@example.com",
		});
		const fates = { "source-another": "create", "source-bob": "update" };
		await expectFates(world, fates);
	});

	it("goes on after the account was deleted", async () => {
		const world = await setUp({ settings: { hardDelete: "delete" } });
		world.directory.put(person("Bob", { mail: "desk@example.com" }), "User");
		await world.engine.run();
		world.directory.remove("source-bob");
		world.directory.put(person("Ada", { mail: "desk@example.com" }), "User");
		const fates = { "source-ada": "create", "source-bob": "delete" };
		await expectFates(world, fates);
	});

	it("stays where it is while its user fails, and when two exchange theirs", async () => {
		const world = await provisioned("Ada", "Bob", "Cleo");
		world.directory.change("source-ada", { mail: "bob@example.com" });
		world.directory.change("source-bob", { mail: "ada@example.com" });
		const fates = { "source-ada": "Conflict", "source-bob": "Conflict" };
		const error = await errorOf(world, "source-ada");
		expect(error?.reason).toContain(
			"The change of Bob Example (bob@example.com), whose account it is, would free the value, and has not been made.",
		);
		expect(error?.recommendedAction).toContain("give one of them another value first");
		await expectFates(world, fates);
	});

	it("goes to a user who failed for it as soon as the other user gives it up, not after the wait", async () => {
		const world = await provisioned("Ada", "Bob");
		world.directory.deltas = true;
		world.directory.change("source-ada", { mail: "bob@example.com" });
		world.directory.change("source-bob", { mail: "ada@example.com" });
		expect(await ran(world)).toEqual({ "source-ada": "Conflict", "source-bob": "Conflict" });
		world.directory.change("source-bob", { mail: "bob.new@example.com" });
		await expectFates(world, { "source-ada": "update", "source-bob": "update" });
	});

	it("says on demand that only a cycle frees it, and fails there without a request", async () => {
		const world = await provisioned("Bob");
		world.directory.put(person("Ada", { mail: "bob@example.com" }), "User");
		world.directory.change("source-bob", { mail: "bob.new@example.com" });
		const preview = await world.engine.provision("source-ada", { perform: false });
		expect(preview.action?.type).toBe("create");
		expect(preview.steps.at(-1)?.details).toContainEqual({
			name: "only in a cycle",
			value: expect.stringContaining(
				"The change of Bob Example (bob@example.com), whose account it is, would free",
			),
		});
		world.target.calls.length = 0;
		const performed = await world.engine.provision("source-ada", { perform: true });
		expect(performed.entry).toMatchObject({
			status: "failure",
			error: { code: "Conflict", remedy: { type: "wait" } },
		});
		expect(world.target.calls.filter((call) => call.startsWith("create"))).toEqual([]);
	});

	it("stays with an account whose deletion the deletion guard holds back", async () => {
		const deletionGuard = { enabled: true, count: 0, percent: 0 };
		const world = await setUp({ settings: { hardDelete: "delete", deletionGuard } });
		world.directory.put(person("Bob", { mail: "desk@example.com" }), "User");
		await world.engine.run();
		world.directory.remove("source-bob");
		world.directory.put(person("Ada", { mail: "desk@example.com" }), "User");
		const preview = await world.engine.provision("source-ada", { perform: false });
		expect(preview.action).toMatchObject({ type: "fail", error: { code: "Conflict" } });
		expect((await planned(world))["source-ada"]).toBe("Conflict");
		expect((await ran(world))["source-ada"]).toBe("Conflict");
	});

	it("stays with an unmanaged account that the cycle deactivates", async () => {
		const world = await setUp();
		world.target.seed("bob@example.com", address("desk"));
		world.directory.put(person("Bob", { accountEnabled: false }), "User");
		world.directory.put(person("Ada", { mail: "desk@example.com" }), "User");
		await world.engine.run();
		const [failed] = await world.engine.escrow();
		expect(failed?.reason).not.toContain("would free");
	});

	it("belongs to a disabled user no more in an incremental cycle than in an initial one", async () => {
		const world = await provisioned("Bob");
		world.directory.deltas = true;
		world.directory.change("source-bob", { accountEnabled: false });
		await world.engine.run();
		world.directory.put({ ...person("Bob"), id: "source-successor" }, "User");
		await expectFates(world, { "source-successor": "enable" });
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
