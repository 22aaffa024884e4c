import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { World } from "../../../src/simulator/world.ts";
import { type Call, emptyWorld, items, scimCall, scimUser } from "../calls.ts";

let world: World;
let scim: Call;

beforeAll(async () => {
	world = await emptyWorld();
	scim = scimCall(world);
	await scim("POST", "/Users", scimUser("ada@x.example", { externalId: "E1", roles: ["Administrator"] }));
	await scim("POST", "/Users", scimUser("bob@x.example", { externalId: "E2", active: false }));
	await scim(
		"POST",
		"/Users",
		scimUser("cleo@y.example", { name: { givenName: 'Cl"eo', familyName: "Zaïre" } }),
	);
});
afterAll(() => world.close());

async function find(filter: string): Promise<string[]> {
	const { body } = await scim("GET", `/Users?filter=${encodeURIComponent(filter)}`);
	return items(body, "Resources").map((user) => String(user.userName).split("@")[0] ?? "");
}

describe("a SCIM filter", () => {
	it.each([
		['userName eq "ADA@X.example"', ["ada"]],
		['USERNAME Eq "ada@x.example"', ["ada"]],
		['emails.value eq "Bob@x.example"', ["bob"]],
		['emails eq "bob@x.example"', ["bob"]],
		['emails[type eq "work"].value eq "cleo@y.example"', ["cleo"]],
		['emails[type eq "work" and value eq "cleo@y.example"]', ["cleo"]],
		['emails[type eq "home"].value eq "cleo@y.example"', []],
		['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada@x.example"', ["ada"]],
		['externalId eq "E1"', ["ada"]],
		['externalId eq "e1"', []],
		['active eq false and userName ew "x.example"', ["bob"]],
		['active eq "False"', ["bob"]],
		['userName co "@x."', ["ada", "bob"]],
		['userName sw "cl"', ["cleo"]],
		['userName ne "ada@x.example" and userName ew ".example" and userName sw "b"', ["bob"]],
		['name.givenName eq "Cl\\"eo"', ["cleo"]],
		['name.familyName gt "y"', ["cleo"]],
		['name.familyName ge "Zaïre" or userName lt "ada@x.exampl0"', ["cleo"]],
		['name.familyName le "byron" and userName sw "a"', ["ada"]],
		["externalId pr", ["ada", "bob"]],
		['not (externalId pr) and userName sw "c"', ["cleo"]],
		['(userName sw "a" or userName sw "b") and active eq true', ["ada"]],
		['userName sw "a" or userName sw "b" and active eq true', ["ada"]],
		['roles.value eq "administrator" and userName sw "a"', ["ada"]],
		['roles[primary eq "True"].value eq "Administrator" and userName sw "a"', ["ada"]],
		['externalId eq null and userName sw "c"', ["cleo"]],
		['meta.created gt "2020-01-01T00:00:00Z" and userName sw "a"', ["ada"]],
	])("%s finds %j", async (filter, expected) => {
		expect(await find(filter)).toEqual(expected);
	});

	it.each([
		"userName",
		"userName eq",
		'userName is "x"',
		'(userName eq "x"',
		'userName eq "x" extra',
		"userName eq 'x'",
		'emails[type eq "work"',
		"active gt true",
		'userName eq "\\x"',
	])("%s is refused as invalidFilter", async (filter) => {
		const { status, body } = await scim("GET", `/Users?filter=${encodeURIComponent(filter)}`);
		expect({ status, type: body.scimType }).toEqual({ status: 400, type: "invalidFilter" });
	});

	it("finds a user by id through the index", async () => {
		const [ada] = items((await scim("GET", "/Users?filter=userName%20sw%20%22ada%22")).body, "Resources");
		expect(await find(`id eq "${ada?.id}"`)).toEqual(["ada"]);
	});
});
