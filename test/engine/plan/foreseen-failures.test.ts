import { describe, expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
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

	it("is not looked for where no user needs a role that is new to them", async () => {
		const { engine, directory, target } = await setUp();
		target.tellsRoles = true;
		target.seed("ada@example.com");
		directory.put(person("Ada", { surname: "Other" }), "User");
		expect(await engine.run()).toMatchObject({ updated: 1 });
		expect(target.calls).not.toContain("roles");
	});
});
