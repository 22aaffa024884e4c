import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished } from "vitest";
import { startSimulators } from "../../../src/simulator/world.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { bundled } from "./processes/bundled.ts";

const everyone = Array.from({ length: 90 }, (_, index) => index);
const roles = ["Ops, Europe", "Analyst, Junior", "User"];

/** The first 30 are renamed, which `Redact` hides; the next 30 get another role; the others stay. */
function people(changed: boolean): string {
	return JSON.stringify({
		users: everyone.map((index) => ({
			id: `id-${index}`,
			displayName: `Person ${index}`,
			givenName: "Person",
			surname: changed && index < 30 ? `Secret ${index}` : `Hidden ${index}`,
			userPrincipalName: `person${index}@example.com`,
			mail: `person${index}@example.com`,
			accountEnabled: true,
		})),
		appRoles: roles.map((value) => ({ id: value, value, displayName: value })),
		assignments: everyone.map((index) => ({
			principalId: `id-${index}`,
			appRole: changed && index >= 30 && index < 60 ? roles[1] : roles[0],
		})),
	});
}

/** Runs a cycle in a process that dies by SIGKILL after that many entries. Resolves with its last line. */
async function cycle(
	program: string,
	args: readonly string[],
	dieAfter = Number.POSITIVE_INFINITY,
): Promise<string> {
	const child = spawn(
		process.execPath,
		["--disable-warning=ExperimentalWarning", program, ...args, String(dieAfter)],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	const ended = new Promise((resolve) => child.once("close", resolve));
	let last = "";
	for await (const line of createInterface(child.stdout)) last = line;
	await ended;
	return last;
}

/** What the store holds of changes whose outcome is open. */
async function openOperations(file: string): Promise<readonly string[]> {
	const store = await openStore(file);
	const open = await store.openIntents();
	await store.close();
	return open.map((intent) => JSON.stringify(intent.operations));
}

it("a process that is killed among redacted changes and roles with commas logs each change once", {
	timeout: 600_000,
}, async () => {
	const program = await bundled("redacted-cycle");
	const home = await mkdtemp(join(tmpdir(), "sumo-provision-"));
	const world = await startSimulators({ users: 0, limit: "off" });
	onTestFinished(async () => {
		await world.close();
		await rm(home, { recursive: true });
	});
	const { sumo } = world;
	for (const role of roles.slice(0, 2)) sumo.control.addRole(role);
	const token = Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64");
	const source = join(home, "users.json");
	const file = join(home, "state.db");
	const args = [source, file, sumo.scimUrl, token];
	const faults = () => {
		sumo.control.clearFaults();
		sumo.control.fault({ kind: "lost", after: 4, count: 2, method: "POST" });
		for (const kind of ["lost", "reset"] as const)
			sumo.control.fault({ kind, after: 5, count: 2, method: "PATCH" });
	};

	const operations: string[] = [];
	await writeFile(source, people(false));
	for (const moment of [1, 20]) {
		faults();
		await cycle(program, args, moment);
		operations.push(...(await openOperations(file)));
	}
	await cycle(program, args);
	await writeFile(source, people(true));
	for (const moment of [1, 12, 9]) {
		faults();
		await cycle(program, args, moment);
		operations.push(...(await openOperations(file)));
	}
	expect(operations.length).toBeGreaterThan(0);
	expect(operations.filter((text) => /Secret|Hidden/.test(text))).toEqual([]);
	sumo.control.clearFaults();
	expect(JSON.parse(await cycle(program, args))).toMatchObject({ outcome: "completed", failed: 0 });
	expect(JSON.parse(await cycle(program, args))).toMatchObject({ created: 0, updated: 0, requests: 0 });

	const store = await openStore(file);
	onTestFinished(() => store.close());
	expect(await store.openIntents()).toEqual([]);
	const entries = await store.log({ order: "ascending", limit: 10_000 });
	const done = (action: string) =>
		entries
			.filter((entry) => entry.action === action && entry.status === "success")
			.map((entry) => entry.source?.id)
			.sort();
	const ids = (indexes: readonly number[]) => indexes.map((index) => `id-${index}`).sort();
	expect(done("Create")).toEqual(ids(everyone));
	expect(done("Update")).toEqual(ids(everyone.slice(0, 60)));
	for (const user of sumo.control.users().filter(({ userName }) => userName.startsWith("person"))) {
		const index = Number(/\d+/.exec(user.userName)?.[0]);
		expect(user.familyName).toBe(index < 30 ? `Secret ${index}` : `Hidden ${index}`);
		expect(user.roles.map(({ name }) => name)).toEqual([index >= 30 && index < 60 ? roles[1] : roles[0]]);
	}
});
