import { describe, expect, it } from "vitest";
import { type CheckOptions, checkMappings } from "../../../src/mapping/check/check.ts";
import type { AttributeMapping } from "../../../src/mapping/definition/attribute-mapping.ts";
import { enterpriseUserSchema } from "../../../src/scim/resource.ts";
import { mapping, setWith } from "../people.ts";
import { defaultMappingSet } from "../sumo-defaults.ts";

const problems = (options: CheckOptions, ...mappings: readonly AttributeMapping[]) =>
	checkMappings(setWith(...mappings), options).map(
		({ severity, code, target }) => `${severity} ${code} ${target}`,
	);
const of = (...mappings: readonly AttributeMapping[]) => problems({}, ...mappings);
const direct = (attribute: string) => ({ type: "direct", attribute }) as const;
const constant = (value: string) => ({ type: "constant", value }) as const;

describe("checkMappings", () => {
	it("finds nothing wrong with the defaults", () => {
		expect(checkMappings(defaultMappingSet)).toEqual([]);
	});

	it("shows the place of a wrong path and of a wrong expression", () => {
		const found = checkMappings(
			setWith(mapping("emails[type is", direct("mail")), mapping("active", "Swich([IsSoftDeleted])")),
		);
		expect(found.find(({ target }) => target === "active")).toMatchObject({
			code: "expression",
			suggestion: "Switch",
			place: { offset: 0, line: 1, column: 1, caret: "Swich([IsSoftDeleted])\n^^^^^" },
		});
		expect(found.find(({ code }) => code === "invalid-path")).toMatchObject({
			target: "emails[type is",
			place: { offset: 12, column: 13 },
		});
	});

	it("asks for the attribute that was not named", () => {
		expect(of(mapping("title", direct("")))).toContain("error unknown-source title");
	});

	it("knows attributes that are slips from those that may be the tenant's own", () => {
		expect(of(mapping("active", direct("userPrincipalNme")))).toEqual(["error unknown-source active"]);
		expect(of(mapping("active", 'Append([givnName], "x")'))).toEqual(["error unknown-source active"]);
		expect(of(mapping("active", direct("quarterlyQuota")))).toEqual(["warning unknown-source active"]);
		expect(of(mapping("active", "Not([quarterlyQuota])"))).toEqual(["warning unknown-source active"]);
		expect(of(mapping("active", direct("extension_0a_quota")))).toEqual([]);
		expect(problems({ attributes: ["quarterlyQuota"] }, mapping("active", "Not([QuarterlyQuota])"))).toEqual(
			[],
		);
	});

	it("refuses a direct mapping from something that is not the name of an attribute", () => {
		for (const typed of ["ToUpper([surname], )", "[surname]", "given name", '"Ada"', "mail,otherMails"]) {
			const found = checkMappings(setWith(mapping("title", direct(typed))));
			expect(found.find(({ target }) => target === "title")).toMatchObject({
				severity: "error",
				code: "needs-expression",
				message: expect.stringContaining("use an expression"),
			});
		}
		expect(
			problems({ attributes: ["given name"] }, mapping("name.familyName", direct("given name"))),
		).toEqual([]);
		expect(of(mapping("name.familyName", direct("customSecurityAttributes.Team.Lead")))).toEqual([]);
	});

	it("refuses constants and defaults that do not fit", () => {
		expect(of(mapping("active", constant("maybe")))).toEqual(["error unfit-value active"]);
		expect(of(mapping("active", direct("accountEnabled"), { defaultValue: "yes" }))).toEqual([
			"error unfit-value active",
		]);
	});

	it("refuses role assignments without an expression, and says that several values may not fit", () => {
		expect(of(mapping('roles[primary eq "True"].value', direct("appRoleAssignments")))).toEqual([
			'error needs-expression roles[primary eq "True"].value',
		]);
		expect(of(mapping("name.givenName", direct("otherMails")))).toEqual([
			"warning several-values name.givenName",
		]);
	});

	it("warns of targets that Sumo Logic may not keep, and refuses those of the server", () => {
		expect(of(mapping("title", direct("jobTitle")))).toEqual(["warning undocumented-target title"]);
		expect(of(mapping(`${enterpriseUserSchema}:department`, direct("department")))).toEqual([
			`warning undocumented-target ${enterpriseUserSchema}:department`,
		]);
		expect(of(mapping("favouriteColour", direct("jobTitle")))).toEqual([
			"warning unknown-target favouriteColour",
		]);
		expect(of(mapping("id", direct("objectId")))).toContain("error read-only id");
	});

	it("finds targets that are mapped twice, and two mappings that decide the roles", () => {
		const twice = {
			...defaultMappingSet,
			mappings: [...defaultMappingSet.mappings, mapping("USERNAME", direct("mail"))],
		};
		expect(checkMappings(twice).map(({ code }) => code)).toEqual(["duplicate-target"]);
		expect(of(mapping("roles", "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])"))).toEqual([
			"error duplicate-target roles",
		]);
	});

	it("warns that one e-mail is kept", () => {
		expect(of(mapping('emails[type eq "other"].value', direct("mail")))).toContain(
			'warning one-email emails[type eq "other"].value',
		);
	});

	it("wants a matching attribute that can be compared", () => {
		const userName = mapping("userName", direct("userPrincipalName"));
		expect(of(userName)).toEqual(["error no-matching userName"]);
		expect(of(userName, mapping("active", direct("accountEnabled"), { matchingPrecedence: 1 }))).toEqual([
			"error not-comparable active",
		]);
		expect(of(mapping("userName", constant("x"), { matchingPrecedence: 1 }))).toEqual([
			"error not-comparable userName",
		]);
		const email = mapping('emails[type eq "work"].value', direct("mail"), { matchingPrecedence: 1 });
		expect(of(email)).toEqual(['warning same-precedence emails[type eq "work"].value']);
	});

	it("wants the required targets, and warns where nobody would be disabled", () => {
		const mappings = defaultMappingSet.mappings.filter(({ target }) => target === "userName");
		const found = checkMappings({ ...defaultMappingSet, mappings });
		expect(found.map(({ severity, target }) => `${severity} ${target}`)).toEqual([
			'error emails[type eq "work"].value',
			"error name.givenName",
			"error name.familyName",
			'warning roles[primary eq "True"].value',
			"warning active",
		]);
	});

	it("warns that roles are not known of everyone", () => {
		expect(problems({ users: "all" })).toEqual(['warning roles-of-all roles[primary eq "True"].value']);
	});

	it("lets SelectUniqueValue only create", () => {
		const unique = 'SelectUniqueValue([mailNickname], Append([mailNickname], "1"))';
		expect(of(mapping("name.givenName", unique))).toContain("error expression name.givenName");
		expect(of(mapping("name.givenName", unique, { apply: "creation" }))).toEqual([
			"warning expression name.givenName",
		]);
	});

	it("warns where a required target may become empty", () => {
		expect(of(mapping("name.givenName", direct("givenName"), { flowNull: true }))).toEqual([
			"warning null-for-required name.givenName",
		]);
	});
});
