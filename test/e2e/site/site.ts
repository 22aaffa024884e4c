import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { startSimulators, type World, type WorldOptions } from "../../../src/simulator/world.ts";
import { runInProcess } from "./in-process.ts";
import { PeopleFile } from "./people-file.ts";
import { type Finished, Program, type ProgramOptions } from "./program.ts";
import { Tap } from "./tap.ts";

const count = z.int().nonnegative();

/** The last line of `run --json`. */
const summarySchema = z.looseObject({
	type: z.literal("summary"),
	created: count,
	updated: count,
	disabled: count,
	enabled: count,
	deleted: count,
	skipped: count,
	failed: count,
	staged: count,
	requests: count,
	seconds: z.number().nonnegative(),
});
export type Summary = z.infer<typeof summarySchema>;

const identity = z.looseObject({ id: z.string(), userName: z.string() }).nullable();

/** What the tests look at of an entry of the provisioning log. */
const entrySchema = z.looseObject({
	sequence: z.int().positive(),
	cycleId: z.string(),
	changeId: z.string(),
	action: z.string(),
	status: z.string(),
	source: identity,
	target: identity,
	skipReason: z.string().nullable(),
	modifiedProperties: z.array(z.looseObject({ name: z.string() })),
	error: z.looseObject({ code: z.string(), reason: z.string(), recommendedAction: z.string() }).nullable(),
});
export type Entry = z.infer<typeof entrySchema>;

const entryEvent = z.looseObject({ type: z.literal("entry"), entry: entrySchema });
const plannedSchema = z.looseObject({
	type: z.literal("plan"),
	action: z.looseObject({ type: z.string(), source: identity, target: identity }),
});
export type Planned = z.infer<typeof plannedSchema>["action"];

/** A run of `sumo-provision run --json` that came to its end. */
export type Run = {
	readonly code: number | null;
	readonly err: string;
	readonly lines: readonly unknown[];
	readonly summary: Summary;
	readonly entries: readonly Entry[];
	readonly planned: readonly Planned[];
};

/** Empty, and gone when the test is over. */
export function freshFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), "sumo-provision-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** Simulators that end with the test; without their limit, and without people, unless asked for. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
	const world = await startSimulators({ limit: "off", users: 0, ...options });
	onTestFinished(() => world.close());
	return world;
}

/** The secret token of the simulated Sumo. */
export function tokenOf({ sumo }: World): string {
	return Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64");
}

/** A simulated Sumo behind a tap, a home, and a file of people: what a script that provisions from a file has. */
export async function openSite(options: WorldOptions = {}) {
	const world = await startWorld(options);
	const tap = await Tap.open(world.sumo.scimUrl);
	const folder = freshFolder();
	const home = join(folder, "home");
	const people = new PeopleFile(join(folder, "users.json"));
	const secrets = { SCIM_TOKEN: tokenOf(world) };
	const target = ["--scim-url", tap.url, "--token-env", "SCIM_TOKEN", "--rate", "off", "--home", home];
	const start = (args: readonly string[], more: ProgramOptions = {}) =>
		new Program(args, { ...more, secrets: { ...secrets, ...more.secrets } });
	/** The same command in this process, which starts in a tenth of the time. */
	const command = (...args: readonly string[]) => runInProcess(args, { secrets });
	/** A run of the file in this process, which may be refused. */
	const attempt = (...more: readonly string[]) =>
		command("run", "--source", people.path, ...target, "--json", ...more);
	/** Starts a run of the file, without waiting for it. */
	const startRun = (...more: readonly string[]) =>
		start(["run", "--source", people.path, ...target, "--json", ...more]);
	return {
		world,
		tap,
		folder,
		home,
		people,
		target,
		start,
		startRun,
		command,
		attempt,
		/** A run of the file in this process, for tests of what it does to accounts and log. */
		provision: async (...more: readonly string[]) => readRun(await attempt(...more)),
		run: async (...more: readonly string[]) => readRun(await startRun(...more).ended),
		/** The whole provisioning log, without the name of the job that an export gives each entry. */
		log: async (): Promise<readonly Entry[]> => {
			const { out } = await command("logs", "--home", home, "--json");
			return linesOf(out).map((line) => {
				const { job: _, ...entry } = entrySchema.parse(line);
				return entry;
			});
		},
		/** The accounts in Sumo, but for the one of the access key. */
		accounts: () =>
			world.sumo.control
				.users()
				.filter(({ serviceAccount }) => !serviceAccount)
				.map(({ userName, email, givenName, familyName, roles, active }) => ({
					userName,
					email,
					givenName,
					familyName,
					roles: roles.map(({ name }) => name),
					active,
				})),
	};
}

export type Site = Awaited<ReturnType<typeof openSite>>;

/** Each line as JSON; fails on one that is not. What a killed program left of a last line is apart. */
export function linesOf(out: string | readonly string[]): readonly unknown[] {
	const lines = typeof out === "string" ? out.split("\n").slice(0, -1) : out;
	return lines.map((line): unknown => JSON.parse(line));
}

/** Reads what `run --json` printed. Fails when a line is not JSON, or the last one not the only summary. */
export function readRun({ code, out, err }: Finished): Run {
	const lines = linesOf(out);
	const last = summarySchema.safeParse(lines.at(-1));
	if (!last.success) throw new Error(`the last line is no summary:\n${out}\n${err}`);
	if (lines.filter((line) => summarySchema.safeParse(line).success).length > 1) {
		throw new Error(`more than one summary:\n${out}`);
	}
	return {
		code,
		err,
		lines,
		summary: last.data,
		entries: entriesIn(lines),
		planned: lines.flatMap((line) => {
			const read = plannedSchema.safeParse(line);
			return read.success ? [read.data.action] : [];
		}),
	};
}

/** The log entries among events. */
export function entriesIn(lines: readonly unknown[]): readonly Entry[] {
	return lines.flatMap((line) => {
		const read = entryEvent.safeParse(line);
		return read.success ? [read.data.entry] : [];
	});
}
