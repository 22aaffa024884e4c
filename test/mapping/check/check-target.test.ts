import { describe, expect, it } from "vitest";
import type { Source } from "../../../src/attributes/source-value.ts";
import { type KnownRoles, TargetCheck } from "../../../src/mapping/check/check-target.ts";
import { type CompiledMappings, compileMappings } from "../../../src/mapping/user/compile.ts";
import type { AppRole } from "../../../src/source/app-role.ts";
import { ada, adaWith, administrator, analyst, assigned, mapping, setWith, source } from "../people.ts";
import { defaultMappingSet } from "../sumo-defaults.ts";

const compiled = compileMappings(defaultMappingSet);
const roles = new Set(["Analyst", "Administrator", "User"]);
const appRoles = [analyst, administrator];
const person = (id: string, attributes: Parameters<typeof adaWith>[0], ...held: readonly AppRole[]) =>
	source({ ...adaWith({ displayName: id, ...attributes }), id }, assigned(...held));

const checkTarget = (
	mappings: CompiledMappings,
	{ users, ...known }: KnownRoles & { readonly users: readonly Source[] },
) => {
	const check = new TargetCheck(mappings, known);
	for (const one of users) check.add(one);
	return check.problems();
};

describe("a check against the target", () => {
	it("finds nothing wrong where all is well", () => {
		expect(checkTarget(compiled, { users: [source()], roles, appRoles })).toEqual([]);
	});

	it("lists every user concerned, not only the first", () => {
		const long = `${"a".repeat(60)}@example.com`;
		const users = [
			person("long", { userPrincipalName: long }),
			person("one", { userPrincipalName: "same@example.com" }),
			person("two", { userPrincipalName: "SAME@example.com", mail: undefined }),
			person(
				"three",
				{ userPrincipalName: "3@example.com", mail: undefined },
				{
					id: "r3",
					value: "Auditor",
					displayName: "Auditors",
				},
			),
			person("nameless", { userPrincipalName: undefined }),
		];
		const problems = checkTarget(compiled, { users, roles, appRoles });
		expect(
			problems.map(({ code, users: found }) => [code, found.map(({ id, value }) => [id, value])]),
		).toEqual([
			["user-name-too-long", [["long", long]]],
			[
				"required-empty",
				[
					["two", 'emails[type eq "work"].value'],
					["three", 'emails[type eq "work"].value'],
				],
			],
			["role-missing", [["three", "Auditor"]]],
			["failure", [["nameless", expect.stringContaining("no user can be created")]]],
			[
				"duplicate-user-name",
				[
					["one", "same@example.com"],
					["two", "SAME@example.com"],
				],
			],
		]);
	});

	it("compares the names of roles exactly, as Sumo Logic does", () => {
		const users = [person("a", {}, analyst)];
		expect(checkTarget(compiled, { users, roles: new Set(["analyst"]), appRoles: [] })).toMatchObject([
			{ code: "role-missing", users: [{ value: "Analyst" }] },
		]);
	});

	it("warns of roles that nobody has yet", () => {
		const auditor = { id: "r3", value: "Auditor", displayName: "Auditors" };
		expect(checkTarget(compiled, { users: [], roles, appRoles: [...appRoles, auditor] })).toEqual([
			{
				severity: "warning",
				code: "role-missing",
				message: "Sumo Logic has no role named Auditor",
				users: [],
			},
		]);
		expect(checkTarget(compiled, { users: [], roles: null, appRoles: [auditor] })).toEqual([]);
	});

	it("keeps what fails for one user from hiding the others", () => {
		const failing = compileMappings(setWith(mapping("title", "CDate([jobTitle])")));
		const users = [person("a", { jobTitle: "x" }), source(ada)];
		expect(
			checkTarget(failing, { users, roles, appRoles }).flatMap((one) => one.users.map(({ id }) => id)),
		).toContain("a");
	});
});
