import fc from "fast-check";
import { type ScimPatchOperation, scimPatch } from "scim-patch";
import { describe, expect, it } from "vitest";
import type { Source } from "../../src/attributes/source-value.ts";
import type { AttributeMapping } from "../../src/mapping/definition/attribute-mapping.ts";
import { creationChanges } from "../../src/mapping/diff.ts";
import { compileMappings } from "../../src/mapping/user/compile.ts";
import { mapUser } from "../../src/mapping/user/map-user.ts";
import { enterpriseUserSchema, type Json, type ScimUser } from "../../src/scim/resource.ts";
import { defaultAccess } from "../../src/source/app-role.ts";
import {
	account,
	ada,
	adaWith,
	administrator,
	analyst,
	assigned,
	mapping,
	setWith,
	source,
} from "./people.ts";
import { defaultMappingSet, diffUser } from "./sumo-defaults.ts";

const defaults = compileMappings(defaultMappingSet);
const difference = (present: ScimUser, from: Source = source(), ...mappings: readonly AttributeMapping[]) =>
	diffUser(mapUser(mappings.length === 0 ? defaults : compileMappings(setWith(...mappings)), from), present);
const nothing = { operations: [], changes: [] };

describe("diffUser", () => {
	it("sends nothing for what is the same", () => {
		expect(difference(account())).toEqual(nothing);
	});

	it("replaces each attribute that changed, with old and new value", () => {
		const changed = adaWith({ surname: "King", mail: "king@example.com" });
		expect(difference(account(), source(changed, assigned(administrator), true))).toEqual({
			operations: [
				{ op: "replace", path: "active", value: false },
				{ op: "replace", path: 'emails[type eq "work"].value', value: "king@example.com" },
				{ op: "replace", path: "name.familyName", value: "King" },
				{ op: "replace", path: "roles", value: [{ value: "Administrator", primary: true }] },
			],
			changes: [
				{ name: "active", old: "True", new: "False" },
				{ name: 'emails[type eq "work"].value', old: "ada@example.com", new: "king@example.com" },
				{ name: "name.familyName", old: "Lovelace", new: "King" },
				{ name: 'roles[primary eq "True"].value', old: "Analyst", new: "Administrator" },
			],
		});
	});

	it("takes a change of case for a change only where the target is exact", () => {
		const shouted = adaWith({ userPrincipalName: "ADA@Example.com", mail: "Ada@EXAMPLE.com" });
		expect(difference(account(), source(shouted))).toEqual(nothing);
		expect(difference(account(), source(adaWith({ givenName: "ADA" }))).operations).toEqual([
			{ op: "replace", path: "name.givenName", value: "ADA" },
		]);
		expect(difference(account({ roles: ["analyst"] })).operations).toHaveLength(1);
	});

	it("does not flow nulls unless the mapping says so", () => {
		const nameless = source(adaWith({ givenName: null }));
		expect(difference(account(), nameless)).toEqual(nothing);
		const flowing = mapping("name.givenName", { type: "direct", attribute: "givenName" }, { flowNull: true });
		expect(difference(account(), nameless, flowing)).toEqual({
			operations: [{ op: "remove", path: "name.givenName" }],
			changes: [{ name: "name.givenName", old: "Ada", new: null }],
		});
		expect(difference(account({ name: { familyName: "Lovelace" } }), nameless, flowing)).toEqual(nothing);
	});

	it("leaves alone what is only set on creation, and a default that is not needed", () => {
		const creation = mapping("name.givenName", { type: "constant", value: "X" }, { apply: "creation" });
		expect(difference(account(), source(), creation)).toEqual(nothing);
		const none = mapping("name.givenName", { type: "none" }, { defaultValue: "Unknown" });
		expect(difference(account(), source(), none)).toEqual(nothing);
		expect(difference(account({ name: { familyName: "Lovelace" } }), source(), none).operations).toEqual([
			{ op: "replace", path: "name.givenName", value: "Unknown" },
		]);
	});

	it("joins the sub-attributes of a new element in one operation", () => {
		const address = (name: string, value: string) =>
			mapping(`addresses[type eq "work"].${name}`, { type: "constant", value });
		const { operations } = difference(
			account(),
			source(),
			address("locality", "London"),
			address("country", "UK"),
		);
		expect(operations).toEqual([
			{ op: "add", path: "addresses", value: [{ type: "work", locality: "London", country: "UK" }] },
		]);
	});

	it("shows redacted values as such, and still sends them", () => {
		const title = mapping("title", "Redact([givenName])");
		expect(difference(account({ title: "old" }), source(), title)).toEqual({
			operations: [{ op: "replace", path: "title", value: "Ada" }],
			changes: [{ name: "title", old: "[Redact]", new: "[Redact]" }],
		});
		expect(creationChanges(mapUser(compileMappings(setWith(title)), source()))).toContainEqual({
			name: "title",
			old: null,
			new: "[Redact]",
		});
	});

	it("writes extensions and references by their full path", () => {
		const { operations } = diffUser(
			mapUser(
				compileMappings(
					setWith(
						mapping(`${enterpriseUserSchema}:department`, { type: "constant", value: "R&D" }),
						mapping(`${enterpriseUserSchema}:manager`, { type: "direct", attribute: "manager" }),
					),
				),
				source(adaWith({ manager: "m1" })),
				{ reference: () => "0A" },
			),
			account(),
		);
		expect(operations).toEqual([
			{ op: "replace", path: `${enterpriseUserSchema}:department`, value: "R&D" },
			{ op: "replace", path: `${enterpriseUserSchema}:manager.value`, value: "0A" },
		]);
	});
});

