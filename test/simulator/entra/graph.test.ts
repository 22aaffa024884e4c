import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSimulators, type World } from "../../../src/simulator/world.ts";
import { type Call, graphCall, items, signIn } from "../calls.ts";

let world: World;
let graph: Call;
const eventual = { consistencylevel: "eventual" };

beforeEach(async () => {
	world = await startSimulators();
	graph = await graphCall(world);
});
afterEach(() => world.close());

const value = async (path: string, headers = {}) =>
	items((await graph("GET", path, undefined, headers)).body, "value");

/** All items of a list, page by page, and the number of pages. */
async function everything(path: string): Promise<{ all: ReturnType<typeof items>; pages: number }> {
	const all: ReturnType<typeof items> = [];
	let next: string | undefined = path;
	let pages = 0;
	while (next !== undefined) {
		const { body } = await graph("GET", next);
		all.push(...items(body, "value"));
		next = typeof body["@odata.nextLink"] === "string" ? body["@odata.nextLink"] : undefined;
		pages++;
	}
	return { all, pages };
}

describe("signing in to Entra", () => {
	it("issues a bearer token to the right client", async () => {
		const { status, body } = await signIn(world);
		expect(status).toBe(200);
		expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3_600 });
	});

	it.each([
		[401, "invalid_client", { client_secret: "wrong" }],
		[400, "unauthorized_client", { client_id: "00000000-0000-0000-0000-000000000001" }],
		[400, "unsupported_grant_type", { grant_type: "password" }],
		[400, "invalid_scope", { scope: "User.Read" }],
	])("answers %i %s", async (status, error, change) => {
		const answer = await signIn(world, change);
		expect(answer).toMatchObject({
			status,
			body: { error, error_description: expect.stringContaining("AADSTS") },
		});
	});

	it("describes itself by OpenID Connect discovery", async () => {
		const { authorityUrl, tenantId } = world.entra;
		const response = await fetch(`${authorityUrl}/${tenantId}/v2.0/.well-known/openid-configuration`);
		expect(await response.json()).toMatchObject({
			issuer: `${authorityUrl}/${tenantId}/v2.0`,
			token_endpoint: `${authorityUrl}/${tenantId}/oauth2/v2.0/token`,
		});
	});

	it("refuses Graph without a token, with an unknown one and with an expired one", async () => {
		const bare = await fetch(`${world.entra.graphUrl}/users`);
		expect(bare.status).toBe(401);
		expect(await bare.json()).toMatchObject({ error: { code: "InvalidAuthenticationToken" } });
		const unknown = await fetch(`${world.entra.graphUrl}/users`, {
			headers: { authorization: "Bearer x.y.z" },
		});
		expect(unknown.status).toBe(401);
		world.entra.control.expireAccessTokens();
		const expired = await graph("GET", "/users");
		expect(expired.status).toBe(401);
		expect(JSON.stringify(expired.body)).toContain("expired");
	});

	it("refuses what the application has no permission for", async () => {
		world.entra.control.behave({ forbidden: ["/groups"] });
		expect((await graph("GET", "/users")).status).toBe(200);
		expect(await graph("GET", "/groups")).toMatchObject({
			status: 403,
			body: { error: { code: "Authorization_RequestDenied" } },
		});
	});

	it("throttles on request, with the seconds to wait", async () => {
		world.entra.control.throttle(1, 7);
		const { status, headers, body } = await graph("GET", "/users");
		expect({ status, body }).toMatchObject({ status: 429, body: { error: { code: "TooManyRequests" } } });
		expect(headers.get("retry-after")).toBe("7");
		expect((await graph("GET", "/users")).status).toBe(200);
	});
});

