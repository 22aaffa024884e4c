import { describe, expect, it } from "vitest";
import { expression } from "../../../src/mapping/definition/plain-mapping.ts";
import { sumoDialect } from "../../../src/sumo/dialect.ts";
import { hour } from "../fake-clock.ts";
import { person } from "../fake-directory.ts";
import { type Setup, setUp } from "../setup.ts";
import { planned, previewed, ran } from "./agreement.ts";

const address = (name: string) => ({
	emails: [{ value: `${name}@example.com`, type: "work", primary: true }],
});

/** Bob's account is deactivated, and has the address that Ada needs. Bob gets another one. */
async function afterBob(reactivation: "allow" | "refuse" | "ignore"): Promise<Setup> {
	const world = await setUp();
	world.target.reactivation = reactivation;
	world.target.seed("bob@example.com", { ...address("ada"), active: false });
	world.directory.put(person("Bob"), "User");
	world.directory.put(person("Ada"), "User");
	return world;
}

describe("a user who needs a value of an account that the target may not reactivate", () => {
	it("is planned as created with a note, and created as soon as the other account has given it up", async () => {
		const world = await afterBob("allow");
		const fates = { "source-bob": "enable", "source-ada": "create" };
		const { actions } = await world.engine.plan();
		expect(actions.find(({ source }) => source?.id === "source-ada")).toMatchObject({
			type: "create",
			note: expect.stringMatching(/It depends on another user's change that Sumo Logic may refuse/),
		});
		expect(await planned(world)).toEqual(fates);
		expect(await previewed(world)).toEqual(fates);
		expect(await ran(world)).toEqual(fates);
		expect(await world.store.escrow()).toEqual([]);
	});

	it.each(["refuse", "ignore"] as const)(
		"fails, as the note says, when the target does not (%s)",
		async (how) => {
			const world = await afterBob(how);
			expect(await ran(world)).toEqual({
				"source-bob": "BlockedByDeactivatedAccount",
				"source-ada": "BlockedByDeactivatedAccount",
			});
		},
	);
});

describe("an account that a user leaves, whose userName an expression makes", () => {
	/** Ada's account is `sso.ada@…`. She leaves, and Bob gets her name. */
	async function takenOver(): Promise<Setup> {
		const mappings = sumoDialect.defaultMappings.map((mapping) =>
			mapping.target === "userName"
				? { ...expression("userName", 'Append("sso.", [userPrincipalName])'), matchingPrecedence: 1 }
				: mapping,
		);
		const world = await setUp({
			mappings: { mappings },
			settings: { deletionGuard: { enabled: false, count: 0, percent: 0 } },
		});
		world.directory.put(person("Ada"), "User");
		await world.engine.run();
		world.directory.assigned.delete("source-ada");
		world.directory.change("source-ada", { userPrincipalName: "ada.king@example.com" });
		world.directory.put(person("Bob", { userPrincipalName: "ada@example.com" }), "User");
		return world;
	}

	it("is handed over in the preview as in the cycle", async () => {
		const world = await takenOver();
		const preview = await world.engine.provision("source-ada", { perform: false });
		expect(preview.action?.type).toBe("unlink");
		expect(await ran(world)).toMatchObject({ "source-ada": "link", "source-bob": "update" });
		expect([...world.target.accounts.values()]).toMatchObject([{ active: true }]);
	});

	it("is not deactivated on demand", async () => {
		const world = await takenOver();
		await world.engine.provision("source-ada", { perform: true });
		expect([...world.target.accounts.values()]).toMatchObject([{ active: true }]);
		expect(await ran(world)).toMatchObject({ "source-bob": "update" });
	});
});

describe("a role that the target refused for another user", () => {
	it("is not what fails on demand while an account has the address", async () => {
		const world = await setUp();
		world.directory.put(person("Eve"), "Pilot");
		world.directory.put(person("Bob", { mail: "ada@example.com" }), "User");
		await world.engine.run();
		world.clock.advance(hour);
		world.directory.change("source-bob", { mail: "bob@example.com" });
		world.directory.put(person("Ada"), "Pilot");
		const preview = await world.engine.provision("source-ada", { perform: false });
		expect(preview.action).toMatchObject({ type: "fail", error: { code: "RoleNotFound" } });
		expect(preview.steps.at(-1)?.details).toContainEqual(
			expect.objectContaining({ name: "only in a cycle" }),
		);
		const performed = await world.engine.provision("source-ada", { perform: true });
		expect(performed.entry?.error?.code).toBe("Conflict");
	});
});
