import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { World } from "../../../src/simulator/world.ts";
import { type Call, emptyWorld, items, sumoCall } from "../calls.ts";

let world: World;
let sumo: Call;

beforeEach(async () => {
	world = await emptyWorld();
	sumo = sumoCall(world);
	world.sumo.control.addUser({
		userName: "ada@x.example",
		givenName: "Ada",
		familyName: "Byron",
		roles: ["Analyst"],
	});
	world.sumo.control.addUser({
		userName: "bob@x.example",
		givenName: "Bob",
		familyName: "Adler",
		lastLogin: 0,
		active: false,
	});
});
afterEach(() => world.close());

const idOf = (address: string): string => world.sumo.control.user(address)?.id ?? "";

describe("Sumo's classic users API", () => {
	it("shows a user under the id that SCIM shows, with last login and role ids", async () => {
		const { status, body } = await sumo("GET", `v1/users/${idOf("bob@x.example")}`);
		const user = world.sumo.control.roles().find((role) => role.name === "User");
		expect(status).toBe(200);
		expect(body).toMatchObject({
			id: idOf("bob@x.example"),
			firstName: "Bob",
			lastName: "Adler",
			email: "bob@x.example",
			isActive: false,
			isLocked: false,
			isMfaEnabled: false,
			lastLoginTimestamp: "1970-01-01T00:00:00.000Z",
			roleIds: [user?.id],
		});
	});

	it("says null for a login that never was, and 404 for an unknown id", async () => {
		expect((await sumo("GET", `v1/users/${idOf("ada@x.example")}`)).body.lastLoginTimestamp).toBeNull();
		const { status, body } = await sumo("GET", "v1/users/0000000000000001");
		expect({ status, body }).toMatchObject({
			status: 404,
			body: { id: expect.any(String), errors: [{ code: "notfound" }] },
		});
	});

	it("lists by parts with a token, and without service accounts unless asked", async () => {
		const first = await sumo("GET", "v1/users?limit=1");
		expect(items(first.body, "data")).toHaveLength(1);
		const second = await sumo("GET", `v1/users?limit=1&token=${first.body.next}`);
		expect(items(second.body, "data").map((user) => user.email)).toEqual(["bob@x.example"]);
		expect(second.body.next).toBeNull();
		const all = await sumo("GET", "v1/users?includeServiceAccounts=true");
		expect(items(all.body, "data")).toHaveLength(3);
	});

	it("filters by e-mail and sorts by name", async () => {
		const emails = async (query: string): Promise<unknown[]> =>
			items((await sumo("GET", `v1/users?${query}`)).body, "data").map((user) => user.email);
		expect(await emails("email=BOB@x.example")).toEqual(["bob@x.example"]);
		expect(await emails("sortBy=lastName")).toEqual(["bob@x.example", "ada@x.example"]);
		expect(await emails("sortBy=-lastName")).toEqual(["ada@x.example", "bob@x.example"]);
	});

	it.each(["limit=0", "limit=1001", "sortBy=age", "token=%00"])("refuses %s", async (query) => {
		expect((await sumo("GET", `v1/users?${query}`)).status).toBe(400);
	});

	it("updates names, roles and activity by PUT", async () => {
		const [role] = world.sumo.control.roles();
		const change = { firstName: "A", lastName: "B", isActive: false, roleIds: [role?.id ?? ""] };
		expect((await sumo("PUT", `v1/users/${idOf("ada@x.example")}`, change)).body).toMatchObject(change);
		expect(
			(await sumo("PUT", `v1/users/${idOf("ada@x.example")}`, { ...change, roleIds: ["0"] })).status,
		).toBe(400);
		expect(
			(await sumo("PUT", `v1/users/${idOf("ada@x.example")}`, { ...change, isActive: true })).status,
		).toBe(400);
		expect((await sumo("PUT", `v1/users/${idOf("ada@x.example")}`, { firstName: "A" })).status).toBe(400);
	});

	it("deletes an account and transfers its content to the caller, to a chosen user, or not at all", async () => {
		for (const name of ["c", "d"]) world.sumo.control.addUser({ userName: `${name}@x.example` });
		const ada = idOf("ada@x.example");
		const service = world.sumo.control.users().find((user) => user.serviceAccount);
		expect((await sumo("DELETE", `v1/users/${idOf("bob@x.example")}`)).status).toBe(204);
		expect((await sumo("DELETE", `v1/users/${idOf("c@x.example")}?transferTo=${ada}`)).status).toBe(204);
		expect((await sumo("DELETE", `v1/users/${idOf("d@x.example")}?deleteContent=true`)).status).toBe(204);
		expect(world.sumo.control.deletions().map(({ email, transferredTo }) => [email, transferredTo])).toEqual([
			["bob@x.example", service?.id],
			["c@x.example", ada],
			["d@x.example", null],
		]);
	});

	it("refuses an heir that does not exist or is the deleted user, and an heir beside destruction", async () => {
		const ada = idOf("ada@x.example");
		for (const query of [
			"transferTo=1",
			`transferTo=${ada}`,
			`transferTo=${idOf("bob@x.example")}&deleteContent=true`,
		]) {
			expect((await sumo("DELETE", `v1/users/${ada}?${query}`)).status).toBe(400);
		}
		expect(world.sumo.control.user(ada)).toBeDefined();
	});
});

describe("Sumo's roles and SAML APIs", () => {
	it.each(["v1/roles", "v2/roles"])("%s lists roles with their users", async (path) => {
		const { body } = await sumo("GET", `${path}?sortBy=name`);
		expect(items(body, "data").map((role) => role.name)).toEqual(["Administrator", "Analyst", "User"]);
		const [analyst] = items((await sumo("GET", `${path}?name=Analyst`)).body, "data");
		expect(analyst?.users).toEqual([idOf("ada@x.example")]);
		expect((await sumo("GET", `${path}/${analyst?.id}`)).body.name).toBe("Analyst");
		expect((await sumo("GET", `${path}/0`)).status).toBe(404);
	});

	it("recounts the users of a role after a change", async () => {
		await sumo("GET", "v2/roles");
		world.sumo.control.deleteUser("ada@x.example");
		const [analyst] = items((await sumo("GET", "v2/roles?name=Analyst")).body, "data");
		expect(analyst?.users).toEqual([]);
	});

	it("shows SAML configurations, with On Demand Provisioning only when it is ticked", async () => {
		const path = "v1/saml/identityProviders";
		const [before] = items((await sumo("GET", path)).body, "value");
		expect(before).toMatchObject({ disableRequestedAuthnContext: true });
		expect(before).not.toHaveProperty("onDemandProvisioningEnabled");
		world.sumo.control.setSaml([
			{
				id: "1",
				configurationName: "x",
				issuer: "y",
				disableRequestedAuthnContext: false,
				onDemandProvisioningEnabled: { onDemandProvisioningRoles: ["User"] },
			},
		]);
		const [after] = items((await sumo("GET", path)).body, "value");
		expect(after).toHaveProperty("onDemandProvisioningEnabled");
	});
});
