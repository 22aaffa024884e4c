import { describe, expect, it } from "vitest";
import { createHostedLog } from "../../src/jobs/hosted-log.ts";
import type { HostedLogEntry, HostedLogRange } from "../../src/ports/hosted-service.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function entryAt(id: string, time: number, more: Partial<HostedLogEntry> = {}): HostedLogEntry {
	return {
		id,
		time,
		cycleId: "cycle-1",
		changeId: `change-${id}`,
		action: "Update",
		status: "success",
		durationMs: 10,
		initiatedBy: "Azure AD Provisioning Service",
		skipReason: null,
		source: { id: `user-${id}`, displayName: `User ${id}`, userName: `${id}@example.com` },
		target: null,
		steps: [],
		modifiedProperties: [],
		error: null,
		...more,
	};
}

/** Entra's log with these entries, and how it was read. */
function open(...given: readonly HostedLogEntry[]) {
	let time = 40 * day;
	const shown = [...given];
	const reads: HostedLogRange[] = [];
	const hosted = createHostedLog({
		async read(range) {
			reads.push(range);
			const { since, until = Number.POSITIVE_INFINITY } = range;
			return shown
				.filter((one) => one.time >= since && one.time < until)
				.toSorted((one, other) => one.time - other.time);
		},
		now: () => time,
		paceMs: 10_000,
	});
	const ids = async (query: Partial<Parameters<typeof hosted.log>[0]> = {}) =>
		(await hosted.log({ order: "ascending", limit: 1000, ...query })).map(({ id }) => id);
	const pass = (ms: number) => {
		time += ms;
	};
	return { hosted, ids, reads, shown, pass, now: () => time };
}

describe("the log of Entra's job", () => {
	it("is read from the last day first, and further back only as entries are needed", async () => {
		const { ids, reads } = open(
			entryAt("new", 40 * day - hour),
			entryAt("week", 35 * day),
			entryAt("month", 12 * day),
		);
		expect(await ids({ order: "descending", limit: 1 })).toEqual(["new"]);
		expect(reads).toHaveLength(1);
		expect(await ids({ order: "descending", limit: 2 })).toEqual(["new", "week"]);
		expect(reads).toHaveLength(2);
		expect(await ids({ order: "descending", limit: 10 })).toEqual(["new", "week", "month"]);
		expect(await ids()).toEqual(["month", "week", "new"]);
		expect(reads).toHaveLength(3);
	});

	it("reads back as far as a time that is asked for, and no further", async () => {
		const { ids, reads } = open(entryAt("old", 38 * day), entryAt("older", 20 * day));
		expect(await ids({ since: 37 * day })).toEqual(["old"]);
		expect(reads.map(({ since }) => since)).toEqual([39 * day, 37 * day]);
	});

	it("shows an entry that Entra shows late to a reader who follows, one time", async () => {
		const { hosted, ids, shown, pass, now } = open(entryAt("first", 40 * day - minute));
		const [first] = await hosted.log({ order: "descending", limit: 1 });
		pass(15 * minute);
		shown.push(entryAt("late", 40 * day - 2 * minute), entryAt("second", now()));
		expect(await ids({ cursor: first?.sequence ?? 0 })).toEqual(["late", "second"]);
		pass(minute);
		expect(await ids({ cursor: first?.sequence ?? 0 })).toEqual(["late", "second"]);
	});

	it("is read no more often than its pace, however often it is asked for", async () => {
		const { ids, reads, pass } = open(entryAt("a", 40 * day - minute));
		for (let time = 0; time < 20; time++) {
			await Promise.all([ids({ since: 39.5 * day }), ids({ since: 39.5 * day })]);
			pass(500);
		}
		expect(reads).toHaveLength(1);
		await ids({ since: 39.5 * day });
		expect(reads).toHaveLength(2);
	});

	it("filters like our own log: words without case and accents, status, cycle, user, time", async () => {
		const time = 40 * day - hour;
		const { hosted, ids } = open(
			entryAt("a", time, {
				source: { id: "user-a", displayName: "Zoë Ek", userName: "zoe@example.com" },
				status: "failure",
				error: {
					code: "InvalidAnchor",
					category: "NonServiceFailure",
					reason: "The account is gone.",
					recommendedAction: "",
					remedy: { type: "none" },
				},
			}),
			entryAt("b", time + 1, { cycleId: "cycle-2", action: "Create" }),
			entryAt("c", time + 2, { modifiedProperties: [{ name: "title", old: "Analyst", new: "Lead" }] }),
		);
		expect(await ids({ text: "ZOE anchor" })).toEqual(["a"]);
		expect(await ids({ text: "analyst" })).toEqual(["c"]);
		expect(await ids({ text: "nothing of that" })).toEqual([]);
		expect(await ids({ statuses: ["failure"] })).toEqual(["a"]);
		expect(await ids({ actions: ["Create"] })).toEqual(["b"]);
		expect(await ids({ cycleId: "cycle-2" })).toEqual(["b"]);
		expect(await ids({ sourceId: "user-c" })).toEqual(["c"]);
		expect(await ids({ since: time + 1, until: time + 2 })).toEqual(["b"]);
		expect(await hosted.countLog({ statuses: ["success"] })).toBe(2);
		const newest = await hosted.newestOfEach(["user-a", "user-c", "user-z"]);
		expect(newest.map(({ source }) => source?.id)).toEqual(["user-a", "user-c"]);
	});

	it("reads again after a failure", async () => {
		let fails = true;
		const { log } = createHostedLog({
			async read() {
				if (fails) throw new Error("Graph is not available.");
				return [entryAt("a", 0)];
			},
			now: () => day,
			paceMs: 10_000,
		});
		await expect(log({ order: "descending", limit: 1 })).rejects.toThrow("not available");
		fails = false;
		expect(await log({ order: "descending", limit: 1 })).toHaveLength(1);
	});
});
