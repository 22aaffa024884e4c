import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished } from "vitest";
import { Random } from "../../../src/simulator/seed/random.ts";
import { startSimulators } from "../../../src/simulator/world.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { bundled } from "../../bundled.ts";

/** 200 before a release: `SUMO_PROVISION_KILLS=200 npx vitest run killed-redacted`. */
const kills = Math.min(Number(process.env.SUMO_PROVISION_KILLS ?? 6), 1_000);
const everyone = Array.from({ length: 90 }, (_, index) => index);
const roles = ["Ops, Europe", "Analyst, Junior", "User"] as const;

/** What a person has after so many rounds of changes: the first 30 are renamed in each, which `Redact` hides; the next 30 change roles. */
function stateOf(index: number, round: number) {
	return {
		surname: index < 30 && round > 0 ? `Secret ${round} of ${index}` : `Hidden ${index}`,
		role: index >= 30 && index < 60 && round % 2 === 1 ? roles[1] : roles[0],
	};
}

function people(round: number): string {
	return JSON.stringify({
		users: everyone.map((index) => ({
			id: `id-${index}`,
			displayName: `Person ${index}`,
			givenName: "Person",
			surname: stateOf(index, round).surname,
			userPrincipalName: `person${index}@example.com`,
			mail: `person${index}@example.com`,
			accountEnabled: true,
		})),
		appRoles: roles.map((value) => ({ id: value, value, displayName: value })),
		assignments: everyone.map((index) => ({
			principalId: `id-${index}`,
			appRole: stateOf(index, round).role,
		})),
	});
}

/** Runs a cycle in a process that dies by SIGKILL after that many entries, if it has so many. */
async function cycle(
	program: string,
	args: readonly string[],
	dieAfter = Number.POSITIVE_INFINITY,
): Promise<{ readonly killed: boolean; readonly last: string }> {
	const child = spawn(
		process.execPath,
		["--disable-warning=ExperimentalWarning", program, ...args, String(dieAfter)],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	const ended = new Promise((resolve) => child.once("close", (_, signal) => resolve(signal)));
	let last = "";
	for await (const line of createInterface(child.stdout)) last = line;
	return { killed: (await ended) === "SIGKILL", last };
}

/** What the store holds of changes whose outcome is open. */
async function openOperations(file: string): Promise<readonly string[]> {
	const store = await openStore(file);
	const open = await store.openIntents();
	await store.close();
	return open.map((intent) => JSON.stringify(intent.operations));
}

it(`a process that is killed ${kills} times among redacted changes and roles with commas logs each change once`, {
	timeout: Math.max(600_000, kills * 15_000),
}, async () => {
	const program = await bundled(join(import.meta.dirname, "processes/redacted-cycle.ts"));
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
	const random = new Random("redacted");
	const faults = () => {
		sumo.control.clearFaults();
		sumo.control.fault({ kind: "lost", after: 4, count: 2, method: "POST" });
		for (const kind of ["lost", "reset"] as const)
			sumo.control.fault({ kind, after: 5, count: 2, method: "PATCH" });
	};

	const operations: string[] = [];
	let killed = 0;
	let round = 0;
	for (; ; round += 1) {
		await writeFile(source, people(round));
		for (;;) {
			faults();
			const life = await cycle(program, args, killed < kills ? 1 + random.below(20) : undefined);
			operations.push(...(await openOperations(file)));
			if (!life.killed) {
				expect(JSON.parse(life.last)).toMatchObject({ outcome: "completed", failed: 0 });
				break;
			}
			killed += 1;
		}
		if (killed >= kills && round > 0) break;
	}
	expect(killed).toBe(kills);
	expect(operations.length).toBeGreaterThan(0);
	expect(operations.filter((text) => /Secret|Hidden/.test(text))).toEqual([]);
	sumo.control.clearFaults();
	const idle = await cycle(program, args);
	expect(JSON.parse(idle.last)).toMatchObject({ created: 0, updated: 0, requests: 0 });

	const store = await openStore(file);
	onTestFinished(() => store.close());
	expect(await store.openIntents()).toEqual([]);
	const entries = await store.log({ order: "ascending", limit: 100_000 });
	const done = (action: string) =>
		entries
			.filter((entry) => entry.action === action && entry.status === "success")
			.map((entry) => entry.source?.id)
			.sort();
	const ids = (indexes: readonly number[]) => indexes.map((index) => `id-${index}`).sort();
	expect(done("Create")).toEqual(ids(everyone));
	expect(done("Update")).toEqual(ids(Array.from({ length: round }, () => everyone.slice(0, 60)).flat()));
	for (const user of sumo.control.users().filter(({ userName }) => userName.startsWith("person"))) {
		const { surname, role } = stateOf(Number(/\d+/.exec(user.userName)?.[0]), round);
		expect(user.familyName).toBe(surname);
		expect(user.roles.map(({ name }) => name)).toEqual([role]);
	}
});
