import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import type { LogEntry } from "../../../src/ports/log/log-entry.ts";
import { parsePath, read } from "../../../src/scim/path.ts";
import type { JsonObject } from "../../../src/scim/resource.ts";
import { Random } from "../../../src/simulator/seed/random.ts";
import { startSimulators } from "../../../src/simulator/world.ts";
import { openStore } from "../../../src/store/sqlite/open.ts";
import { bundled } from "../../bundled.ts";
import { DeadlyWire, type Death, deaths } from "./deadly-wire.ts";

/** 200 before a release: `SUMO_PROVISION_KILLS=200 npx vitest run kill.process`. */
const kills = Number(process.env.SUMO_PROVISION_KILLS ?? 30);
/** Rounds of changes that the kills are spread over, so that some strike each kind of change. */
const rounds = 4;
const people = 200;
const alreadyThere = 24;

/** What becomes of a person in a round of changes; each round is the same in both worlds. */
type Person = { family: string; address: string; enabled: boolean; role: string | null; gone: boolean };

/** Everybody begins assigned; from round to round each kind of change happens to some. */
class Company {
	readonly #people: Person[] = Array.from({ length: people }, (_, index) => ({
		family: `Family ${index}`,
		address: `person${index}@example.com`,
		enabled: true,
		role: index % 3 === 0 ? "Analyst" : "User",
		gone: false,
	}));
	#round = 0;

	/** The next round: joins, renames, new addresses, roles, leaves, returns, disables, enables and deletions, also of the disabled. */
	change(): void {
		this.#round += 1;
		const round = this.#round;
		for (const [index, person] of this.#people.entries()) {
			if (person.gone) continue;
			const turn = (index + round * 3) % 10;
			if (turn <= 2) person.family = `Family ${index} of ${round}`;
			if (turn === 3) person.address = `person${index}r${round}@example.com`;
			if (turn === 4) person.role = person.role === null ? "User" : null;
			if (turn === 5) person.enabled = !person.enabled;
			if (turn === 6 && person.role !== null) person.role = person.role === "User" ? "Analyst" : "User";
			if (turn === 7 && index % 5 === round % 5) person.gone = true;
			if (turn === 8 && !person.enabled && index % 3 === 0) person.gone = true;
		}
		const begin = this.#people.length;
		for (let index = begin; index < begin + 20; index++) {
			const address = `person${index}@example.com`;
			this.#people.push({ family: `Family ${index}`, address, enabled: true, role: "User", gone: false });
		}
	}

	document(): string {
		const present = [...this.#people.entries()].filter(([, { gone }]) => !gone);
		return JSON.stringify({
			users: present.map(([index, { family, address, enabled }]) => ({
				id: `id-${index}`,
				displayName: `Person ${index}`,
				givenName: "Person",
				surname: family,
				userPrincipalName: address,
				mail: address,
				accountEnabled: enabled,
			})),
			appRoles: ["User", "Analyst"].map((value) => ({ id: value, value, displayName: value })),
			assignments: present
				.filter(([, { role }]) => role !== null)
				.map(([index, { role }]) => ({ principalId: `id-${index}`, appRole: role })),
		});
	}
}

type Runner = ChildProcessByStdio<Writable, Readable, null>;

/** A Sumo in which some of the people are already, a source file, a store, and runners that wait for their turn. */
async function openWorld(seed: string, program: string) {
	const home = await mkdtemp(join(tmpdir(), "sumo-provision-"));
	const world = await startSimulators({ users: 0, limit: "off", seed });
	const { control, scimUrl, accessId, accessKey } = world.sumo;
	for (let index = 0; index < alreadyThere; index++) {
		const address = `person${index}@example.com`;
		const familyName = index % 6 === 0 ? `Family ${index}` : "Old";
		const roles = [index % 3 === 0 ? "Analyst" : "User"];
		control.addUser({ userName: address, givenName: "Person", familyName, roles });
	}
	const wire = await DeadlyWire.open(control, scimUrl, new Random(seed));
	const source = join(home, "users.json");
	const file = join(home, "state.db");
	const token = Buffer.from(`${accessId}:${accessKey}`).toString("base64");
	const ready: Runner[] = [];
	onTestFinished(async () => {
		for (const runner of ready) runner.kill("SIGKILL");
		await world.close();
		await rm(home, { recursive: true, force: true, maxRetries: 3 });
	});
	const spawnRunner = () =>
		spawn(
			process.execPath,
			["--disable-warning=ExperimentalWarning", program, source, file, wire.url, token],
			{
				stdio: ["pipe", "pipe", "inherit"],
			},
		);

	/** Runs one cycle. With an nth request it dies there; undefined when it came to its end before. */
	const cycle = async (nth?: number, death: Death = "unsent"): Promise<{ killed: boolean; last: string }> => {
		while (ready.length < (nth === undefined ? 1 : 3)) ready.push(spawnRunner());
		const runner = ready.shift();
		if (runner === undefined) throw new Error("no runner");
		let out = "";
		runner.stdout.setEncoding("utf8").on("data", (text: string) => {
			out += text;
		});
		const ended = new Promise<NodeJS.Signals | null>((done) =>
			runner.once("close", (_, signal) => done(signal)),
		);
		const kill = () => void runner.kill("SIGKILL");
		wire.begin(nth === undefined ? undefined : { nth, death, kill });
		runner.stdin.write("go\n");
		const signal = await ended;
		await wire.idle();
		return { killed: signal === "SIGKILL", last: out };
	};
	return {
		control,
		wire,
		cycle,
		write: (company: Company) => writeFile(source, company.document()),
		open: async () => {
			const store = await openStore(file);
			onTestFinished(() => store.close());
			return store;
		},
	};
}

