import { mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { UsageError } from "../../../../src/cli/options/usage-error.ts";
import { runCommand } from "../../../../src/cli/program.ts";
import type { NewLogEntry } from "../../../../src/ports/log/log-entry.ts";
import { type FileStore, openStore } from "../../../../src/store/sqlite/open.ts";
import { sampleEntry, sampleOutcome } from "../../../store/samples.ts";
import { fakeContext } from "../../fake-context.ts";
import { fakeStreams } from "../../fake-streams.ts";

let store: FileStore;
let folder: string;

const day = (number: number, hour = 0) => Date.UTC(2026, 10, number, hour);
const user = (id: string, displayName: string) => ({ id, displayName, userName: `${id}@example.com` });

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "sumo-provision-logs-"));
	store = await openStore(":memory:");
	const entries: readonly Partial<NewLogEntry>[] = [
		{ time: day(1), source: user("ada", "Ada Byron") },
		{ time: day(2), source: user("bob", "Bob Noyce") },
		{ time: day(3, 12), source: null, target: user("00A1", "Ada Byron"), action: "Delete" },
		{
			time: day(4),
			source: user("cid", "Çid Rönan"),
			modifiedProperties: [{ name: "manager", old: null, new: "ada" }],
		},
	];
	await store.settle(
		entries.map((change, index) => sampleOutcome(`${index}`, { entry: sampleEntry(`${index}`, change) })),
	);
});

/** Calls the program over the store of this test. */
async function call(...args: readonly string[]) {
	const { streams, printed, said, json } = fakeStreams();
	const codes: number[] = [];
	const homes: (string | undefined)[] = [];
	const code = await runCommand(
		args,
		fakeContext(streams, {
			withLog(flags, use) {
				homes.push(flags.home);
				return use({
					profile: "acme",
					log: (query) => store.log(query),
					prune: (before) => store.pruneLog(before),
				});
			},
		}),
	);
	codes.push(code);
	return { printed, said, codes, homes, json };
}

const sequences = async (...flags: readonly string[]) =>
	(await call("logs", "--json", ...flags)).printed.map((line) => JSON.parse(line).sequence);

describe("logs", () => {
	it("are filtered by time, from then on and before then", async () => {
		expect(await sequences("--since", "2026-11-02")).toEqual([2, 3, 4]);
		expect(await sequences("--until", "2026-11-03")).toEqual([1, 2]);
		expect(await sequences("--since", "2026-11-03T12:00:00", "--until", "2026-11-04")).toEqual([3]);
		expect(await sequences("--since", "2026-11-03T14:00:00+02:00", "--limit", "1")).toEqual([4]);
		expect(await sequences("--since", "2026-11-02", "--text", "ada")).toEqual([3, 4]);
		await expect(call("logs", "--since", "yesterday")).rejects.toThrow('"yesterday" is not a time');
		await expect(call("logs", "--until", "2026-13-01")).rejects.toThrow(UsageError);
	});

	it("are filtered by user: by id or by name, on either side, not by who is mentioned", async () => {
		expect(await sequences("--user", "ada")).toEqual([1, 3]);
		expect(await sequences("--user", "00a1")).toEqual([3]);
		expect(await sequences("--user", "byron ada", "--limit", "1")).toEqual([3]);
		expect(await sequences("--user", "cid ronan")).toEqual([4]);
		expect(await sequences("--user", "BOB@example.com")).toEqual([2]);
		expect(await sequences("--user", "nobody")).toEqual([]);
		expect(await sequences("--user", "ada", "--text", "delete", "--until", "2026-11-02")).toEqual([]);
	});

	it("go to a file that only its owner can read, in one step", async () => {
		const file = join(folder, "log.csv");
		writeFileSync(file, "old", { mode: 0o644 });
		const link = join(folder, "link.csv");
		symlinkSync(file, link);
		const { printed, said, codes } = await call("logs", "--format", "csv", "--output", link);
		expect({ printed, codes }).toEqual({ printed: [], codes: [0] });
		expect(said).toEqual([`Wrote 4 log entries to ${link}.`]);
		const lines = readFileSync(file, "utf8").split("\r\n");
		expect(lines.length).toBe(6);
		expect(lines[0]).toMatch(/^sequence,time,action,status,/);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readdirSync(folder).toSorted()).toEqual(["link.csv", "log.csv"]);
	});

	it("leave the file as it was when something fails half-way", async () => {
		const file = join(folder, "log.json");
		writeFileSync(file, "old");
		const failing = { ...store, log: () => Promise.reject(new Error("the disk is gone")) };
		store = failing;
		await expect(call("logs", "--format", "json", "--output", file)).rejects.toThrow("the disk is gone");
		expect(readFileSync(file, "utf8")).toBe("old");
		expect(readdirSync(folder)).toEqual(["log.json"]);
	});

	it("go to no folder and no device", async () => {
		await expect(call("logs", "--output", folder)).rejects.toThrow("is not a file");
		await expect(call("logs", "--output", "/dev/null")).rejects.toThrow("is not a file");
		await expect(call("logs", "--output", join(folder, "no", "log"))).rejects.toThrow(
			/Can't write .*: its folder does not exist\.$/,
		);
	});
});

describe("logs prune", () => {
	it("only counts the entries unless it is confirmed", async () => {
		await expect(call("logs", "prune", "--before", "2026-11-03")).rejects.toThrow(
			"2 entries older than 2026-11-03T00:00:00.000Z would be permanently removed",
		);
		await expect(call("logs", "prune", "--before", "2027-01-01")).rejects.toThrow("4 entries older");
		await expect(call("logs", "prune", "--before", "2000-01-01")).rejects.toThrow("0 entries older");
		expect(await sequences()).toEqual([1, 2, 3, 4]);
	});

	it("removes the oldest entries once it is confirmed", async () => {
		const { printed, homes } = await call(
			"logs",
			"prune",
			"--home",
			"/h",
			"--before",
			"2026-11-03",
			"--yes",
			"--json",
		);
		expect({ printed, homes }).toEqual({
			printed: ['{"removed":2,"before":"2026-11-03T00:00:00.000Z"}'],
			homes: ["/h"],
		});
		expect(await sequences()).toEqual([3, 4]);
		expect((await call("logs", "prune", "--before", "2026-11-03", "--yes")).printed).toEqual([
			"Removed 0 entries older than 2026-11-03T00:00:00.000Z.",
		]);
	});
});
