import { describe, expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { rulesOf } from "../rules.ts";
import { setUp } from "../setup.ts";
import { planned, previewed, ran } from "./agreement.ts";

describe("a role that the target does not have", () => {
	it("fails in plan, on demand and run with one code, and no request is sent for the user", async () => {
		const world = await setUp();
		const { directory, target } = world;
		target.tellsRoles = true;
		target.seed("bob@example.com");
		directory.put(person("Ada"), "Pilot");
		directory.put(person("Bob"), "Pilot");
		directory.put(person("Cleo"), "User");
		const fates = {
			"source-ada": "RoleNotFound",
			"source-bob": "RoleNotFound",
			"source-cleo": "create",
		};
		expect(await planned(world)).toEqual(fates);
		expect(await previewed(world)).toEqual(fates);
		target.calls.length = 0;
		expect(await ran(world)).toEqual(fates);
		expect(target.calls.filter((call) => /^(roles|create|update)/.test(call))).toEqual([
			"roles",
			"create cleo@example.com",
		]);
	});

	it("names the role, so that the user is due as soon as it exists", async () => {
		const { engine, directory, target } = await setUp();
		target.tellsRoles = true;
		directory.put(person("Ada"), "Pilot");
		const { actions } = await engine.plan();
		expect(actions).toMatchObject([
			{
				type: "fail",
				error: {
					reason:
						'Ada Example (ada@example.com) should get the role "Pilot", which the target does not have.',
					remedy: { type: "create-role", role: "Pilot" },
				},
			},
		]);
		await engine.run();
		target.roles.add("Pilot");
		expect(await engine.run()).toMatchObject({ created: 1 });
	});

	it("is found when the target refuses it, where the roles can't be listed; reading them warns", async () => {
		const world = await setUp();
		const { directory, target, events } = world;
		target.tellsRoles = true;
		target.fate = (call) => {
			if (call === "roles") throw refusal("forbidden", 403, "no");
		};
		directory.put(person("Ada"), "Pilot");
		expect(await planned(world)).toEqual({ "source-ada": "create" });
		expect(await ran(world)).toEqual({ "source-ada": "RoleNotFound" });
		const warnings = events.filter(({ type }) => type === "warning");
		expect(warnings).toHaveLength(2);
		expect(warnings[0]).toMatchObject({
			message: expect.stringContaining("The target's roles can't be read"),
		});
	});

	it("is learned from the target's refusal, where it lists no roles: before that the plan says that it may be refused", async () => {
		const world = await setUp();
		const { engine, directory, target, clock } = world;
		const noteFor = async (id: string) => {
			const { action } = await engine.provision(id, { perform: false });
			return action !== null && "note" in action ? (action.note ?? null) : null;
		};
		directory.put(person("Ada"), "Pilot");
		directory.put(person("Cleo"), "User");
		expect(await noteFor("source-ada")).toBe(
			'Sumo Logic may refuse the role "Pilot": it does not list its roles, and has not been seen to accept it.',
		);
		expect(await ran(world)).toEqual({ "source-ada": "RoleNotFound", "source-cleo": "create" });

		directory.put(person("Bob"), "Pilot");
		directory.put(person("Dan"), "User");
		const fates = { "source-bob": "RoleNotFound", "source-dan": "create" };
		expect(await planned(world)).toMatchObject(fates);
		expect(await previewed(world, Object.keys(fates))).toEqual(fates);
		expect(await noteFor("source-dan")).toBeNull();
		target.calls.length = 0;
		expect(await ran(world)).toMatchObject(fates);
		expect(target.calls.filter((call) => call.startsWith("create"))).toEqual(["create dan@example.com"]);

		// The role exists now, which only a user who is due shows.
		target.roles.add("Pilot");
		clock.advance(6 * 3_600_000);
		expect(await ran(world)).toMatchObject({ "source-ada": "create", "source-bob": "create" });
		expect(await engine.escrow()).toEqual([]);
	});

	it("is asked for again on demand", async () => {
		const world = await setUp();
		const { engine, directory, target } = world;
		directory.put(person("Ada"), "Pilot");
		await engine.run();
		target.roles.add("Pilot");
		directory.put(person("Bob"), "Pilot");
		const { entry } = await engine.provision("source-bob", { perform: true });
		expect(entry).toMatchObject({ action: "Create", status: "success" });
	});

	it("is not looked for where no user needs a role that is new to them", async () => {
		const { engine, directory, target } = await setUp();
		target.tellsRoles = true;
		target.seed("ada@example.com");
		directory.put(person("Ada", { surname: "Other" }), "User");
		expect(await engine.run()).toMatchObject({ updated: 1 });
		expect(target.calls).not.toContain("roles");
	});
});

describe("a value that the target does not accept", () => {
	const long = `${"a".repeat(64)}@example.com`;
	it.each([
		["a userName over 64 characters", { userPrincipalName: long }, "SchemaAttributeValidationFailed"],
		["a given name over 128 characters", { givenName: "a".repeat(129) }, "SchemaAttributeValidationFailed"],
		["no address", { mail: "ada at example" }, "SchemaAttributeValidationFailed"],
		["a blank name", { givenName: " " }, "MandatoryFieldsMissing"],
		["an empty address", { mail: "" }, "MandatoryFieldsMissing"],
	])("fails in plan, on demand and run with one code: %s", async (_, wrong, code) => {
		const world = await setUp();
		const { engine, directory, target } = world;
		directory.put(person("Bob"), "User");
		target.seed("cleo@example.com", { active: false });
		await engine.run();
		directory.put(person("Ada", wrong), "User"); // create
		const distinct = "userPrincipalName" in wrong ? { userPrincipalName: `b${long}` } : wrong;
		directory.change("source-bob", distinct); // update
		const { userPrincipalName: _name, ...others } = { userPrincipalName: "", ...wrong };
		const enabling = Object.keys(others).length > 0 ? others : { surname: "a".repeat(129) };
		directory.put(person("Cleo", enabling), "User");
		const fates = { "source-ada": code, "source-bob": code, "source-cleo": code };
		expect(await planned(world)).toEqual(fates);
		expect(await previewed(world)).toEqual(fates);
		target.calls.length = 0;
		expect(await ran(world)).toEqual(fates);
		expect(target.calls.filter((call) => /^(create|update)/.test(call))).toEqual([]);
	});

	it("does not fail a user for what the account already has", async () => {
		const world = await setUp();
		const { directory, target } = world;
		target.seed("ada@example.com", { name: { givenName: "a".repeat(129), familyName: "Old" } });
		directory.put(person("Ada", { givenName: "a".repeat(129) }), "User");
		expect(await planned(world)).toEqual({ "source-ada": "update" });
		expect(await ran(world)).toEqual({ "source-ada": "update" });
	});
});

describe("many users who fail for what they are", () => {
	it("do not end the cycle, and do not put the job into quarantine", async () => {
		const world = await setUp();
		const { engine, directory, target, store } = world;
		target.tellsRoles = true;
		for (let index = 0; index < 60; index += 1) directory.put(person(`User${index}`), "Pilot");
		directory.put(person("Zoe"), "User");
		const plan = await engine.plan();
		expect(plan.counts).toMatchObject({ fail: 60, create: 1 });
		expect(await engine.run()).toMatchObject({ outcome: "completed", failed: 60, created: 1 });
		expect((await store.state()).quarantine).toBeNull();
	});

	it("are not sent after the target has refused their role once, where it lists no roles", async () => {
		const { engine, directory, target, store } = await setUp();
		for (let index = 0; index < 90; index += 1) directory.put(person(`User${index}`), "Pilot");
		expect(await engine.run()).toMatchObject({ outcome: "completed", failed: 90 });
		const { concurrency } = rulesOf().settings;
		const sent = target.calls.filter((call) => call.startsWith("create"));
		expect(sent.length).toBeLessThanOrEqual(concurrency);
		expect((await store.state()).quarantine).toBeNull();
	});

	it("leave users who were never reached without a failure, when the target alone shows it", async () => {
		const { engine, directory, target, store, entries } = await setUp();
		target.fate = (call, when) => {
			if (call === "create" && when === "before") throw refusal("invalid", 400, "not today");
		};
		for (let index = 0; index < 90; index += 1) directory.put(person(`User${index}`), "User");
		expect(await engine.run()).toMatchObject({ outcome: "quarantined" });
		const failed = await store.escrow();
		expect(failed.length).toBeLessThan(60);
		const logged = new Set((await entries()).flatMap(({ source }) => source?.id ?? []));
		expect(logged).toEqual(new Set(failed.map(({ sourceId }) => sourceId)));
	});
});

describe("a role that the target refused before, and an address that another user claims", () => {
	it("fails for the address in preview and when performed, although performing asks for the role again", async () => {
		const { engine, directory, target } = await setUp();
		directory.put(person("Ada"), "Pilot");
		await engine.run();
		expect(await engine.escrow()).toMatchObject([{ sourceId: "source-ada", code: "RoleNotFound" }]);
		directory.put(person("Abe", { mail: "ada@example.com" }), "User");
		const { action } = await engine.provision("source-ada", { perform: false });
		expect(action).toMatchObject({ type: "fail", error: { code: "DuplicateSourceEntries" } });
		target.calls.length = 0;
		const { entry } = await engine.provision("source-ada", { perform: true });
		expect(entry?.error?.code).toBe("DuplicateSourceEntries");
		expect(target.calls.filter((call) => call.startsWith("create"))).toEqual([]);
	});
});
