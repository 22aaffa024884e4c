import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { World } from "../../../src/simulator/world.ts";
import { type Call, emptyWorld, items, patchOf, scimCall, scimUser, secretToken } from "../calls.ts";

let world: World;
let scim: Call;
const filtered = (filter: string): string => `/Users?filter=${encodeURIComponent(filter)}`;

beforeEach(async () => {
	world = await emptyWorld();
	scim = scimCall(world);
});
afterEach(() => world.close());

describe("creating a user over SCIM", () => {
	it("answers 201 with the user, an id of 16 hexadecimal digits and the place of it", async () => {
		const { status, body, headers } = await scim("POST", "/Users", scimUser("ada@x.example"));
		expect(status).toBe(201);
		expect(body.id).toMatch(/^[0-9A-F]{16}$/);
		expect(headers.get("location")).toBe(`${world.sumo.scimUrl}/Users/${body.id}`);
		expect(headers.get("content-type")).toBe("application/scim+json");
		expect(body).toMatchObject({
			userName: "ada@x.example",
			name: { givenName: "Ada", familyName: "Byron" },
			emails: [{ value: "ada@x.example", type: "work", primary: true }],
			roles: [{ value: "User", primary: true }],
			active: true,
			meta: { resourceType: "User", created: expect.any(String), lastModified: expect.any(String) },
		});
	});

	it.each([
		["userName", { userName: null }],
		["name", { name: null }],
		["name.familyName", { name: { givenName: "A" } }],
		["emails", { emails: [] }],
		["emails.value", { emails: [{ value: "not an address" }] }],
		["schemas", { schemas: [] }],
		["userName", { userName: "no-address" }],
		["userName", { userName: `${"a".repeat(60)}@x.io` }],
		["roles.value", { roles: ["Nobody"] }],
		["roles.value", { roles: [{ value: "administrator" }] }],
	])("refuses a body whose %s is wrong and names it", async (attribute, change) => {
		const { status, body } = await scim("POST", "/Users", scimUser("ada@x.example", change));
		expect(status).toBe(400);
		expect(body).toMatchObject({ scimType: "invalidValue", status: 400 });
		expect(body.detail).toContain(`attribute ${attribute}`);
	});

	it("takes a userName of exactly 64 characters", async () => {
		const address = `${"a".repeat(64 - "@x.example".length)}@x.example`;
		expect((await scim("POST", "/Users", scimUser(address))).status).toBe(201);
	});

	it("assigns the role User when none is given", async () => {
		const { body } = await scim("POST", "/Users", scimUser("ada@x.example", { roles: [] }));
		expect(body.roles).toEqual([{ value: "User", primary: true }]);
	});

	it("takes roles as strings and as objects, and says primary of all", async () => {
		const { body } = await scim(
			"POST",
			"/Users",
			scimUser("ada@x.example", { roles: ["Analyst", { value: "User", primary: false }] }),
		);
		expect(body.roles).toEqual([
			{ value: "Analyst", primary: true },
			{ value: "User", primary: true },
		]);
	});

	it("keeps exactly one e-mail address, the primary one", async () => {
		const emails = [
			{ value: "home@x.example", type: "home" },
			{ value: "work@x.example", primary: true },
		];
		const { body } = await scim("POST", "/Users", scimUser("ada@x.example", { emails }));
		expect(body.emails).toEqual([{ value: "work@x.example", type: "work", primary: true }]);
	});

	it("refuses an address that is taken in another case, also by a deactivated user", async () => {
		await scim("POST", "/Users", scimUser("ada@x.example"));
		expect(await scim("POST", "/Users", scimUser("ADA@x.example"))).toMatchObject({
			status: 409,
			body: { scimType: "uniqueness" },
		});
		world.sumo.control.editUser("ada@x.example", { active: false });
		const again = await scim("POST", "/Users", scimUser("other@x.example", { emails: ["Ada@X.example"] }));
		expect(again.status).toBe(409);
		expect(again.body.detail).toContain("deactivated user");
	});

	it("refuses a body that is not JSON, and a media type that is not JSON", async () => {
		const send = (type: string, body: string): Promise<Response> =>
			fetch(`${world.sumo.scimUrl}/Users`, {
				method: "POST",
				body,
				headers: { authorization: `Bearer ${secretToken(world)}`, "content-type": type },
			});
		expect((await send("application/scim+json", "{")).status).toBe(400);
		expect((await send("text/plain", "{}")).status).toBe(415);
	});
});

