import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../src/simulator/loopback/json.ts";
import { startSimulators, type World } from "../../../src/simulator/world.ts";
import { type Call, graphCall, items } from "../calls.ts";
import groups from "./examples/group-members-delta-page.json" with { type: "json" };
import users from "./examples/user-delta-page.json" with { type: "json" };
import { differences } from "./same-shape.ts";

const json = (value: unknown): Json => JSON.parse(JSON.stringify(value));

let world: World;
let graph: Call;
let now: number;

beforeEach(async () => {
	now = Date.UTC(2026, 0, 1);
	world = await startSimulators({ clock: () => now });
	graph = await graphCall(world);
});
afterEach(() => world.close());

/** Reads a round of changes to its end. */
async function round(
	path: string,
	headers = {},
): Promise<{ changes: JsonObject[]; link: string; pages: number }> {
	const changes: JsonObject[] = [];
	let next = path;
	for (let pages = 1; ; pages++) {
		const { body } = await graph("GET", next, undefined, headers);
		changes.push(...items(body, "value"));
		const link = body["@odata.deltaLink"];
		if (typeof link === "string") return { changes, link, pages };
		next = String(body["@odata.nextLink"]);
	}
}

const id = (alias: string): string => world.entra.control.user(`${alias}@harbour.example`)?.id ?? "";

describe("the delta query for users", () => {
	it("returns all users at first, in pages, then none", async () => {
		const first = await round("/users/delta?$select=displayName,accountEnabled&$top=25");
		expect(first.changes).toHaveLength(world.entra.control.users().length);
		expect(first.pages).toBe(3);
		expect(Object.keys(first.changes[0] ?? {}).sort()).toEqual(["accountEnabled", "displayName", "id"]);
		expect((await round(first.link)).changes).toEqual([]);
	});

	it("returns what changed since, once per user, with the selected properties", async () => {
		const { link } = await round("/users/delta?$select=displayName,accountEnabled");
		const { control } = world.entra;
		control.editUser(id("wei.wang"), { displayName: "A" });
		control.editUser(id("wei.wang"), { displayName: "B", accountEnabled: false });
		control.editUser(id("emma.rossi"), { city: "Rome" });
		const added = control.addUser({ userPrincipalName: "new@harbour.example" });
		const next = await round(link);
		expect(next.changes).toEqual([
			{ id: id("wei.wang"), displayName: "B", accountEnabled: false },
			{ id: added.id, displayName: "new", accountEnabled: true },
		]);
		expect((await round(next.link)).changes).toEqual([]);
	});

	it("returns a manager as a change, and only when selected", async () => {
		const { changes } = await round("/users/delta?$select=displayName,manager");
		const managers = changes.map((user) => user["manager@delta"]);
		expect(managers).toContainEqual([{ "@odata.type": "#microsoft.graph.user", id: expect.any(String) }]);
		const [plain] = (await round("/users/delta")).changes;
		expect(Object.keys(plain ?? {})).not.toContain("manager@delta");
	});

	it("returns only the changed properties with return=minimal", async () => {
		const { link } = await round("/users/delta?$select=displayName,surname");
		world.entra.control.editUser(id("wei.wang"), { surname: "X" });
		const { changes } = await round(link, { prefer: "return=minimal" });
		expect(changes).toEqual([{ id: id("wei.wang"), surname: "X" }]);
	});

	it("distinguishes soft-deleted, restored and permanently deleted users", async () => {
		let { link } = await round("/users/delta?$select=displayName");
		const user = id("wei.wang");
		world.entra.control.deleteUser(user);
		const soft = await round(link);
		expect(soft.changes).toEqual([{ id: user, "@removed": { reason: "changed" } }]);
		world.entra.control.restoreUser(user);
		const restored = await round(soft.link);
		expect(restored.changes).toEqual([{ id: user, displayName: "王伟" }]);
		({ link } = restored);
		world.entra.control.deleteUser(user, { forGood: true });
		expect((await round(link)).changes).toEqual([{ id: user, "@removed": { reason: "deleted" } }]);
	});

	it("shows a change that comes between pages in the next round", async () => {
		const first = await graph("GET", "/users/delta?$select=displayName&$top=30");
		world.entra.control.editUser(id("amelie.beaulieu"), { displayName: "Changed" });
		const rest = await round(String(first.body["@odata.nextLink"]));
		expect((await round(rest.link)).changes).toMatchObject([{ displayName: "Changed" }]);
	});

	it("begins with nothing when asked for the latest", async () => {
		const { changes, link } = await round("/users/delta?$select=displayName&$deltatoken=latest");
		expect(changes).toEqual([]);
		world.entra.control.editUser(id("wei.wang"), { displayName: "A" });
		expect((await round(link)).changes).toHaveLength(1);
	});

	it("answers 410 when tokens have expired, by request or after seven days", async () => {
		const { link } = await round("/users/delta?$select=id");
		world.entra.control.expireDeltaTokens();
		const gone = await graph("GET", link);
		expect(gone).toMatchObject({ status: 410, body: { error: { code: "syncStateNotFound" } } });
		const fresh = await round("/users/delta?$select=id");
		now += 7 * 24 * 3_600_000 - 1;
		graph = await graphCall(world);
		expect((await graph("GET", fresh.link)).status).toBe(200);
		now += 2;
		expect((await graph("GET", fresh.link)).status).toBe(410);
	});

	it("refuses a token that is not one, or of another kind", async () => {
		expect((await graph("GET", "/users/delta?$deltatoken=x")).status).toBe(400);
		const { link } = await round("/groups/delta");
		expect((await graph("GET", link.replace("/groups/", "/users/"))).status).toBe(400);
	});
});

