import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { World } from "../../../src/simulator/world.ts";
import {
	type Call,
	emptyWorld,
	items,
	patchOf,
	scimCall,
	scimUser,
	secretToken,
	sumoCall,
} from "../calls.ts";

let world: World;
let scim: Call;

beforeEach(async () => {
	world = await emptyWorld({ users: 6, existing: 5 });
	scim = scimCall(world);
});
afterEach(() => world.close());

const names = async (query: string): Promise<unknown[]> =>
	items((await scim("GET", `/Users?${query}`)).body, "Resources").map((user) => user.userName);

describe("signing in to Sumo", () => {
	const status = async (path: string, authorization: string): Promise<number> =>
		(await fetch(`${world.sumo.url}${path}`, { headers: { authorization } })).status;

	it("takes Basic everywhere and Bearer for SCIM only", async () => {
		const token = secretToken(world);
		expect(await status("v1/scim/Users", `Basic ${token}`)).toBe(200);
		expect(await status("v1/scim/Users", `Bearer ${token}`)).toBe(200);
		expect(await status("v1/users", `Basic ${token}`)).toBe(200);
		expect(await status("v1/users", `Bearer ${token}`)).toBe(401);
	});

	it("refuses another key, no key, and a token with a line break in it", async () => {
		const wrapped = Buffer.from(`${world.sumo.accessId}:${world.sumo.accessKey}\n`).toString("base64");
		for (const authorization of ["", "Bearer x", `Basic ${wrapped}`]) {
			expect(await status("v1/scim/Users", authorization)).toBe(401);
		}
	});

	it("has keys of the documented form", () => {
		expect(world.sumo.accessId).toMatch(/^su[A-Za-z0-9]{12}$/);
		expect(world.sumo.accessKey).toMatch(/^[A-Za-z0-9]{64}$/);
	});
});

describe("a Sumo that behaves otherwise", () => {
	it("sends a caller of the wrong deployment to the right one", async () => {
		world.sumo.control.behave({ deployment: { kind: "moved", to: "https://api.us2.sumologic.com/api/" } });
		const { status, headers } = await scim("GET", "/Users?count=1");
		expect(status).toBe(301);
		expect(headers.get("location")).toBe("https://api.us2.sumologic.com/api/v1/scim/Users?count=1");
	});

	it("answers all requests with 401 or 403", async () => {
		world.sumo.control.behave({ deployment: { kind: "unknown" } });
		expect((await scim("GET", "/Users")).status).toBe(401);
		world.sumo.control.behave({ deployment: { kind: "here" }, forbidden: true });
		expect((await scim("GET", "/Users")).status).toBe(403);
	});

	it.each(["405", "501"] as const)("refuses PATCH with %s", async (patch) => {
		world.sumo.control.behave({ patch });
		const id = world.sumo.control.users()[1]?.id;
		expect((await scim("PATCH", `/Users/${id}`, patchOf({ op: "replace", value: {} }))).status).toBe(
			Number(patch),
		);
	});

	it("answers 404 and 405 where it has nothing", async () => {
		const sumo = sumoCall(world);
		expect((await sumo("GET", "v1/scim/Groups")).status).toBe(404);
		expect((await scim("DELETE", "/Users")).status).toBe(405);
	});

	it("writes the status of an error as the RFC does", async () => {
		world.sumo.control.behave({ errorStatus: "string" });
		expect((await scim("GET", "/Users/0")).body.status).toBe("404");
	});

	it("can demand a role", async () => {
		world.sumo.control.behave({ rolesRequired: true });
		expect((await scim("POST", "/Users", scimUser("a@x.example", { roles: [] }))).status).toBe(400);
	});

	it("lies about totals, repeats users across pages, shortens pages and starts at 0", async () => {
		world.sumo.control.behave({ totalOffBy: -4, startIndexZero: true });
		expect((await scim("GET", "/Users?count=2")).body).toMatchObject({ totalResults: 2, startIndex: 0 });
		const [, second, third] = await names("count=3");
		world.sumo.control.behave({ pageOverlap: 1 });
		expect((await names("count=2&startIndex=3")).slice(0, 2)).toEqual([second, third]);
		world.sumo.control.behave({ largestPage: 2 });
		expect(await names("count=1000")).toHaveLength(2);
	});

	it("guards updates by ETag when it has them", async () => {
		world.sumo.control.behave({ etags: true });
		const { body, headers } = await scim("POST", "/Users", scimUser("a@x.example"));
		const tag = headers.get("etag") ?? "";
		const change = patchOf({ op: "replace", path: "name.givenName", value: "G" });
		const update = (condition: string) =>
			scim("PATCH", `/Users/${body.id}`, change, { "if-match": condition });
		expect(body.meta).toMatchObject({ version: tag });
		expect((await scim("GET", `/Users/${body.id}`, undefined, { "if-none-match": tag })).status).toBe(304);
		expect((await update('W/"99"')).status).toBe(412);
		const changed = await update(tag);
		expect(changed.status).toBe(200);
		expect(changed.headers.get("etag")).not.toBe(tag);
		expect((await scim("DELETE", `/Users/${body.id}`, undefined, { "if-match": tag })).status).toBe(412);
	});
});

