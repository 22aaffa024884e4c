import { describe, expect, it } from "vitest";
import type { AttributeMapping } from "../../../src/mapping/definition/attribute-mapping.ts";
import { compileMappings, sourceAttributes } from "../../../src/mapping/user/compile.ts";
import { decideUnique, evaluateMapping, mapUser } from "../../../src/mapping/user/map-user.ts";
import { enterpriseUserSchema } from "../../../src/scim/resource.ts";
import { ada, adaWith, administrator, analyst, assigned, mapping, setWith, source } from "../people.ts";
import { defaultMappingSet } from "../sumo-defaults.ts";

const defaults = compileMappings(defaultMappingSet);

/** Target and value of everything that flows. */
function flowing(mapped: ReturnType<typeof mapUser>) {
	return Object.fromEntries(mapped.values.map(({ target, value }) => [target, value]));
}

describe("the default mappings", () => {
	it("give what Sumo Logic needs, with active as a boolean", () => {
		const mapped = mapUser(defaults, source());
		expect(flowing(mapped)).toEqual({
			userName: "ada@example.com",
			active: true,
			'emails[type eq "work"].value': "ada@example.com",
			"name.givenName": "Ada",
			"name.familyName": "Lovelace",
			'roles[primary eq "True"].value': ["Analyst"],
		});
		expect(mapped.matching).toEqual([{ target: "userName", value: "ada@example.com", redacted: false }]);
		expect(mapped.undecided).toEqual([]);
	});

	it("make a soft-deleted user inactive", () => {
		expect(flowing(mapUser(defaults, source(ada, assigned(), true))).active).toBe(false);
	});

	it("yield every role of a user, and none for default access", () => {
		const both = mapUser(defaults, source(ada, assigned(analyst, administrator)));
		expect(flowing(both)['roles[primary eq "True"].value']).toEqual(["Analyst", "Administrator"]);
		expect(flowing(mapUser(defaults, source(ada, assigned())))).not.toHaveProperty([
			'roles[primary eq "True"].value',
		]);
	});

	it("name the attributes to read from Graph", () => {
		expect(sourceAttributes(defaults)).toEqual([
			"userPrincipalName",
			"accountEnabled",
			"mail",
			"givenName",
			"surname",
		]);
	});

	it("let a guest keep their own address", () => {
		const guest = adaWith({ userPrincipalName: "ada_l_example.com#EXT#@contoso.onmicrosoft.com" });
		expect(flowing(mapUser(defaults, source(guest))).userName).toBe("ada_l@example.com");
		const original = compileMappings(
			setWith(mapping("userName", { type: "direct", attribute: "originalUserPrincipalName" })),
		);
		expect(flowing(mapUser(original, source(guest))).userName).toContain("#EXT#");
	});
});

describe("nulls", () => {
	const title = (more: object) =>
		compileMappings(setWith(mapping("title", { type: "direct", attribute: "jobTitle" }, more)));

	it("do not flow", () => {
		expect(flowing(mapUser(title({}), source()))).not.toHaveProperty("title");
	});

	it("flow where the mapping lets them", () => {
		expect(flowing(mapUser(title({ flowNull: true }), source())).title).toBe(null);
	});

	it("become the default on creation only", () => {
		const mapped = mapUser(title({ defaultValue: "Member", flowNull: true }), source());
		expect(mapped.values.filter(({ target }) => target === "title")).toEqual([
			expect.objectContaining({ value: "Member", creationOnly: true }),
			expect.objectContaining({ value: null, creationOnly: false }),
		]);
	});

	it("drop out with IgnoreFlowIfNullOrEmpty even where nulls flow", () => {
		const compiled = compileMappings(
			setWith(mapping("title", "IgnoreFlowIfNullOrEmpty([jobTitle])", { flowNull: true })),
		);
		expect(flowing(mapUser(compiled, source()))).not.toHaveProperty("title");
	});

	it("in a condition yield nothing in strict mode, and are evaluated otherwise", () => {
		const set = setWith(mapping("title", 'IIF([jobTitle]="CTO", "Boss", "Member")'));
		expect(flowing(mapUser(compileMappings(set), source())).title).toBe("Member");
		const strict = compileMappings({ ...set, entraStrict: true });
		expect(flowing(mapUser(strict, source()))).not.toHaveProperty("title");
	});
});

