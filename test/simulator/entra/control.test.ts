import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSimulators, type World } from "../../../src/simulator/world.ts";
import { type Call, graphCall, items } from "../calls.ts";

let world: World;
let graph: Call;

beforeEach(async () => {
	world = await startSimulators();
	graph = await graphCall(world);
});
afterEach(() => world.close());

const control = async (method: string, path: string, body?: object): Promise<number> => {
	const response = await fetch(`${world.entra.controlUrl}/${path}`, {
		method,
		...(body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {}),
	});
	return response.status;
};

describe("Entra's control API over HTTP", () => {
	it("adds, changes and deletes users", async () => {
		expect(await control("POST", "users", { userPrincipalName: "new@harbour.example" })).toBe(201);
		expect(await control("PATCH", "users/new@harbour.example", { surname: "Changed" })).toBe(204);
		expect((await graph("GET", "/users/new@harbour.example")).body).toMatchObject({ surname: "Changed" });
		expect(await control("DELETE", "users/new@harbour.example?forGood=true")).toBe(204);
		expect(await control("DELETE", "users/new@harbour.example")).toBe(404);
	});

	it("assigns and unassigns people and groups by name", async () => {
		const before = world.entra.control.assignments().length;
		expect(
			await control("POST", "assignments", { principal: "henry.wilson@harbour.example", role: "Analyst" }),
		).toBe(201);
		expect(await control("POST", "assignments", { principal: "Finance" })).toBe(201);
		expect(await control("POST", "assignments", { principal: "Finance", role: "Nobody" })).toBe(404);
		expect(world.entra.control.assignments()).toHaveLength(before + 2);
		expect(await control("DELETE", "assignments/Finance")).toBe(204);
		expect(world.entra.control.assignments()).toHaveLength(before + 1);
	});

	it("changes members of groups", async () => {
		const path = "groups/Finance/members/wei.wang@harbour.example";
		const size = world.entra.control.group("Finance")?.members.size ?? 0;
		expect(await control("PUT", path)).toBe(204);
		expect(world.entra.control.group("Finance")?.members.size).toBe(size + 1);
		expect(await control("DELETE", path)).toBe(204);
		expect(await control("PUT", "groups/Nobody/members/wei.wang@harbour.example")).toBe(404);
	});

	it("expires tokens, throttles, forbids and arms faults", async () => {
		const { body } = await graph("GET", "/users/delta?$deltatoken=latest");
		expect(await control("POST", "expire-delta-tokens")).toBe(204);
		expect((await graph("GET", String(body["@odata.deltaLink"]))).status).toBe(410);
		expect(await control("POST", "throttle", { count: 1, retryAfter: 4 })).toBe(204);
		expect((await graph("GET", "/users")).status).toBe(429);
		expect(await control("PATCH", "behaviour", { forbidden: ["/users"] })).toBe(204);
		expect((await graph("GET", "/users")).status).toBe(403);
		expect(await control("POST", "faults", { kind: "status", status: 503 })).toBe(204);
		expect((await graph("GET", "/groups")).status).toBe(503);
		expect(await control("POST", "expire-access-tokens")).toBe(204);
		expect((await graph("GET", "/groups")).status).toBe(401);
	});

	it("dumps the state without a secret", async () => {
		const text = await (await fetch(`${world.entra.controlUrl}/state`)).text();
		expect(text).toContain("wei.wang@harbour.example");
		expect(text).not.toContain(world.entra.clientSecret);
	});
});

describe("changes of many users", () => {
	it("come in pages that hold each once", async () => {
		const first = await graph("GET", "/users/delta?$deltatoken=latest&$select=city&$top=20");
		for (const user of world.entra.control.users()) world.entra.control.editUser(user.id, { city: "Oslo" });
		const seen: unknown[] = [];
		let next = String(first.body["@odata.deltaLink"]);
		for (let page = 0; page < 3; page++) {
			const { body } = await graph("GET", next);
			seen.push(...items(body, "value").map((user) => user.id));
			next = String(body["@odata.nextLink"] ?? body["@odata.deltaLink"]);
		}
		expect(new Set(seen).size).toBe(world.entra.control.users().length);
		expect(seen).toHaveLength(world.entra.control.users().length);
		expect((await graph("GET", next)).body.value).toEqual([]);
	});
});
