import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { simulatorCredential } from "../../src/simulator/entra/credential.ts";
import { startSimulators, type World, type WorldOptions } from "../../src/simulator/world.ts";
import { emptyWorld, graphCall, scimCall, scimUser } from "./calls.ts";

const worlds: World[] = [];
const folders: string[] = [];
async function start(options: WorldOptions = {}): Promise<World> {
	const world = await startSimulators(options);
	worlds.push(world);
	return world;
}
function folder(): string {
	const path = mkdtempSync(join(tmpdir(), "world-"));
	folders.push(path);
	return path;
}
afterEach(async () => {
	await Promise.all(worlds.splice(0).map((world) => world.close()));
	for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

describe("the demo world", () => {
	it("is the same for the same seed, and other for another", async () => {
		const [one, same, other] = [await start(), await start(), await start({ seed: "other" })];
		expect(same.snapshot()).toEqual(one.snapshot());
		expect(other.snapshot()).not.toEqual(one.snapshot());
		expect(same.sumo.accessKey).not.toBe(one.sumo.accessKey);
	});

	it("has the people that make provisioning hard", async () => {
		const { entra, sumo } = await start();
		const users = entra.control.users();
		expect(users.length).toBeGreaterThanOrEqual(55);
		expect(users.some((user) => [...user.displayName].length === 200)).toBe(true);
		expect(
			users.some((user) => user.displayName.includes("\u001b[2J") && user.displayName.includes("\u202e")),
		).toBe(true);
		expect(users.filter((user) => user.userPrincipalName.includes("#EXT#")).length).toBeGreaterThanOrEqual(3);
		expect(users.filter((user) => !user.accountEnabled).length).toBeGreaterThanOrEqual(3);
		expect(users.filter((user) => user.mail === null)).toHaveLength(1);
		expect(users.filter((user) => user.mail === "noor.aziz@partner.example")).toHaveLength(2);
		const long = users.filter((user) => user.userPrincipalName.length > 64 && user.userType === "Member");
		expect(long).toHaveLength(1);
		expect(entra.control.assignments().length).toBeGreaterThanOrEqual(35);
		const deactivated = sumo.control.users().filter((user) => !user.active);
		expect(deactivated.map((user) => user.userName)).toEqual([
			"tomas.dvorak@harbour.example",
			"pieter.devries@harbour.example",
			"henry.wilson@harbour.example",
		]);
		expect(sumo.control.users().filter((user) => user.active)).toHaveLength(13);
	});

	it("has ids as Entra and Sumo have them", async () => {
		const { entra, sumo } = await start();
		const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
		for (const user of entra.control.users()) expect(user.id).toMatch(guid);
		for (const user of sumo.control.users()) expect(user.id).toMatch(/^[0-9A-F]{16}$/);
		expect(new Set(entra.control.users().map((user) => user.id)).size).toBe(entra.control.users().length);
	});

	it("listens on loopback only, at the asked ports", async () => {
		const world = await start();
		for (const url of [world.sumo.url, world.entra.graphUrl]) expect(new URL(url).hostname).toBe("127.0.0.1");
		const port = Number(new URL(world.sumo.url).port);
		await expect(startSimulators({ ports: { sumo: port } })).rejects.toMatchObject({ code: "EADDRINUSE" });
	});

	it("signs the demo in with its own credential", async () => {
		const { entra } = await start();
		const credential = simulatorCredential(entra);
		const { token } = await credential.getToken();
		const response = await fetch(`${entra.graphUrl}/organization`, {
			headers: { authorization: `Bearer ${token}` },
		});
		expect(response.status).toBe(200);
		expect((await credential.getToken()).token).toBe(token);
		const wrong = simulatorCredential({ ...entra, clientSecret: "wrong" });
		await expect(wrong.getToken()).rejects.toMatchObject({ code: "sign-in-refused", status: 401 });
	});
});

describe("a crowd", () => {
	it("has the asked number of users, assignments and accounts in Sumo", async () => {
		const { entra, sumo } = await start({ users: 500, assigned: 300, existing: 120 });
		expect(entra.control.users()).toHaveLength(500);
		expect(entra.control.assignments()).toHaveLength(300);
		expect(sumo.control.users()).toHaveLength(121);
		const addresses = new Set(entra.control.users().map((user) => user.userPrincipalName));
		expect(addresses.size).toBe(500);
	});

	it("is all assigned and none in Sumo unless asked otherwise", async () => {
		const { entra, sumo } = await start({ users: 7 });
		expect(entra.control.assignments()).toHaveLength(7);
		expect(sumo.control.users()).toHaveLength(1);
	});
});

describe("a crowd assigned by groups", () => {
	it("has the same people with the same roles, in one group for each role", async () => {
		const { entra, sumo } = await start({ users: 60, assigned: 50, existing: 50, assignedBy: "group" });
		const assignments = entra.control.assignments();
		const roles = entra.control.appRoles();
		expect(assignments.map(({ appRoleId }) => appRoleId)).toEqual(roles.map(({ id }) => id));
		const membersOf = ({ principalId }: { principalId: string }) => [
			...(entra.control.group(principalId)?.members ?? []),
		];
		expect(new Set(assignments.flatMap(membersOf)).size).toBe(50);
		const direct = await start({ users: 60, assigned: 50, existing: 50 });
		const accounts = (world: typeof sumo) =>
			world.control.users().map(({ userName, roles }) => [userName, roles]);
		expect(accounts(sumo)).toEqual(accounts(direct.sumo));
	});
});

describe("a world with a state file", () => {
	it("comes back as it was left, with the same keys, in a file for its owner only", async () => {
		const state = join(folder(), "demo", "world.json");
		const first = await startSimulators({ state, limit: "off" });
		await scimCall(first)("POST", "/Users", scimUser("ada@x.example", { roles: ["Analyst"] }));
		first.sumo.control.deleteUser("pieter.devries@harbour.example");
		first.entra.control.deleteUser("wei.wang@harbour.example");
		first.entra.control.assign("henry.wilson@harbour.example", "User");
		const graph = await graphCall(first);
		const { body } = await graph("GET", "/users/delta?$deltatoken=latest");
		const token = new URL(String(body["@odata.deltaLink"])).search;
		const left = first.snapshot();
		await first.close();

		expect(statSync(state).mode & 0o777).toBe(0o600);
		expect(readdirSync(join(state, ".."))).toEqual(["world.json"]);
		const second = await start({ state, limit: "off" });
		expect(second.snapshot()).toEqual(left);
		expect(second.sumo.accessKey).toBe(first.sumo.accessKey);
		expect(second.entra.clientSecret).toBe(first.entra.clientSecret);
		second.entra.control.editUser("emma.rossi@harbour.example", { displayName: "E" });
		const changes = await (await graphCall(second))("GET", `/users/delta${token}`);
		expect(changes.body.value).toMatchObject([{ displayName: "E" }]);
		const next = await scimCall(second)("POST", "/Users", scimUser("bob@x.example"));
		expect(next.status).toBe(201);
	});

	it("saves what changed through HTTP without waiting for the end", async () => {
		const state = join(folder(), "world.json");
		const world = await start({ state, limit: "off" });
		await scimCall(world)("POST", "/Users", scimUser("ada@x.example"));
		await expect
			.poll(() => existsSync(state) && readFileSync(state, "utf8").includes("ada@x.example"))
			.toBe(true);
	});

	it("names its file when it can't be written, and leaves no other one behind", async () => {
		const state = join(folder(), "world.json");
		const world = await startSimulators({ state, limit: "off" });
		mkdirSync(join(state, "in the way"), { recursive: true });
		await expect(world.close()).rejects.toMatchObject({ path: state });
		expect(readdirSync(join(state, ".."))).toEqual(["world.json"]);
	});

	it("refuses a file that holds something else, and leaves it alone", async () => {
		const state = join(folder(), "world.json");
		writeFileSync(state, '{"version": 99}');
		await expect(startSimulators({ state })).rejects.toMatchObject({ code: "unreadable-state" });
		expect(readFileSync(state, "utf8")).toBe('{"version": 99}');
	});

	it("never shows a secret in a snapshot", async () => {
		const world = await emptyWorld();
		worlds.push(world);
		const text = JSON.stringify(world.snapshot());
		for (const secret of [world.sumo.accessKey, world.entra.clientSecret]) expect(text).not.toContain(secret);
	});
});