describe("a mapping", () => {
	const value = (one: AttributeMapping, from = source()) =>
		mapUser(compileMappings(setWith(one)), from).values.find(({ target }) => target === one.target);

	it("of type constant gives its text, as a boolean where the target is one", () => {
		expect(value(mapping("active", { type: "constant", value: "TRUE" }))?.value).toBe(true);
		expect(value(mapping("title", { type: "constant", value: "True" }))?.value).toBe("True");
	});

	it("of type none gives its default only to an empty target", () => {
		const none = mapping("title", { type: "none" }, { defaultValue: "Member" });
		expect(value(none)).toMatchObject({ value: "Member", onlyIfEmpty: true });
		expect(value(mapping("title", { type: "none" }))).toBe(undefined);
	});

	it("reads attributes under Entra's names", () => {
		const user = adaWith({ officeLocation: "London", businessPhones: ["1", "2"], mobilePhone: "3" });
		const read = (attribute: string) =>
			value(mapping("title", { type: "direct", attribute }), source(user))?.value;
		expect(read("physicalDeliveryOfficeName")).toBe("London");
		expect(read("telephoneNumber")).toBe("1");
		expect(read("mobile")).toBe("3");
		expect(read("objectId")).toBe(ada.id);
		expect(read("OFFICELOCATION")).toBe("London");
	});

	it("marks what the log must not show", () => {
		expect(value(mapping("title", "Redact([givenName])"))).toMatchObject({ value: "Ada", redacted: true });
	});

	it("adds roles with AppRoleAssignmentsComplex and replaces them with the assertive one", () => {
		const roles = [
			{
				primary: false,
				type: "WindowsAzureActiveDirectoryRole",
				display: "Analysts",
				value: "Analyst",
			},
		];
		expect(value(mapping("roles", "AppRoleAssignmentsComplex([appRoleAssignments])"))).toMatchObject({
			value: roles,
			additive: true,
		});
		expect(value(mapping("roles", "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])"))).toMatchObject(
			{
				value: roles,
				additive: false,
			},
		);
	});

	it("to a reference names the account of the other user", () => {
		const target = `${enterpriseUserSchema}:manager`;
		const compiled = compileMappings(setWith(mapping(target, { type: "direct", attribute: "manager" })));
		const from = source(adaWith({ manager: "m1" }));
		const reference = (id: string) => (id === "m1" ? "000000000000000A" : undefined);
		expect(flowing(mapUser(compiled, from, { reference }))[target]).toBe("000000000000000A");
		expect(flowing(mapUser(compiled, from))).not.toHaveProperty([target]);
	});
});

describe("matching attributes", () => {
	it("are tried in order of precedence, without those that have no value", () => {
		const compiled = compileMappings(
			setWith(
				mapping("userName", { type: "direct", attribute: "userPrincipalName" }, { matchingPrecedence: 3 }),
				mapping("externalId", { type: "direct", attribute: "employeeId" }, { matchingPrecedence: 1 }),
				mapping(
					'emails[type eq "work"].value',
					{ type: "direct", attribute: "mail" },
					{ matchingPrecedence: 2 },
				),
			),
		);
		expect(mapUser(compiled, source()).matching.map(({ target }) => target)).toEqual([
			'emails[type eq "work"].value',
			"userName",
		]);
	});
});

describe("failures", () => {
	it("name the mapping, the user and the reason", () => {
		const compiled = compileMappings(setWith(mapping("active", { type: "constant", value: "perhaps" })));
		expect(() => mapUser(compiled, source())).toThrow(
			expect.objectContaining({
				code: "AttributeValidationFailed",
				target: "active",
				user: "Ada Lovelace (ada@example.com)",
				message: "Ada Lovelace (ada@example.com) cannot be mapped to active: it takes True or False",
			}),
		);
	});

	it("point at the place in an expression", () => {
		const compiled = compileMappings(setWith(mapping("title", "CDate([givenName])")));
		expect(() => mapUser(compiled, source())).toThrow(
			expect.objectContaining({
				code: "ExpressionFailed",
				reason: expect.stringContaining("line 1, column"),
			}),
		);
	});

	it("refuse several values for a target that takes one, and role assignments without an expression", () => {
		const user = adaWith({ otherMails: ["a", "b"] });
		const mails = compileMappings(setWith(mapping("title", { type: "direct", attribute: "otherMails" })));
		expect(() => mapUser(mails, source(user))).toThrow("it takes one value, and there are 2");
		const roles = compileMappings(
			setWith(mapping("roles", { type: "direct", attribute: "appRoleAssignments" })),
		);
		expect(() => mapUser(roles, source())).toThrow("need an expression");
	});

	it("hide nothing else in a preview", () => {
		const compiled = compileMappings(setWith(mapping("title", "CDate([givenName])")));
		const outcomes = compiled.mappings.map((one) => evaluateMapping(compiled, one, source()).type);
		expect(outcomes).toEqual(["values", "values", "values", "values", "values", "values", "failure"]);
	});
});

describe("SelectUniqueValue", () => {
	const compiled = compileMappings(
		setWith(
			mapping(
				"externalId",
				'SelectUniqueValue([givenName], Append([givenName], "1"), Append([givenName], "2"))',
				{ apply: "creation" },
			),
		),
	);

	it("leaves open what the target has to be asked", () => {
		expect(mapUser(compiled, source()).undecided).toEqual([{ target: "externalId", value: "Ada" }]);
	});

	it("takes the first value that the target does not have", async () => {
		const asked: string[] = [];
		const mapped = await decideUnique(compiled, source(), async (target, value) => {
			asked.push(`${target}=${value}`);
			return value !== "Ada2";
		});
		expect(flowing(mapped).externalId).toBe("Ada2");
		expect(asked).toEqual(["externalId=Ada", "externalId=Ada1", "externalId=Ada2"]);
	});
});

describe("compileMappings", () => {
	it.each([
		["emails[type eq", "title", "invalid-path", 15],
		['emails[type ne "work"].value', "title", "undetermined-path", 7],
		["title", 'Join(" ", [givenName] [surname])', "invalid-expression", 23],
		["title", "Jion([givenName])", "invalid-expression", 1],
	])("refuses %s ← %s with %s and the place", (target, expression, code, column) => {
		expect(() => compileMappings(setWith(mapping(target, expression)))).toThrow(
			expect.objectContaining({
				code,
				target,
				place: expect.objectContaining({ line: 1, column, caret: expect.stringContaining("^") }),
			}),
		);
	});
});