describe("Sumo Logic's rules", () => {
	it("give roles as text or objects, in any order", () => {
		const both = source(ada, assigned(analyst, administrator));
		for (const roles of [
			["Administrator", "Analyst"],
			["Analyst", { value: "Administrator", primary: true }],
			[{ value: "Administrator" }, { value: "Analyst", primary: false }],
		]) {
			expect(difference(account({ roles }), both)).toEqual(nothing);
		}
	});

	it("keep one e-mail, whatever its type", () => {
		const email = (differences: { [key: string]: Json }) =>
			account({ emails: [{ value: "ada@example.com", ...differences }] });
		expect(difference(email({ type: "home" }))).toEqual(nothing);
		expect(difference(email({ primary: true }))).toEqual(nothing);
		expect(difference(account({ emails: ["ada@example.com"] }))).toEqual(nothing);
		const moved = source(adaWith({ mail: "new@example.com" }));
		expect(difference(email({ type: "home" }), moved).operations).toEqual([
			{
				op: "replace",
				path: "emails",
				value: [{ type: "work", value: "new@example.com", primary: true }],
			},
		]);
		expect(difference(account({ emails: [] }), moved).operations).toHaveLength(1);
	});

	it("keep that e-mail primary, and never without a value", () => {
		const home = account({ emails: [{ value: "ada@example.com", type: "home" }] });
		const primary = mapping('emails[type eq "work"].primary', { type: "none" }, { defaultValue: "True" });
		expect(difference(home, source(), primary)).toEqual(nothing);
		const cleared = mapping(
			'emails[type eq "work"].value',
			{ type: "direct", attribute: "mail" },
			{ flowNull: true },
		);
		expect(difference(account(), source(adaWith({ mail: null })), cleared)).toEqual(nothing);
	});

	it("keep one e-mail though several are mapped, and do not take turns in it", () => {
		const other = mapping('emails[type eq "other"].value', { type: "constant", value: "other@example.com" });
		expect(difference(account(), source(), other)).toEqual(nothing);
		const none = difference(account({ emails: [] }), source(), other).operations;
		expect(none).toEqual([
			{
				op: "replace",
				path: "emails",
				value: [{ type: "work", value: "ada@example.com", primary: true }],
			},
		]);
	});

	it("replace one of several e-mails by its path, on servers that keep several", () => {
		const two = account({
			emails: [
				{ value: "home@example.com", type: "home" },
				{ value: "ada@example.com", type: "work" },
			],
		});
		expect(difference(two)).toEqual(nothing);
		expect(difference(two, source(adaWith({ mail: "new@example.com" }))).operations).toEqual([
			{ op: "replace", path: 'emails[type eq "work"].value', value: "new@example.com" },
		]);
	});

	it("give the role User for none", () => {
		const cleared = mapping('roles[primary eq "True"].value', "AppRoleAssignments([appRoleAssignments])", {
			flowNull: true,
		});
		expect(difference(account({ roles: ["User"] }), source(ada, assigned()), cleared)).toEqual(nothing);
		expect(difference(account(), source(ada, assigned()), cleared).operations).toEqual([
			{ op: "replace", path: "roles", value: [] },
		]);
	});

	it("only gain roles where the mapping only adds", () => {
		const additive = setWith(
			mapping("roles", "AppRoleAssignmentsComplex([appRoleAssignments])"),
		).mappings.filter(({ target }) => !target.startsWith("roles["));
		const compiled = compileMappings({ ...defaultMappingSet, mappings: additive });
		const mapped = mapUser(compiled, source(ada, assigned(administrator)));
		expect(diffUser(mapped, account()).operations).toEqual([
			{ op: "add", path: "roles", value: [{ value: "Administrator", primary: true }] },
		]);
		expect(diffUser(mapped, account({ roles: ["Administrator", "Analyst"] }))).toEqual(nothing);
	});

	it("may drop an empty text", () => {
		const surnameless = source(adaWith({ surname: "" }));
		expect(difference(account({ name: { givenName: "Ada" } }), surnameless)).toEqual(nothing);
	});
});