it("answers in the form that Graph documents", async () => {
	const { control } = world.entra;
	const first = await graph(
		"GET",
		"/users/delta?$select=displayName,userPrincipalName,accountEnabled&$top=10",
	);
	expect(differences(first.body, json(users.page_with_next))).toEqual([]);
	const { link } = await round(String(first.body["@odata.nextLink"]));
	control.deleteUser(id("wei.wang"));
	control.deleteUser(id("emma.rossi"), { forGood: true });
	const { body } = await graph("GET", link);
	const removed = items(body, "value").map((user) => user["@removed"]);
	expect(removed).toEqual([{ reason: "changed" }, { reason: "deleted" }]);
	expect(differences({ ...body, value: null }, json({ ...users.last_page, value: null }))).toEqual([]);
	const latest = await graph("GET", "/users/delta?$select=displayName&$deltatoken=latest");
	expect(differences(latest.body, json(users.deltatoken_latest))).toEqual([]);
	const tracked = await round("/groups/delta?$select=displayName,members");
	control.setMember("Finance", "noah.fischer@harbour.example", false);
	const changed = await graph("GET", tracked.link);
	const [example] = groups.value;
	expect(differences({ ...changed.body, value: null }, json({ ...groups, value: null }))).toEqual([]);
	expect(differences(items(changed.body, "value")[0], json({ ...example, "members@delta": null }))).toEqual(
		[],
	);
	const [member] = items(items(changed.body, "value")[0] ?? {}, "members@delta");
	expect(differences(member, json(example?.["members@delta"]?.[1]))).toEqual([]);
});

describe("the delta query for groups", () => {
	it("returns all groups with their members at first", async () => {
		const { changes } = await round("/groups/delta?$select=displayName,members");
		const readers = changes.find((group) => group.displayName === "Sumo Readers");
		expect(items(readers ?? {}, "members@delta").map((member) => member["@odata.type"])).toContain(
			"#microsoft.graph.group",
		);
		expect(changes).toHaveLength(5);
	});

	it("returns members who joined and left, including deleted users", async () => {
		const { link } = await round("/groups/delta?$select=displayName,members");
		const { control } = world.entra;
		const gone = id("noah.fischer");
		control.setMember("Finance", "wei.wang@harbour.example", true);
		control.setMember("Finance", "emma.rossi@harbour.example", false);
		control.deleteUser(gone);
		const next = await round(link);
		expect(next.changes).toMatchObject([
			{
				displayName: "Finance",
				"members@delta": [
					{ id: id("wei.wang") },
					{ id: id("emma.rossi"), "@removed": { reason: "deleted" } },
					{ id: gone, "@removed": { reason: "deleted" } },
				],
			},
		]);
	});

	it("says nothing of members who came and went to someone who did not select them", async () => {
		const { link } = await round("/groups/delta?$select=displayName");
		world.entra.control.setMember("Finance", "wei.wang@harbour.example", true);
		expect((await round(link)).changes).toEqual([]);
	});
});