type World = Awaited<ReturnType<typeof openWorld>>;

async function stateOf({ control, open }: World) {
	const store = await open();
	const entries: LogEntry[] = [];
	for (;;) {
		const page = await store.log({ order: "ascending", limit: 1000, cursor: entries.at(-1)?.sequence ?? 0 });
		entries.push(...page);
		if (page.length === 0) break;
	}
	const links: string[] = [];
	for await (const page of store.links()) {
		for (const { sourceId, targetId, userName, displayName, state } of page) {
			links.push([sourceId, control.user(targetId)?.userName, userName, displayName, state].join(" "));
		}
	}
	const accounts = control
		.users()
		.filter(({ serviceAccount }) => !serviceAccount)
		.map(({ userName, givenName, familyName, email, roles, active }) =>
			JSON.stringify({
				userName,
				givenName,
				familyName,
				email,
				roles: roles.map(({ name }) => name),
				active,
			}),
		);
	return {
		entries,
		open: await store.openIntents(),
		escrow: await store.escrow(),
		snapshots: await store.snapshots(),
		outcomes: (await store.cycles(1000)).map(({ outcome }) => outcome),
		links,
		accounts: accounts.sort(),
	};
}

const familyNameOf = (scim: JsonObject) => read(scim, parsePath("name.familyName"));

const told = ({ action, status, source, modifiedProperties }: LogEntry) =>
	`${action} ${status} ${source?.id} ${modifiedProperties.map(({ name, new: value }) => `${name}=${value}`).sort()}`;

describe(`a runner that is killed ${kills} times`, () => {
	it("leaves Sumo, links and log as if it had never died, with every fault of the network on", {
		timeout: 900_000,
	}, async () => {
		const random = new Random("two hundred deaths");
		const program = await bundled(join(import.meta.dirname, "processes/waiting-cycle.ts"));
		const [killed, calm] = await Promise.all([openWorld("killed", program), openWorld("calm", program)]);
		const companies = [new Company(), new Company()] as const;
		let deathsSoFar = 0;
		const died = new Map<string, number>();
		killed.wire.faultOneIn = 8;
		for (let round = 1; round <= rounds || deathsSoFar < kills; round += 1) {
			const mostDeaths = Math.min(kills, Math.ceil((kills * round) / rounds));
			await Promise.all([killed.write(companies[0]), calm.write(companies[1])]);
			const undisturbed = await calm.cycle();
			expect(JSON.parse(undisturbed.last)).toMatchObject({ outcome: "completed", failed: 0 });
			// A process that comes to its end leaves what it compiled to the others: the calm one goes first.
			for (;;) {
				const death = deaths[random.below(deaths.length)] ?? "unsent";
				const nth = deathsSoFar < mostDeaths ? 1 + random.below(24) : undefined;
				const life = await killed.cycle(nth, death);
				if (!life.killed) {
					expect(JSON.parse(life.last)).toMatchObject({ outcome: "completed", failed: 0 });
					break;
				}
				deathsSoFar += 1;
				died.set(death, (died.get(death) ?? 0) + 1);
			}
			for (const company of companies) company.change();
		}
		expect(deathsSoFar).toBe(kills);
		expect([...died.keys()].sort()).toEqual([...deaths].sort());
		expect([...killed.wire.struck.keys()].sort()).toEqual(["429", "500", "503", "lost", "reset"]);

		const { entries, open, escrow, snapshots, outcomes, links, accounts } = await stateOf(killed);
		const wanted = await stateOf(calm);
		expect(open).toEqual([]);
		expect(escrow).toEqual([]);
		expect(outcomes.filter((outcome) => outcome === "running")).toEqual([]);
		expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
		expect(new Set(entries.map(({ changeId }) => changeId)).size).toBe(entries.length);

		const line = ({ action, targetId }: { action: string; targetId: string | undefined }) =>
			`${action} ${targetId}`;
		const logged = entries
			.filter(({ action, steps }) => action !== "Other" && steps.some(({ type }) => type === "export"))
			.map(({ action, target }) => line({ action, targetId: target?.id }));
		expect(logged.sort()).toEqual(killed.wire.changes.map(line).sort());

		// Each account that was deleted has one snapshot, that of its entry, as it was right before.
		const deleted = killed.wire.deleted.map(({ id, userName, familyName, roles, active }) =>
			JSON.stringify([id, userName, familyName, roles.map(({ name }) => name), active]),
		);
		const kept = snapshots.map(({ targetId, userName, scim, roles }) =>
			JSON.stringify([targetId, userName, familyNameOf(scim), roles, scim.active]),
		);
		expect(kept.sort()).toEqual(deleted.sort());
		expect(killed.wire.deleted.some(({ active }) => !active)).toBe(true);
		const deletions = entries.filter(({ action, status }) => action === "Delete" && status === "success");
		expect(snapshots.map(({ id }) => id).sort()).toEqual(deletions.map(({ changeId }) => changeId).sort());

		expect(accounts).toEqual(wanted.accounts);
		expect(links).toEqual(wanted.links);
		// Each killed cycle also logs that it was interrupted, as a warning without an error.
		const ends = entries.filter(({ action }) => action === "Cycle");
		expect(ends.every(({ status, error }) => status === "warning" && error === null)).toBe(true);
		expect(ends.length).toBeLessThanOrEqual(kills);
		const changes = entries.filter(({ action }) => action !== "Cycle");
		expect(changes.map(told).sort()).toEqual(wanted.entries.map(told).sort());
		expect(new Set(killed.control.users().map(({ email }) => email)).size).toBe(
			killed.control.users().length,
		);
	});
});
