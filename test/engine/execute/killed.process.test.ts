import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { startSimulators } from "../../../src/simulator/world.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { bundled } from "../../bundled.ts";

const everybody = Array.from({ length: 300 }, (_, index) => index);

type People = { readonly users: unknown[]; readonly assignments: unknown[]; readonly appRoles: unknown[] };

const appRoles = ["User", "Analyst"].map((value) => ({ id: value, value, displayName: value }));

function people(change: { readonly leave: number; readonly rename: number }): People {
	const users = everybody.map((index) => ({
		id: `id-${index}`,
		displayName: `Person ${index}`,
		givenName: "Person",
		surname: index < change.rename ? `Renamed ${index}` : `Number ${index}`,
		userPrincipalName: `person${index}@example.com`,
		mail: `person${index}@example.com`,
		accountEnabled: true,
	}));
	const assigned = everybody.slice(change.leave);
	const assignments = assigned.map((index) => ({
		principalId: `id-${index}`,
		appRole: index % 3 === 0 ? "Analyst" : "User",
	}));
	return { users, assignments, appRoles };
}

/** Runs the cycle in a process, which dies by SIGKILL once it has told of so many entries. Resolves with its last line. */
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

describe("a process that is killed in the middle of a cycle", () => {
	it("leaves nothing doubled and nothing lost, at whichever moment it dies", {
		timeout: 600_000,
	}, async () => {
		const program = await bundled(join(import.meta.dirname, "processes/cycle.ts"));
		const home = await mkdtemp(join(tmpdir(), "sumo-provision-"));
		const world = await startSimulators({ users: 0, limit: "off" });
		onTestFinished(async () => {
			await world.close();
			await rm(home, { recursive: true });
		});
		const { sumo } = world;
		const token = Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64");
		const file = join(home, "state.db");
		const source = join(home, "users.json");
		const args = [source, file, sumo.scimUrl, token];
		const faults = () => {
			sumo.control.clearFaults();
			for (const kind of ["lost", "reset"] as const)
				sumo.control.fault({ kind, after: 7, count: 3, method: "POST" });
			sumo.control.fault({ kind: "lost", after: 5, count: 2, method: "PATCH" });
		};

		await writeFile(source, JSON.stringify(people({ leave: 0, rename: 0 })));
		for (const moment of [1, 20, 50]) {
			faults();
			await cycle(program, args, moment);
		}
		await cycle(program, args);
		await writeFile(source, JSON.stringify(people({ leave: 10, rename: 60 })));
		for (const moment of [1, 25]) {
			faults();
			await cycle(program, args, moment);
		}
		sumo.control.clearFaults();
		expect(JSON.parse(await cycle(program, args))).toMatchObject({ outcome: "completed", failed: 0 });
		expect(JSON.parse(await cycle(program, args))).toMatchObject({
			created: 0,
			updated: 0,
			disabled: 0,
			requests: 0,
		});

		const store = await openStore(file);
		onTestFinished(() => store.close());
		const entries = await store.log({ order: "ascending", limit: 10_000 });
		expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
		expect(await store.openIntents()).toEqual([]);
		const outcomes = (await store.cycles(20)).map(({ outcome }) => outcome).reverse();
		expect(outcomes.filter((outcome) => outcome === "running")).toEqual([]);
		expect(outcomes.slice(0, 3)).toEqual(["interrupted", "interrupted", "interrupted"]);
		const done = (action: string) =>
			entries
				.filter((entry) => entry.action === action && entry.status === "success")
				.map(({ source: who }) => who?.id);
		const ids = (indexes: readonly number[]) => indexes.map((index) => `id-${index}`).sort();
		expect(done("Create").sort()).toEqual(ids(everybody));
		expect(done("Update").sort()).toEqual(ids(everybody.slice(10, 60)));
		expect(done("Disable").sort()).toEqual(ids(everybody.slice(0, 10)));
		const ours = sumo.control.users().filter(({ userName }) => userName.startsWith("person"));
		expect(ours.map(({ userName }) => userName).sort()).toEqual(
			everybody.map((index) => `person${index}@example.com`).sort(),
		);
		for (const user of ours) {
			const index = Number(/\d+/.exec(user.userName)?.[0]);
			expect(await store.link(`id-${index}`)).toMatchObject({
				targetId: user.id,
				state: index < 10 ? "released" : "managed",
			});
			expect(user.active).toBe(index >= 10);
			if (index >= 10 && index < 60) expect(user.familyName).toBe(`Renamed ${index}`);
		}
	});
});