describe("users in Graph", () => {
	it("come with the documented properties, or with those selected", async () => {
		const [user] = await value("/users?$top=1");
		expect(Object.keys(user ?? {})).toContain("userPrincipalName");
		expect(user).not.toHaveProperty("accountEnabled");
		const [selected] = await value("/users?$top=1&$select=id,accountEnabled,department,faxNumber");
		expect(Object.keys(selected ?? {})).toEqual(["id", "accountEnabled", "department", "faxNumber"]);
		expect((await graph("GET", "/users?$select=shoeSize")).status).toBe(400);
	});

	it("come in pages that nextLink joins without loss, also when one is deleted meanwhile", async () => {
		const { all, pages } = await everything("/users?$top=10&$select=id");
		expect(all).toHaveLength(world.entra.control.users().length);
		expect(new Set(all.map((user) => user.id)).size).toBe(all.length);
		expect(pages).toBe(Math.ceil(all.length / 10));
		const first = await graph("GET", "/users?$top=10&$select=id");
		world.entra.control.deleteUser(String(items(first.body, "value")[0]?.id));
		const [eleventh] = await value(String(first.body["@odata.nextLink"]));
		expect(eleventh?.id).toBe(all[10]?.id);
	});

	it.each(["0", "1000", "x"])("refuse $top=%s", async (top) => {
		expect((await graph("GET", `/users?$top=${top}`)).status).toBe(400);
	});

	it.each([
		["userPrincipalName eq 'WEI.wang@harbour.example'", ["wei.wang"]],
		["mail eq 'wei.wang@harbour.example'", ["wei.wang"]],
		["startswith(surname,'O''S')", ["siobhan.osullivan"]],
		["displayName eq '王伟' or displayName eq '김민준'", ["wei.wang", "minjun.kim"]],
		["mailNickname in ('wei.wang', 'emma.rossi')", ["wei.wang", "emma.rossi"]],
		["accountEnabled eq false and department eq 'Security'", ["ruth.abebe"]],
		[
			"(startswith(mailNickname,'em') or startswith(mailNickname,'no')) and department eq 'Finance'",
			["noah.fischer", "emma.rossi"],
		],
		["createdDateTime le 2025-01-07T08:00:00Z", ["amelie.beaulieu", "bjorn.odegard"]],
	])("are found by $filter=%s", async (filter, expected) => {
		const found = await value(`/users?$select=mailNickname&$filter=${encodeURIComponent(filter)}`);
		expect(found.map((user) => user.mailNickname)).toEqual(expected);
	});

	it("are found by an advanced filter only with ConsistencyLevel and $count", async () => {
		const path = `/users?$select=mailNickname&$filter=${encodeURIComponent("endswith(mail,'@fabrikam.example') and not(startswith(mail,'ann'))")}`;
		expect(await graph("GET", path)).toMatchObject({
			status: 400,
			body: { error: { code: "Request_UnsupportedQuery" } },
		});
		const answer = await graph("GET", `${path}&$count=true`, undefined, eventual);
		expect(answer.body).toMatchObject({ "@odata.count": 1, value: [{ mailNickname: "victor.ramirez" }] });
		const without = `/users?$select=id&$count=true&$filter=${encodeURIComponent("mail eq null")}`;
		expect(await value(without, eventual)).toHaveLength(1);
	});

	it.each([
		"displayName eq",
		"displayName = 'x'",
		"contains(displayName,'x')",
		"shoeSize eq '1'",
		"displayName eq 'x' and",
		"(displayName eq 'x'",
	])("refuse $filter=%s", async (filter) => {
		expect((await graph("GET", `/users?$filter=${encodeURIComponent(filter)}`)).status).toBe(400);
	});

	it("are searched by word prefixes, with ConsistencyLevel", async () => {
		const search = (text: string) => `/users?$select=mailNickname&$search=${encodeURIComponent(text)}`;
		expect((await graph("GET", search('"displayName:wang"'))).status).toBe(400);
		const names = async (text: string) =>
			(await value(search(text), eventual)).map((user) => user.mailNickname);
		expect(await names('"displayName:mensah kof"')).toEqual(["kofi.mensah"]);
		expect(await names('"displayName:Größ" OR "mail:emma"')).toEqual(["juergen.groessmann", "emma.rossi"]);
		expect(await names('"displayName:emma" AND "mail:rossi"')).toEqual(["emma.rossi"]);
		expect((await graph("GET", search("emma"), undefined, eventual)).status).toBe(400);
	});

	it("are sorted by displayName across pages", async () => {
		const { all } = await everything("/users?$orderby=displayName%20desc&$top=20&$select=displayName");
		const names = all.map((user) => String(user.displayName).toLowerCase());
		expect(names).toEqual([...names].sort().reverse());
	});

	it("are read one by one, by id or userPrincipalName, with their manager", async () => {
		const user = world.entra.control.user("wei.wang@harbour.example");
		const path = `/users/${user?.id}?$select=id,surname&$expand=manager($select=id)`;
		expect((await graph("GET", path)).body).toMatchObject({
			id: user?.id,
			surname: "王",
			manager: { id: user?.manager },
		});
		expect((await graph("GET", "/users/wei.wang@harbour.example")).body.id).toBe(user?.id);
		expect(await graph("GET", "/users/nobody@x.example")).toMatchObject({
			status: 404,
			body: { error: { code: "Request_ResourceNotFound" } },
		});
	});

	it("are created, changed, deleted, restored and permanently deleted", async () => {
		const user = {
			accountEnabled: true,
			displayName: "N",
			mailNickname: "n",
			userPrincipalName: "n@harbour.example",
		};
		const { status, body } = await graph("POST", "/users", user);
		expect(status).toBe(201);
		expect((await graph("POST", "/users", user)).status).toBe(400);
		expect((await graph("PATCH", `/users/${body.id}`, { surname: "S" })).status).toBe(204);
		expect((await graph("DELETE", `/users/${body.id}`)).status).toBe(204);
		expect((await graph("GET", `/users/${body.id}`)).status).toBe(404);
		expect(await value("/directory/deletedItems/microsoft.graph.user")).toMatchObject([{ id: body.id }]);
		expect((await graph("POST", `/directory/deletedItems/${body.id}/restore`)).body).toMatchObject({
			surname: "S",
		});
		await graph("DELETE", `/users/${body.id}`);
		expect((await graph("DELETE", `/directory/deletedItems/${body.id}`)).status).toBe(204);
		expect((await graph("POST", `/directory/deletedItems/${body.id}/restore`)).status).toBe(404);
	});
});

