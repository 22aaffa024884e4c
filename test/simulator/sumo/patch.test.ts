import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../src/simulator/loopback/json.ts";
import { patched, patchSchema } from "../../../src/simulator/sumo/patch.ts";
import type { World } from "../../../src/simulator/world.ts";
import { type Call, emptyWorld, patchOf, scimCall, scimUser } from "../calls.ts";

let world: World;
let scim: Call;
let id: Json | undefined;

beforeEach(async () => {
	world = await emptyWorld();
	scim = scimCall(world);
	id = (await scim("POST", "/Users", scimUser("ada@x.example"))).body.id;
});
afterEach(() => world.close());

const patch = (...operations: JsonObject[]) => scim("PATCH", `/Users/${id}`, patchOf(...operations));
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

describe("a PATCH of a user in Sumo", () => {
	it.each<[string, JsonObject, JsonObject]>([
		[
			"replaces one name",
			{ op: "replace", path: "name.givenName", value: "G" },
			{ name: { givenName: "G", familyName: "Byron" } },
		],
		[
			"takes Entra's capital letters",
			{ op: "Replace", path: "name.familyName", value: "F" },
			{ name: { givenName: "Ada", familyName: "F" } },
		],
		[
			"adds to a complex attribute by merging",
			{ op: "add", path: "name", value: { givenName: "G" } },
			{ name: { givenName: "G", familyName: "Byron" } },
		],
		[
			"takes an object without path",
			{ op: "replace", value: { name: { familyName: "F" }, active: false } },
			{ name: { givenName: "Ada", familyName: "F" }, active: false },
		],
		[
			"takes dotted keys without path",
			{ op: "add", value: { "name.givenName": "G", 'emails[type eq "work"].value': "g@x.example" } },
			{
				name: { givenName: "G", familyName: "Byron" },
				emails: [{ value: "g@x.example", type: "work", primary: true }],
			},
		],
		[
			"takes a path under the schema's URN",
			{ op: "replace", path: "urn:ietf:params:scim:schemas:core:2.0:User:name.givenName", value: "G" },
			{ name: { givenName: "G", familyName: "Byron" } },
		],
		[
			"takes attribute names in any case",
			{ op: "replace", path: "NAME.GIVENNAME", value: "G" },
			{ name: { givenName: "G", familyName: "Byron" } },
		],
		[
			"takes active as the string False",
			{ op: "Replace", path: "active", value: "False" },
			{ active: false },
		],
		[
			"replaces the address by a filtered path",
			{ op: "replace", path: 'emails[type eq "work"].value', value: "g@x.example" },
			{ emails: [{ value: "g@x.example", type: "work", primary: true }] },
		],
		[
			"replaces an address by a whole new one",
			{ op: "replace", path: "emails", value: [{ value: "g@x.example", type: "work" }] },
			{ emails: [{ value: "g@x.example", type: "work", primary: true }] },
		],
		[
			"lets an added primary address win",
			{ op: "add", path: "emails", value: [{ value: "g@x.example", primary: true }] },
			{ emails: [{ value: "g@x.example", type: "work", primary: true }] },
		],
		[
			"keeps the primary address beside an added one",
			{ op: "add", path: "emails", value: [{ value: "g@x.example", type: "home" }] },
			{ emails: [{ value: "ada@x.example", type: "work", primary: true }] },
		],
		[
			'reads primary eq "True" as a boolean',
			{ op: "replace", path: 'roles[primary eq "True"].value', value: "Analyst" },
			{ roles: [{ value: "Analyst", primary: true }] },
		],
		[
			"reads primary eq true",
			{ op: "add", path: "roles[primary eq true].value", value: "Analyst" },
			{ roles: [{ value: "Analyst", primary: true }] },
		],
		[
			"adds a role to the present ones",
			{ op: "add", path: "roles", value: ["Analyst"] },
			{
				roles: [
					{ value: "User", primary: true },
					{ value: "Analyst", primary: true },
				],
			},
		],
		[
			"does not add a role twice",
			{ op: "add", path: "roles", value: [{ value: "User" }] },
			{ roles: [{ value: "User", primary: true }] },
		],
		[
			"replaces all roles",
			{ op: "replace", path: "roles", value: [{ value: "Analyst", primary: true }] },
			{ roles: [{ value: "Analyst", primary: true }] },
		],
		[
			"gives User when all roles are removed",
			{ op: "remove", path: "roles" },
			{ roles: [{ value: "User", primary: true }] },
		],
		["keeps externalId", { op: "add", path: "externalId", value: "E" }, { externalId: "E" }],
		[
			"changes the userName",
			{ op: "replace", path: "userName", value: "ada.king@x.example" },
			{ userName: "ada.king@x.example" },
		],
		[
			"ignores what Sumo does not keep",
			{ op: "add", path: `${enterprise}:department`, value: "Sales" },
			{ userName: "ada@x.example" },
		],
	])("%s", async (_sentence, operation, expected) => {
		const { status, body } = await patch(operation);
		expect(status).toBe(200);
		expect(body).toMatchObject(expected);
		expect((await scim("GET", `/Users/${id}`)).body).toEqual(body);
	});

	it.each<[string, string, JsonObject]>([
		["noTarget", "a remove without path", { op: "remove" }],
		[
			"noTarget",
			"a filter that no value fits",
			{ op: "replace", path: 'emails[type eq "home"].value', value: "g@x.example" },
		],
		["invalidPath", "a malformed path", { op: "replace", path: "emails[type eq", value: "x" }],
		[
			"invalidPath",
			"a filter on a single value",
			{ op: "replace", path: 'userName[type eq "x"]', value: "x" },
		],
		["invalidValue", "a role that does not exist", { op: "replace", path: "roles", value: ["Nobody"] }],
		["invalidValue", "the removal of the only address", { op: "remove", path: "emails" }],
		["invalidValue", "an add without value", { op: "add", path: "name.givenName" }],
		["invalidValue", "a simple value without path", { op: "add", value: "x" }],
		["mutability", "a new id", { op: "replace", path: "id", value: "1" }],
		["invalidSyntax", "an unknown verb", { op: "move", path: "active", value: true }],
	])("answers %s to %s", async (type, _what, operation) => {
		const { status, body } = await patch(operation);
		expect({ status, type: body.scimType }).toEqual({ status: 400, type });
	});

	it("applies all operations or none", async () => {
		const before = (await scim("GET", `/Users/${id}`)).body;
		const answer = await patch(
			{ op: "replace", path: "name.givenName", value: "G" },
			{ op: "replace", path: "roles", value: ["Nobody"] },
		);
		expect(answer.status).toBe(400);
		expect((await scim("GET", `/Users/${id}`)).body).toEqual(before);
	});

	it("can refuse attributes that Sumo does not keep", async () => {
		world.sumo.control.behave({ unknownAttributes: "refuse" });
		expect((await patch({ op: "add", path: "title", value: "x" })).status).toBe(400);
	});
});