describe("reading users over SCIM", () => {
	it("finds one by id, and answers 404 for another", async () => {
		const { body } = await scim("POST", "/Users", scimUser("ada@x.example"));
		expect((await scim("GET", `/Users/${body.id}`)).body).toEqual(body);
		expect(await scim("GET", "/Users/00000000000000FF")).toMatchObject({
			status: 404,
			body: { status: 404 },
		});
	});

	it("passes Entra's connection test: a filter that matches no user", async () => {
		const { status, body } = await scim("GET", filtered(`userName eq "${crypto.randomUUID()}"`));
		expect(status).toBe(200);
		expect(body).toMatchObject({ totalResults: 0, itemsPerPage: 0, Resources: [] });
	});

	it("pages by startIndex and count, 100 at first and at most 1,000", async () => {
		await world.close();
		world = await emptyWorld({ users: 1_200, existing: 1_199 });
		scim = scimCall(world);
		const page = async (query: string): Promise<number> =>
			items((await scim("GET", `/Users?${query}`)).body, "Resources").length;
		expect((await scim("GET", "/Users")).body).toMatchObject({
			totalResults: 1_200,
			startIndex: 1,
			itemsPerPage: 100,
		});
		expect(await page("count=5000")).toBe(1_000);
		expect(await page("startIndex=1001&count=1000")).toBe(200);
		expect(await page("startIndex=-3&count=2")).toBe(2);
		expect(await page("startIndex=2000")).toBe(0);
		expect(await page("count=0")).toBe(0);
		expect((await scim("GET", "/Users?count=many")).status).toBe(400);
	});

	it("sorts by givenName, familyName or emails in both orders", async () => {
		for (const [name, address] of [
			["Cleo", "b@x.example"],
			["ada", "c@x.example"],
			["Bob", "a@x.example"],
		] as const) {
			await scim("POST", "/Users", scimUser(address, { name: { givenName: name, familyName: name } }));
		}
		const order = async (query: string): Promise<unknown[]> => {
			const { body } = await scim("GET", `${filtered('userName ew "@x.example"')}&${query}`);
			return items(body, "Resources").map((user) => user.userName);
		};
		expect(await order("sortBy=givenName")).toEqual(["c@x.example", "a@x.example", "b@x.example"]);
		expect(await order("sortBy=familyName&sortOrder=descending")).toEqual([
			"b@x.example",
			"a@x.example",
			"c@x.example",
		]);
		expect(await order("sortBy=emails")).toEqual(["a@x.example", "b@x.example", "c@x.example"]);
		expect((await scim("GET", "/Users?sortBy=shoeSize")).status).toBe(400);
	});
});

describe("replacing and deleting a user over SCIM", () => {
	it("replaces by PUT, and needs no userName for it", async () => {
		const { body } = await scim("POST", "/Users", scimUser("ada@x.example"));
		const { userName, ...rest } = scimUser("ada@x.example", {
			name: { givenName: "Augusta", familyName: "King" },
		});
		const changed = await scim("PUT", `/Users/${body.id}`, rest);
		expect(changed).toMatchObject({
			status: 200,
			body: { id: body.id, userName, name: { givenName: "Augusta" } },
		});
	});

	it("needs active in a PUT", async () => {
		const { body } = await scim("POST", "/Users", scimUser("ada@x.example"));
		const answer = await scim("PUT", `/Users/${body.id}`, scimUser("ada@x.example", { active: null }));
		expect(answer.body.detail).toContain("attribute active");
	});

	it("refuses an update to an address that another user holds", async () => {
		await scim("POST", "/Users", scimUser("ada@x.example"));
		const { body } = await scim("POST", "/Users", scimUser("bob@x.example"));
		expect((await scim("PUT", `/Users/${body.id}`, scimUser("ada@x.example"))).status).toBe(409);
	});

	it("deletes with 204, after which the address is free", async () => {
		const { body } = await scim("POST", "/Users", scimUser("ada@x.example"));
		expect((await scim("DELETE", `/Users/${body.id}`)).status).toBe(204);
		expect((await scim("DELETE", `/Users/${body.id}`)).status).toBe(404);
		expect((await scim("POST", "/Users", scimUser("ada@x.example"))).status).toBe(201);
	});

	it("deactivates, and refuses to reactivate unless set to ignore or allow it", async () => {
		const { body } = await scim("POST", "/Users", scimUser("ada@x.example"));
		const set = (active: boolean) =>
			scim("PATCH", `/Users/${body.id}`, patchOf({ op: "replace", path: "active", value: active }));
		expect((await set(false)).body.active).toBe(false);
		const refused = await set(true);
		expect(refused).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
		expect(refused.body.detail).toContain("delete that user first");
		world.sumo.control.behave({ reactivation: "ignore" });
		expect(await set(true)).toMatchObject({ status: 200, body: { active: false } });
		world.sumo.control.behave({ reactivation: "allow" });
		expect(await set(true)).toMatchObject({ status: 200, body: { active: true } });
	});

	it("leaves lastModified alone when a PATCH changes nothing", async () => {
		const { body } = await scim("POST", "/Users", scimUser("ada@x.example"));
		const same = await scim(
			"PATCH",
			`/Users/${body.id}`,
			patchOf({ op: "replace", value: { active: true } }),
		);
		expect(same.body).toEqual(body);
	});
});