describe("groups in Graph", () => {
	it("are listed, filtered and read with members of both kinds", async () => {
		expect(await value("/groups")).toHaveLength(5);
		const [readers] = await value(`/groups?$filter=${encodeURIComponent("displayName eq 'Sumo Readers'")}`);
		const members = await value(`/groups/${readers?.id}/members?$select=id,displayName,userPrincipalName`);
		expect(new Set(members.map((member) => member["@odata.type"]))).toEqual(
			new Set(["#microsoft.graph.user", "#microsoft.graph.group"]),
		);
		expect(await value(`/groups/${readers?.id}/members/microsoft.graph.user`)).toHaveLength(
			members.length - 1,
		);
		expect(await value(`/groups?$search=${encodeURIComponent('"displayName:sec"')}`, eventual)).toHaveLength(
			1,
		);
	});

	it("gain and lose members", async () => {
		const group = world.entra.control.group("Finance");
		const user = world.entra.control.user("wei.wang@harbour.example");
		const reference = { "@odata.id": `${world.entra.graphUrl}/directoryObjects/${user?.id}` };
		expect((await graph("POST", `/groups/${group?.id}/members/$ref`, reference)).status).toBe(204);
		expect((await graph("POST", `/groups/${group?.id}/members/$ref`, reference)).status).toBe(400);
		expect((await value(`/users/${user?.id}/memberOf`)).map((one) => one.displayName)).toContain("Finance");
		expect((await graph("DELETE", `/groups/${group?.id}/members/${user?.id}/$ref`)).status).toBe(204);
		expect((await graph("DELETE", `/groups/${group?.id}/members/${user?.id}/$ref`)).status).toBe(404);
	});
});