describe("applying PATCH operations to a resource", () => {
	const apply = (resource: JsonObject, ...operations: JsonObject[]): JsonObject =>
		patched(resource, patchSchema.parse(patchOf(...operations)).Operations);

	it("makes a value that fits the filter when an add finds none", () => {
		const made = apply(
			{},
			{ op: "add", path: 'emails[type eq "work" and primary eq "True"].value', value: "a" },
		);
		expect(made).toEqual({ emails: [{ type: "work", primary: true, value: "a" }] });
	});

	it("removes only the values that fit, or only a part of them", () => {
		const emails = [
			{ type: "work", value: "a" },
			{ type: "home", value: "b" },
		];
		expect(apply({ emails }, { op: "remove", path: 'emails[type eq "home"]' })).toEqual({
			emails: [{ type: "work", value: "a" }],
		});
		expect(apply({ emails }, { op: "remove", path: 'emails[type eq "home"].value' })).toEqual({
			emails: [{ type: "work", value: "a" }, { type: "home" }],
		});
	});

	it("removes the values that Entra names in the value", () => {
		const roles = [{ value: "User" }, { value: "Analyst" }];
		expect(apply({ roles }, { op: "Remove", path: "roles", value: [{ value: "User" }] })).toEqual({
			roles: [{ value: "Analyst" }],
		});
	});

	it("writes and removes extensions", () => {
		const added = apply({}, { op: "add", value: { [enterprise]: { department: "Sales" } } });
		expect(added).toEqual({ [enterprise]: { department: "Sales" } });
		expect(apply(added, { op: "replace", path: `${enterprise}:department`, value: "IT" })).toEqual({
			[enterprise]: { department: "IT" },
		});
		expect(apply(added, { op: "remove", path: enterprise })).toEqual({});
	});

	it("does not change what it is given", () => {
		const resource = { name: { givenName: "a" } };
		apply(resource, { op: "replace", path: "name.givenName", value: "b" });
		expect(resource).toEqual({ name: { givenName: "a" } });
	});
});
