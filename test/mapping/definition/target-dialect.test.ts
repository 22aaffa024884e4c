import { describe, expect, it } from "vitest";
import { checkMappings } from "../../../src/mapping/check/check.ts";
import { TargetCheck } from "../../../src/mapping/check/check-target.ts";
import { emptyDialect } from "../../../src/mapping/definition/empty-dialect.ts";
import {
	defaultMappingSet,
	type MappingSet,
	targetsOf,
} from "../../../src/mapping/definition/mapping-set.ts";
import { direct, expression } from "../../../src/mapping/definition/plain-mapping.ts";
import { refusedValues } from "../../../src/mapping/definition/refused-values.ts";
import type { TargetDialect } from "../../../src/mapping/definition/target-dialect.ts";
import { diffUser } from "../../../src/mapping/diff.ts";
import { buildUser, missingFields } from "../../../src/mapping/user/build-user.ts";
import { compileMappings } from "../../../src/mapping/user/compile.ts";
import { mapUser } from "../../../src/mapping/user/map-user.ts";
import type { JsonObject, ScimUser } from "../../../src/scim/resource.ts";
import { sumoDialect } from "../../../src/sumo/dialect.ts";
import { adaWith, administrator, analyst, assigned, source } from "../people.ts";

const home = 'emails[type eq "home"].value';
const work = 'emails[type eq "work"].value';
const primary = 'roles[primary eq "True"].value';
const secondary = 'roles[primary eq "False"].value';

/** The default mappings, with a second address, and with a role that is not primary. */
function setFor(dialect: TargetDialect): MappingSet {
	const set = defaultMappingSet(dialect);
	const others = set.mappings.filter(({ target }) => target !== primary);
	return {
		...set,
		mappings: [
			...others,
			direct(home, "otherMails"),
			expression(primary, "SingleAppRoleAssignment([appRoleAssignments])"),
			expression(secondary, '"Guest"'),
		],
	};
}

const long = `${"x".repeat(80)}@example.com`;
const ada = source(adaWith({ otherMails: "ada@home.example" }), assigned(analyst));

function built(dialect: TargetDialect, from = ada) {
	return buildUser(mapUser(compileMappings(setFor(dialect)), from), dialect);
}

function patched(dialect: TargetDialect, present: JsonObject) {
	const mapped = mapUser(compileMappings(setFor(dialect)), ada);
	const account: ScimUser = { id: "1", active: true, userName: "ada@example.com", ...present };
	return diffUser(mapped, account, dialect).operations;
}

describe("a generic target", () => {
	it("gets every address and secondary roles as they are mapped", () => {
		expect(built(emptyDialect)).toMatchObject({
			emails: [
				{ type: "work", value: "ada@example.com" },
				{ type: "home", value: "ada@home.example" },
			],
			roles: [
				{ primary: true, value: "Analyst" },
				{ primary: false, value: "Guest" },
			],
		});
	});

	it("gets no list of roles when none is mapped", () => {
		const set = defaultMappingSet(emptyDialect);
		expect(buildUser(mapUser(compileMappings(set), ada), emptyDialect)).not.toHaveProperty("roles");
	});

	it("has nothing to change in what was created", () => {
		const { schemas: _, ...user } = built(emptyDialect);
		expect(patched(emptyDialect, user)).toEqual([]);
	});

	it("keeps an address and a role that are not mapped, and adds those that are", () => {
		const { schemas: _, ...user } = built(emptyDialect);
		const present = {
			...user,
			emails: [
				{ type: "work", value: "ada@example.com" },
				{ type: "other", value: "ada@else.example" },
			],
			roles: [{ primary: true, value: "Analyst" }, { value: "Auditor" }],
		};
		expect(patched(emptyDialect, present)).toEqual([
			{
				op: "replace",
				path: "roles",
				value: [
					{ primary: true, value: "Analyst" },
					{ value: "Auditor" },
					{ primary: false, value: "Guest" },
				],
			},
			{ op: "add", path: "emails", value: [{ type: "home", value: "ada@home.example" }] },
		]);
	});

	it("takes long user names, and requires nothing but them", () => {
		const set = defaultMappingSet(emptyDialect);
		const compiled = compileMappings(set);
		const bare = source(adaWith({ userPrincipalName: long, mail: undefined, surname: " " }));
		const user = buildUser(mapUser(compiled, bare), emptyDialect);
		expect(user.userName).toBe(long);
		expect(missingFields(user, targetsOf(set), emptyDialect)).toEqual([]);
		const check = new TargetCheck(compiled, { roles: null, appRoles: [] });
		check.add(bare);
		expect(check.problems()).toEqual([]);
	});

	it("has mappings of its own that are in order, and is called the target", () => {
		expect(checkMappings(defaultMappingSet(emptyDialect))).toEqual([]);
		const codes = checkMappings(setFor(emptyDialect)).map(({ code }) => code);
		expect(codes).not.toContain("one-email");
		expect(codes).not.toContain("duplicate-target");
		const check = new TargetCheck(compileMappings(setFor(emptyDialect)), {
			roles: new Set(["Guest"]),
			appRoles: [],
		});
		check.add(ada);
		expect(check.problems().map(({ message }) => message)).toEqual(["The target has no role named Analyst"]);
	});
});