describe("the application and its assignments in Graph", () => {
	it("is found by name or appId and shows its roles", async () => {
		const [app] = await value(
			`/servicePrincipals?$filter=${encodeURIComponent("displayName eq 'Sumo Logic'")}`,
		);
		expect(app?.id).toBe(world.entra.servicePrincipalId);
		const byAppId = await value(
			`/servicePrincipals?$filter=${encodeURIComponent(`appId eq '${app?.appId}'`)}`,
		);
		expect(byAppId).toHaveLength(1);
		const { body } = await graph("GET", `/servicePrincipals/${app?.id}?$select=appRoles`);
		expect(items(body, "appRoles").map((role) => role.value)).toEqual(["User", "Analyst", "Administrator"]);
	});

	it("lists assignments of users and groups in pages", async () => {
		const path = `/servicePrincipals/${world.entra.servicePrincipalId}/appRoleAssignedTo`;
		const { all, pages } = await everything(`${path}?$top=15`);
		expect(pages).toBe(Math.ceil(all.length / 15));
		expect(new Set(all.map((one) => one.principalType))).toEqual(new Set(["User", "Group"]));
		expect(all.some((one) => one.appRoleId === "00000000-0000-0000-0000-000000000000")).toBe(true);
	});

	it("adds and removes an assignment, and refuses a double, an unknown role and an unknown principal", async () => {
		const resourceId = world.entra.servicePrincipalId;
		const path = `/servicePrincipals/${resourceId}/appRoleAssignedTo`;
		const principalId = world.entra.control.user("henry.wilson@harbour.example")?.id ?? "";
		const appRoleId = world.entra.control.appRoles()[0]?.id ?? "";
		const { status, body } = await graph("POST", path, { principalId, resourceId, appRoleId });
		expect({ status, body }).toMatchObject({
			status: 201,
			body: { principalType: "User", resourceDisplayName: "Sumo Logic" },
		});
		expect(await value(`/users/${principalId}/appRoleAssignments`)).toHaveLength(1);
		const refused = await graph("POST", path, { principalId, resourceId, appRoleId });
		expect(JSON.stringify(refused.body)).toContain("already exists");
		expect((await graph("POST", path, { principalId, resourceId, appRoleId: principalId })).status).toBe(400);
		expect((await graph("POST", path, { principalId: appRoleId, resourceId, appRoleId })).status).toBe(404);
		expect((await graph("POST", path, { principalId, resourceId: principalId, appRoleId })).status).toBe(400);
		expect((await graph("DELETE", `${path}/${body.id}`)).status).toBe(204);
		expect((await graph("DELETE", `${path}/${body.id}`)).status).toBe(404);
	});

	it("leaves out the assignments of deleted users", async () => {
		const path = `/servicePrincipals/${world.entra.servicePrincipalId}/appRoleAssignedTo?$top=999`;
		const before = (await value(path)).length;
		world.entra.control.deleteUser("wei.wang@harbour.example");
		expect(await value(path)).toHaveLength(before - 1);
	});
});

describe("a batch in Graph", () => {
	it("answers each part on its own", async () => {
		const { body } = await graph("POST", "/$batch", {
			requests: [
				{ id: "1", method: "GET", url: "/users?$top=1&$select=id" },
				{ id: "2", method: "GET", url: "users/nobody@x.example" },
				{ id: "3", method: "GET", url: "/groups", dependsOn: ["2"] },
				{
					id: "4",
					method: "PATCH",
					url: "/users/wei.wang@harbour.example",
					body: { city: "X" },
					headers: { "Content-Type": "application/json" },
				},
			],
		});
		expect(items(body, "responses").map((part) => [part.id, part.status])).toEqual([
			["1", 200],
			["2", 404],
			["3", 424],
			["4", 204],
		]);
	});

	it("throttles single parts on request", async () => {
		world.entra.control.fault({
			kind: "status",
			status: 429,
			path: "/v1.0/groups",
			headers: { "retry-after": "3" },
		});
		const requests = ["/users", "/groups"].map((url, index) => ({ id: String(index), method: "GET", url }));
		const { body } = await graph("POST", "/$batch", { requests });
		expect(items(body, "responses")).toMatchObject([
			{ status: 200 },
			{ status: 429, headers: { "retry-after": "3" } },
		]);
	});

	it("takes 20 parts and no more, each under its own id", async () => {
		const parts = (count: number, id: (index: number) => string) => ({
			requests: Array.from({ length: count }, (_, index) => ({
				id: id(index),
				method: "GET",
				url: "/organization",
			})),
		});
		expect((await graph("POST", "/$batch", parts(20, String))).status).toBe(200);
		expect((await graph("POST", "/$batch", parts(21, String))).status).toBe(400);
		expect(
			(
				await graph(
					"POST",
					"/$batch",
					parts(2, () => "1"),
				)
			).status,
		).toBe(400);
		expect((await graph("POST", "/$batch", {})).status).toBe(400);
	});
});
