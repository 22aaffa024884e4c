import type { LogEntry, NewLogEntry } from "../../ports/log/log-entry.ts";
import type { Outcome, OutcomeStore } from "../../ports/store/outcome.ts";
import { changeEscrow } from "./escrow.ts";
import { clearIntents } from "./intents.ts";
import { holdLease } from "./lease.ts";
import { changeLinks } from "./links.ts";
import { fromRow, toRow } from "./log-row.ts";
import type { Database, ProfileRows } from "./schema.ts";
import { dropSnapshots } from "./snapshots.ts";

/** Rows per statement: databases limit the parameters of one, and short statements stay prepared. */
const batch = 200;

/** Adds entries to the database's own full-text index, within the transaction that writes them. */
export type IndexEntries = (db: Database, entries: readonly LogEntry[]) => Promise<void>;

/** Records outcomes: the entry, the link, the escrow and the end of the intent, all in one transaction. */
export function settle(rows: ProfileRows, index: IndexEntries): OutcomeStore {
	return {
		settle: (outcomes, fence) =>
			rows.db.transaction().execute(async (db) => {
				const within = { ...rows, db };
				if (fence !== undefined) await holdLease(within, fence);
				const settled: LogEntry[] = [];
				for (let start = 0; start < outcomes.length; start += batch) {
					settled.push(...(await settleBatch(within, outcomes.slice(start, start + batch), index)));
				}
				return settled;
			}),
	};
}

/** A change that was settled before keeps its first outcome: its entry is returned, nothing else happens. */
async function settleBatch(
	rows: ProfileRows,
	outcomes: readonly Outcome[],
	index: IndexEntries,
): Promise<LogEntry[]> {
	const { db, profile, file } = rows;
	const changeIds = outcomes.map((outcome) => outcome.entry.changeId);
	const entries = new Map<string, LogEntry>();
	const known = await db
		.selectFrom("log")
		.selectAll()
		.where("profile", "=", profile)
		.where("changeId", "in", changeIds)
		.execute();
	for (const row of known) entries.set(row.changeId, fromRow(row, file));

	const fresh = new Map<string, Outcome>();
	for (const outcome of outcomes) {
		const { changeId } = outcome.entry;
		if (!entries.has(changeId) && !fresh.has(changeId)) fresh.set(changeId, outcome);
	}
	if (fresh.size > 0) {
		const news = [...fresh.values()];
		for (const entry of await append(
			rows,
			news.map((outcome) => outcome.entry),
			index,
		)) {
			entries.set(entry.changeId, entry);
		}
		await changeLinks(
			rows,
			news.map((outcome) => outcome.link),
		);
		await changeEscrow(
			rows,
			news.map((outcome) => outcome.escrow),
		);
	}
	const failedDeletions = outcomes.filter(
		({ entry }) => entry.action === "Delete" && entry.status === "failure",
	);
	await dropSnapshots(
		rows,
		failedDeletions.map(({ entry }) => entry.changeId),
	);
	await clearIntents(rows, changeIds);
	return changeIds.flatMap((changeId) => entries.get(changeId) ?? []);
}

/** Numbers entries within the transaction that writes them, so that one that fails leaves no gap. */
async function append(
	{ db, profile }: ProfileRows,
	news: readonly NewLogEntry[],
	index: IndexEntries,
): Promise<LogEntry[]> {
	const head = await db
		.updateTable("logHead")
		.set((row) => ({ sequence: row("sequence", "+", news.length) }))
		.where("profile", "=", profile)
		.returning("sequence")
		.executeTakeFirstOrThrow();
	const first = head.sequence - news.length + 1;
	const entries = news.map((entry, index) => ({ ...entry, sequence: first + index }));
	await db
		.insertInto("log")
		.values(entries.map((entry) => ({ ...toRow(entry), profile })))
		.execute();
	await index(db, entries);
	return entries;
}
