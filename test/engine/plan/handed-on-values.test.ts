import { describe, expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { type Setup, setUp } from "../setup.ts";
import { planned, ran } from "./agreement.ts";
import { address, errorOf, expectFates } from "./fates.ts";

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