describe("Sumo's control API over HTTP", () => {
	const control = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
		fetch(`${world.sumo.controlUrl}/${path}`, {
			method,
			headers: { ...(body ? { "content-type": "application/json" } : {}), ...headers },
			...(body ? { body: JSON.stringify(body) } : {}),
		});

	it("sets faults, limits and behavior, and reports the counts", async () => {
		expect((await control("POST", "faults", { kind: "status", status: 503 })).status).toBe(204);
		expect((await scim("GET", "/Users")).status).toBe(503);
		await control("PUT", "limit", { perSecond: 9 });
		expect(world.sumo.control.currentLimit.perSecond).toBe(9);
		await control("PATCH", "behaviour", { reactivation: "allow" });
		expect(world.sumo.control.behavior.reactivation).toBe("allow");
		expect(await (await control("GET", "requests")).json()).toMatchObject({
			total: 1,
			byKind: { "GET /api/v1/scim/Users": 1 },
			byStatus: { "503": 1 },
			journal: [{ method: "GET", target: "/api/v1/scim/Users", status: 503 }],
		});
		await control("DELETE", "requests");
		expect(world.sumo.control.counts().total).toBe(0);
	});

	it("edits users and roles outside the product's back", async () => {
		await control("POST", "users", { userName: "new@x.example", roles: ["Analyst"] });
		await control("PATCH", "users/new@x.example", { familyName: "Changed", active: false });
		await control("PATCH", "roles/Analyst", { name: "Reader" });
		const found = await scim("GET", `/Users?filter=${encodeURIComponent('userName eq "new@x.example"')}`);
		expect(items(found.body, "Resources")).toMatchObject([
			{ name: { familyName: "Changed" }, active: false, roles: [{ value: "Reader" }] },
		]);
		expect((await control("DELETE", "users/new@x.example")).status).toBe(204);
		expect((await control("DELETE", "users/new@x.example")).status).toBe(404);
	});

	it("may give two users one address, so that a match is ambiguous", async () => {
		const [, one, other] = world.sumo.control.users();
		world.sumo.control.editUser(other?.id ?? "", { email: one?.email ?? "" });
		expect(await names(`filter=${encodeURIComponent(`emails.value eq "${one?.email}"`)}`)).toHaveLength(2);
	});

	it("dumps the state without a secret", async () => {
		const text = await (await control("GET", "state")).text();
		expect(text).toContain("provisioning-service@");
		expect(text).not.toContain(world.sumo.accessKey);
		expect(text).not.toContain(world.sumo.accessId);
	});

	it("refuses what does not fit, and requests of web pages", async () => {
		expect((await control("POST", "faults", { kind: "earthquake" })).status).toBe(400);
		expect(
			(await control("POST", "faults", { kind: "reset" }, { origin: "https://evil.example" })).status,
		).toBe(403);
		const plain = await fetch(`${world.sumo.controlUrl}/faults`, { method: "POST", body: "{}" });
		expect(plain.status).toBe(415);
		expect((await control("GET", "nothing")).status).toBe(404);
		expect((await control("POST", "users", { userName: "a@x.example", roles: ["Nobody"] })).status).toBe(404);
		expect((await control("DELETE", "roles/Nobody")).status).toBe(404);
	});
});
