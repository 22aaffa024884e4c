import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NewLogEntry } from "../../src/ports/log/log-entry.ts";
import type { LogQuery } from "../../src/ports/store/log-query.ts";
import { openStore } from "../../src/store/sqlite/open.ts";
import { percentile } from "../statistics.ts";

/*
 * Fills a store with so many log entries, in a process of its own, and tells the 95th percentile of the milliseconds
 * that a page of 50 entries takes, over kinds of search that an operator makes, each in turn.
 */
const count = Number(process.argv[2]);
const batch = 2_000;
const families = [
	"Lovelace",
	"Hopper",
	"Turing",
	"Noether",
	"Curie",
	"Ångström",
	"García",
	"Nguyễn",
	"Müller",
];
const failure = {
	code: "Conflict",
	category: "Failure",
	reason: "The address is taken by another account.",
	recommendedAction: "Match that account, or change the address.",
	remedy: { type: "link-account", account: null },
} as const;

function entry(index: number): NewLogEntry {
	const person = (index * 7_919) % 100_000;
	const family = families[person % families.length] ?? "";
	const userName = `person${person}@example.com`;
	const identity = { displayName: `Person ${family} ${person}`, userName };
	const failed = index % 50 === 0;
	return {
		time: 1_700_000_000_000 + index * 250,
		cycleId: `cycle-${Math.floor(index / 10_000)}`,
		changeId: `change-${index}`,
		action: index % 3 === 0 ? "Create" : "Update",
		status: failed ? "failure" : "success",
		durationMs: 120,
		source: { id: `source-${person}`, ...identity },
		target: { id: `target-${person}`, ...identity },
		initiatedBy: "cycle",
		steps: [
			{ type: "export", status: failed ? "failure" : "success", description: "The account was updated." },
		],
		modifiedProperties: [{ name: "name.familyName", old: null, new: family }],
		skipReason: null,
		error: failed ? failure : null,
	};
}

const queries: readonly ((round: number) => Partial<LogQuery>)[] = [
	() => ({}),
	(round) => ({ text: `person${(round * 37) % 100_000}` }),
	(round) => ({ text: families[round % families.length]?.slice(0, 3) ?? "" }),
	() => ({ text: "perso" }),
	(round) => ({ text: `person${round % 10}` }),
	() => ({ text: "address taken" }),
	() => ({ statuses: ["failure"] }),
	(round) => ({ sourceId: `source-${(round * 101) % 100_000}` }),
	(round) => ({ text: "person", statuses: ["failure"], cycleId: `cycle-${round % (count / 10_000)}` }),
	() => ({ text: "nobody has this name" }),
];

const home = mkdtempSync(join(tmpdir(), "sumo-provision-bench-"));
const store = await openStore(join(home, "log.sqlite"));
try {
	const keep = { type: "keep" } as const;
	const started = performance.now();
	for (let start = 0; start < count; start += batch) {
		const length = Math.min(batch, count - start);
		const entries = Array.from({ length }, (_, index) => entry(start + index));
		await store.settle(entries.map((one) => ({ entry: one, link: keep, escrow: keep })));
	}
	const fillSeconds = (performance.now() - started) / 1_000;
	const taken: number[] = [];
	for (let round = 0; round < 40; round += 1)
		for (const query of queries) {
			const asked = performance.now();
			await store.log({ order: "descending", limit: 50, ...query(round) });
			taken.push(performance.now() - asked);
		}
	process.stdout.write(`${JSON.stringify({ entries: count, fillSeconds, p95: percentile(taken, 0.95) })}\n`);
} finally {
	await store.close();
	rmSync(home, { recursive: true, force: true });
}
