import fc from "fast-check";
import { type ScimPatchOperation, scimPatch } from "scim-patch";
import { describe, expect, it } from "vitest";
import { plainAttribute } from "../../src/attributes/attribute-list.ts";
import type { Source } from "../../src/attributes/source-value.ts";
import type { MappingSet } from "../../src/mapping/definition/mapping-set.ts";
import { compileMappings } from "../../src/mapping/user/compile.ts";
import { type MappingEnvironment, mapUser } from "../../src/mapping/user/map-user.ts";
import { enterpriseUserSchema, type Json, type JsonObject, type ScimUser } from "../../src/scim/resource.ts";
import { isObject, memberOf } from "../../src/scim/resource-value.ts";
import { account, ada, analyst, assigned, mapping, setWith } from "./people.ts";
import { diffUser } from "./sumo-defaults.ts";

const own = "urn:example:scim:2.0:User";
const direct = (attribute: string) => ({ type: "direct", attribute }) as const;
const flowNull = { flowNull: true } as const;

/** One of everything that a path, a type and the flow of nulls can ask for. */
const set: MappingSet = {
	...setWith(
		mapping("title", direct("jobTitle"), flowNull),
		mapping("nickName", { type: "none" }, { defaultValue: "Nick" }),
		mapping("name.middleName", direct("middle"), flowNull),
		mapping('phoneNumbers[type eq "work"].value', direct("workPhone"), flowNull),
		mapping('phoneNumbers[type eq "mobile"].value', direct("mobilePhone"), flowNull),
		mapping('addresses[type eq "work"].locality', direct("city"), flowNull),
		mapping('addresses[type eq "work"].country', direct("country"), flowNull),
		mapping('ims[type eq "xmpp" and primary eq "True"].value', direct("chat"), flowNull),
		mapping('ims[type eq "xmpp" and primary eq "True"].display', direct("chatName")),
		mapping(`${enterpriseUserSchema}:department`, direct("department"), flowNull),
		mapping(`${enterpriseUserSchema}:manager`, direct("manager"), flowNull),
		mapping(`${own}:badge`, direct("badge"), flowNull),
		mapping(`${own}:tags`, direct("otherMails"), flowNull),
		mapping(`${own}:vip`, direct("vip"), flowNull),
		mapping('roles[primary eq "True"].value', "AppRoleAssignments([appRoleAssignments])", flowNull),
	),
	attributes: {
		source: [],
		target: [
			{ ...plainAttribute(`${own}:badge`), type: "Integer" },
			{ ...plainAttribute(`${own}:tags`), multiValued: true, caseExact: true },
			{ ...plainAttribute(`${own}:vip`), type: "Boolean" },
		],
	},
};
const compiled = compileMappings(set);
const environment: MappingEnvironment = {
	reference: (id) => (id === "lost" ? undefined : `target of ${id}`),
};

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 éß"\\]{0,8}$/);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value);
const from: fc.Arbitrary<Source> = fc
	.record({
		jobTitle: maybe(word),
		middle: maybe(word),
		workPhone: maybe(word),
		mobilePhone: maybe(word),
		city: maybe(word),
		country: maybe(word),
		chat: maybe(word),
		chatName: maybe(word),
		department: maybe(word),
		manager: maybe(fc.constantFrom("m1", "m2", "lost")),
		badge: maybe(fc.integer({ min: -9, max: 9 }).map(String)),
		otherMails: maybe(fc.uniqueArray(word, { maxLength: 3 })),
		vip: maybe(fc.boolean()),
		roles: fc.uniqueArray(word, { maxLength: 3 }),
	})
	.map(({ roles, ...attributes }) => ({
		user: { ...ada, attributes: { ...ada.attributes, ...attributes } },
		entitlements: assigned(...roles.map((value) => ({ id: value, value, displayName: value })), analyst),
		isSoftDeleted: false,
	}));

const some = <Value>(record: { [Name in keyof Value]: fc.Arbitrary<Value[Name]> }) =>
	fc.record(record, { requiredKeys: [] });
const list = (element: fc.Arbitrary<JsonObject>) =>
	fc.uniqueArray(element, { maxLength: 3, selector: ({ type }) => type });
const typed = (type: fc.Arbitrary<string>, more: { readonly [name: string]: fc.Arbitrary<Json> }) =>
	fc.tuple(type, fc.record(more, { requiredKeys: [] })).map(([name, rest]) => ({ ...rest, type: name }));

const present: fc.Arbitrary<ScimUser> = some({
	title: word,
	nickName: word,
	displayName: word,
	name: some({ givenName: word, familyName: word, middleName: word }),
	phoneNumbers: list(typed(fc.constantFrom("work", "mobile", "fax"), { value: word })),
	addresses: list(typed(fc.constantFrom("work", "home"), { locality: word, country: word, region: word })),
	ims: list(typed(fc.constantFrom("xmpp", "sip"), { value: word, primary: fc.boolean(), display: word })),
	roles: fc.uniqueArray(word, { maxLength: 3 }),
	[enterpriseUserSchema]: some({ department: word, division: word, manager: some({ value: word }) }),
	[own]: some({
		badge: fc.integer({ min: -9, max: 9 }),
		tags: fc.uniqueArray(word, { maxLength: 3 }),
		vip: fc.boolean(),
		other: word,
	}),
}).map((properties) => account(JSON.parse(JSON.stringify(properties))));

function patch(before: ScimUser, operations: readonly object[]): ScimUser {
	const theirs = operations.map((one): ScimPatchOperation => JSON.parse(JSON.stringify(one)));
	return JSON.parse(JSON.stringify(scimPatch(JSON.parse(JSON.stringify(before)), theirs)));
}

/** What no mapping writes. */
function untouched(user: ScimUser): Json {
	const member = (value: Json | undefined, name: string): Json =>
		isObject(value) ? (memberOf(value, name) ?? null) : null;
	const elements = (value: Json | undefined, type: string): Json =>
		Array.isArray(value) ? value.filter((one: Json) => member(one, "type") === type) : [];
	return [
		user.displayName ?? null,
		elements(user.phoneNumbers, "fax"),
		elements(user.addresses, "home"),
		elements(user.ims, "sip"),
		member(user[enterpriseUserSchema], "division"),
		member(user[own], "other"),
	];
}

describe("a PATCH, applied by an independent implementation", () => {
	it("gives the wanted user: a second comparison finds nothing, and the rest is as it was", () => {
		fc.assert(
			fc.property(from, present, (who, before) => {
				const mapped = mapUser(compiled, who, environment);
				const { operations, changes } = diffUser(mapped, before);
				const after = patch(before, operations);
				expect(diffUser(mapped, after)).toEqual({ operations: [], changes: [] });
				expect(untouched(after)).toEqual(untouched(before));
				expect(operations.length).toBeLessThanOrEqual(changes.length);
			}),
			{ numRuns: 1_000 },
		);
	});

	it("is the smallest: without any of its operations something would be left to do", () => {
		fc.assert(
			fc.property(from, present, (who, before) => {
				const mapped = mapUser(compiled, who, environment);
				const { operations } = diffUser(mapped, before);
				for (const [index] of operations.entries()) {
					const after = patch(before, operations.toSpliced(index, 1));
					expect(diffUser(mapped, after).operations.length).toBeGreaterThan(0);
				}
			}),
			{ numRuns: 300 },
		);
	});
});