describe("a second cycle", () => {
	const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 éß-]{0,9}$/);
	const address = fc.stringMatching(/^[a-zA-Z]{1,8}@[a-z]{1,6}\.example$/);
	const role = word.map((value) => ({ id: value, value, displayName: value }));
	const from: fc.Arbitrary<Source> = fc
		.record({
			userPrincipalName: address,
			mail: fc.option(address),
			otherMail: fc.option(address),
			givenName: fc.option(word),
			surname: fc.option(word),
			jobTitle: fc.option(word),
			department: fc.option(word),
			city: fc.option(word),
			country: fc.option(word),
		})
		.chain((attributes) =>
			fc.record({
				user: fc.constant({ id: ada.id, attributes }),
				entitlements: fc
					.uniqueArray(role, { maxLength: 3, selector: ({ value }) => value })
					.map((roles) => assigned(...(roles.length === 0 ? [defaultAccess] : roles))),
				isSoftDeleted: fc.boolean(),
			}),
		);
	const present: fc.Arbitrary<ScimUser> = fc
		.record({
			userName: address,
			active: fc.boolean(),
			name: fc.record({ givenName: word, familyName: word }, { requiredKeys: [] }),
			emails: fc.uniqueArray(
				fc.record(
					{ value: address, type: fc.constantFrom("work", "home", "other"), primary: fc.boolean() },
					{ requiredKeys: ["value"] },
				),
				{ maxLength: 2, selector: ({ type }) => type },
			),
			roles: fc.uniqueArray(word, { maxLength: 3 }),
			title: word,
			addresses: fc.array(fc.record({ type: fc.constant("work"), country: word }), { maxLength: 1 }),
		})
		.map((properties) => account(properties));
	const compiled = compileMappings(
		setWith(
			mapping("title", { type: "direct", attribute: "jobTitle" }, { flowNull: true }),
			mapping('emails[type eq "other"].value', { type: "direct", attribute: "otherMail" }),
			mapping(`${enterpriseUserSchema}:department`, { type: "direct", attribute: "department" }),
			mapping('addresses[type eq "work"].locality', { type: "direct", attribute: "city" }),
			mapping('addresses[type eq "work"].country', { type: "direct", attribute: "country" }),
		),
	);

	it("has nothing left to do, when an independent implementation applied the first", () => {
		fc.assert(
			fc.property(from, present, (who, before) => {
				const mapped = mapUser(compiled, who);
				const { operations, changes } = diffUser(mapped, before);
				expect(operations.length).toBeLessThanOrEqual(changes.length);
				const theirs = operations.map((one): ScimPatchOperation => structuredClone(one));
				const patched = scimPatch(JSON.parse(JSON.stringify(before)), theirs);
				const after: ScimUser = JSON.parse(JSON.stringify(patched));
				expect(diffUser(mapped, after)).toEqual(nothing);
			}),
			{ numRuns: 500 },
		);
	});
});
