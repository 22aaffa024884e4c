import { beforeEach, describe, expect, it } from "vitest";
import { followLogs } from "../../../../src/cli/commands/logs/follow.ts";
import type { Log, LogFilter } from "../../../../src/cli/commands/logs/pages.ts";
import type { NewLogEntry } from "../../../../src/ports/log/log-entry.ts";
import { DirectoryError } from "../../../../src/ports/source/directory.ts";
import { type FileStore, openStore } from "../../../../src/store/sqlite/open.ts";
import { sampleEntry, sampleOutcome } from "../../../store/samples.ts";
import { fakeStreams } from "../../fake-streams.ts";

let store: FileStore;
let written = 0;

const add = async (...entries: readonly Partial<NewLogEntry>[]) => {
	for (const change of entries) {
		written += 1;
		await store.settle([sampleOutcome(`${written}`, { entry: sampleEntry(`${written}`, change) })]);
	}
};

beforeEach(async () => {
	store = await openStore(":memory:");
	written = 0;
});

/** Follows the log, doing one step each time that it waits, and ends when the steps do. */
async function follow(filter: LogFilter, ...steps: readonly (() => Promise<unknown>)[]) {
	return followWith((query) => store.log(query), filter, ...steps);
}

async function followWith(log: Log, filter: LogFilter, ...steps: readonly (() => Promise<unknown>)[]) {
	const { streams, printed, said } = fakeStreams();
	const waiting = [...steps];
	const pause = async () => {
		const step = waiting.shift();
		await step?.();
		return step !== undefined;
	};
	const code = await followLogs(log, { ...filter, format: "json", job: "acme", pause }, streams);
	return { code, said, sequences: printed.map((line): number => JSON.parse(line).sequence) };
}

describe("logs --follow", () => {
	it("prints the newest ten, and then what comes, each entry once", async () => {
		await add(...Array.from({ length: 12 }, () => ({})));
		const { code, sequences } = await follow(
			{},
			() => add({}, {}),
			async () => undefined,
			() => add({}),
		);
		expect(sequences).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
		expect(code).toBe(0);
	});

	it("goes through an outage of the service that has the log, says so once, and misses nothing", async () => {
		await add({});
		let problem: Error | null = null;
		const log: Log = async (query) => {
			if (problem !== null) throw problem;
			return store.log(query);
		};
		const breaks = (error: Error | null) => async () => {
			problem = error;
			await add({});
		};
		const outage = new DirectoryError("network", "GET /auditLogs: the connection was closed.");
		const { code, sequences, said } = await followWith(log, {}, breaks(outage), breaks(outage), breaks(null));
		expect({ code, sequences }).toEqual({ code: 0, sequences: [1, 2, 3, 4] });
		expect(said).toEqual([
			"GET /auditLogs: the connection was closed. It is tried again until Ctrl+C.",
			"The log can be read again.",
		]);
		const expired = new DirectoryError("unauthorized", "The token is expired. Sign in again.");
		await expect(followWith(log, {}, breaks(expired))).rejects.toBe(expired);
	});

	it("prints only what passes the filter, before and after", async () => {
		await add({ status: "failure" }, { status: "success" });
		const { sequences } = await follow(
			{ statuses: ["failure"], limit: 5 },
			() => add({ status: "success" }, { status: "failure" }),
			() => add({ status: "success" }),
			() => add({ status: "failure" }),
		);
		expect(sequences).toEqual([1, 4, 6]);
	});

	it("continues after the log was pruned, even when nothing was left", async () => {
		await add({ time: 1000 }, { time: 2000 });
		const { sequences } = await follow(
			{},
			() => store.pruneLog(1500),
			() => store.pruneLog(5000),
			() => add({ time: 6000 }),
		);
		expect(sequences).toEqual([1, 2, 3]);
	});

	it("begins with an empty log", async () => {
		expect((await follow({}, () => add({}))).sequences).toEqual([1]);
	});
});
