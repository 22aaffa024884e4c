import { describe, expect, it } from "vitest";
import type { AttributeMapping } from "../../../src/mapping/definition/attribute-mapping.ts";
import { defaultMappings } from "../../mapping/sumo-defaults.ts";
import { person } from "../fake-directory.ts";
import { setUp } from "../setup.ts";

const rolesBy = (functionName: string, target: string): readonly AttributeMapping[] => [
	...defaultMappings.filter((mapping) => !mapping.target.startsWith("roles")),
	{
		target,
		source: { type: "expression", expression: `${functionName}([appRoleAssignments])` },
		apply: "always",
		flowNull: false,
	},
];

describe("what a plan says of roles", () => {
	it("counts users of whose roles only one is sent", async () => {
		const mappings = rolesBy("SingleAppRoleAssignment", 'roles[primary eq "True"].value');
		const { engine, directory } = await setUp({ mappings: { mappings } });
		for (const name of ["Ada", "Bob", "Cleo"]) directory.put(person(name), "User");
		directory.grant("source-ada", ["User", "Analyst"]);
		directory.grant("source-bob", ["User", "Analyst"]);
		const { warnings } = await engine.plan();
		expect(warnings).toMatchObject([
			{ code: "role-dropped", target: 'roles[primary eq "True"].value', users: 2 },
		]);
		expect(warnings[0]?.message).toContain("SingleAppRoleAssignment sends only one of them");
	});

	it("counts users who keep a role that is no longer assigned, and names what takes it away", async () => {
		const { engine, directory, target } = await setUp({
			mappings: { mappings: rolesBy("AppRoleAssignmentsComplex", "roles") },
		});
		target.seed("ada@example.com", { roles: [{ value: "Administrator", primary: true }] });
		target.seed("bob@example.com");
		for (const name of ["Ada", "Bob"]) directory.put(person(name), "User");
		const { warnings } = await engine.plan();
		expect(warnings).toMatchObject([{ code: "role-kept", target: "roles", users: 1 }]);
		expect(warnings[0]?.message).toContain("AssertiveAppRoleAssignmentsComplex");
	});

	it("is nothing for mappings that send and take away all roles", async () => {
		for (const mappings of [defaultMappings, rolesBy("AssertiveAppRoleAssignmentsComplex", "roles")]) {
			const { engine, directory, target } = await setUp({ mappings: { mappings } });
			target.seed("ada@example.com", { roles: [{ value: "Administrator", primary: true }] });
			directory.put(person("Ada"), "User");
			directory.grant("source-ada", ["User", "Analyst"]);
			expect((await engine.plan()).warnings).toEqual([]);
		}
	});
});

describe("what a plan rests on", () => {
	it("changes with the mappings, the scope, the source and the target, each by itself", async () => {
		const { engine, directory, target, restart } = await setUp();
		directory.put(person("Ada"), "User");
		target.seed("bob@example.com");
		const { basis } = await engine.plan();
		expect((await engine.plan()).basis).toEqual(basis);

		directory.put(person("Cleo"), "User");
		const changedSource = (await engine.plan()).basis;
		expect(changedSource).toMatchObject({ mapping: basis.mapping, scope: basis.scope });
		expect(changedSource.source).not.toBe(basis.source);

		target.seed("ada@example.com");
		const changedTarget = (await engine.plan()).basis;
		expect(changedTarget.source).toBe(changedSource.source);
		expect(changedTarget.target).not.toBe(changedSource.target);

		const [first, ...others] = defaultMappings;
		const other = restart({ mappings: { mappings: first ? [...others, first] : [] } });
		expect((await other.plan()).basis.mapping).not.toBe(basis.mapping);
		const unscoped = restart({ scope: { users: "all" } });
		expect((await unscoped.plan()).basis).toMatchObject({ mapping: basis.mapping });
		expect((await unscoped.plan()).basis.scope).not.toBe(basis.scope);
	});

	it("changes with any account of a target that is read as a list", async () => {
		const { engine, directory, target } = await setUp();
		for (const name of ["Ada", "Bob", "Cleo"]) directory.put(person(name), "User");
		const seeded = target.seed("someone@example.com");
		const before = (await engine.plan()).basis;
		target.accounts.set(seeded.id, { ...seeded, active: false });
		expect((await engine.plan()).basis.target).not.toBe(before.target);
	});
});