describe("Sumo Logic's dialect", () => {
	it("makes every role primary, and marks the address that is kept", () => {
		expect(built(sumoDialect)).toMatchObject({
			emails: [
				{ type: "work", value: "ada@example.com", primary: true },
				{ type: "home", value: "ada@home.example" },
			],
			roles: [
				{ value: "Analyst", primary: true },
				{ value: "Guest", primary: true },
			],
		});
	});

	it("finds one address and secondary roles decided twice", () => {
		const found = checkMappings(setFor(sumoDialect)).map(({ code, target }) => [code, target]);
		expect(found).toContainEqual(["duplicate-target", secondary]);
		expect(found).toContainEqual(["one-email", home]);
	});

	it("takes the role of last resort and another order of roles for no difference", () => {
		const set = defaultMappingSet(sumoDialect);
		const compiled = compileMappings(set);
		const present = (roles: readonly string[]): ScimUser => {
			const from = source(adaWith({}), assigned(analyst, administrator));
			return { ...buildUser(mapUser(compiled, from), sumoDialect), id: "1", active: true, roles };
		};
		const both = mapUser(compiled, source(adaWith({}), assigned(analyst, administrator)));
		expect(diffUser(both, present(["Administrator", "Analyst"]), sumoDialect).operations).toEqual([]);
		const clearing = set.mappings.map((one) => ({ ...one, flowNull: one.target === primary }));
		const none = mapUser(compileMappings({ ...set, mappings: clearing }), source(adaWith({}), []));
		expect(diffUser(none, present(["User"]), sumoDialect).operations).toEqual([]);
		expect(diffUser(none, present(["User"]), emptyDialect).operations).toHaveLength(1);
	});

	it("names what would be refused: long values, and what is not an address", () => {
		const user = {
			userName: long,
			name: { givenName: "G".repeat(129), familyName: "F".repeat(128) },
			emails: [{ type: "work", value: "nobody" }],
		};
		expect(refusedValues(user, sumoDialect)).toEqual([
			{ target: "userName", value: long, problem: { type: "too-long", maxLength: 64 } },
			{ target: work, value: "nobody", problem: { type: "not-an-address" } },
			{ target: "name.givenName", value: "G".repeat(129), problem: { type: "too-long", maxLength: 128 } },
		]);
		expect(refusedValues(user, emptyDialect)).toEqual([]);
	});

	it("takes a blank for no value", () => {
		const set = defaultMappingSet(sumoDialect);
		const blank = source(adaWith({ surname: " \t" }));
		const user = buildUser(mapUser(compileMappings(set), blank), sumoDialect);
		expect(missingFields(user, targetsOf(set), sumoDialect)).toEqual(["name.familyName"]);
	});
});
