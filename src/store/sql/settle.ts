import type { LogEntry, NewLogEntry } from "../../ports/log-entry.ts";
import type { Outcome, Store } from "../../ports/store.ts";
import { changeEscrow } from "./escrow.ts";
import { clearIntents } from "./intents.ts";
import { changeLinks } from "./links.ts";
import { fromRow, toRow } from "./log-row.ts";
import type { Database } from "./schema.ts";
import { dropSnapshots } from "./snapshots.ts";

/** Rows a statement: SQLite takes 32,766 parameters, and short statements stay prepared. */
const batch = 200;

/** Adds entries to the database's own full-text index, within the transaction that writes them. */
export type IndexEntries = (db: Database, entries: readonly LogEntry[]) => Promise<void>;

/** Records outcomes: the entry, the link, the escrow and the end of the intent, all in one transaction. */
export function settle(db: Database, file: string, index: IndexEntries): Pick<Store, "settle"> {
	return {
		settle: (outcomes) =>
			db.transaction().execute(async (transaction) => {
				const settled: LogEntry[] = [];
				for (let start = 0; start < outcomes.length; start += batch) {
					settled.push(
						...(await settleBatch(transaction, outcomes.slice(start, start + batch), file, index)),
					);
				}
				return settled;
			}),
	};
}

/** A change that was settled before keeps its first outcome: its entry is returned, nothing else happens. */
async function settleBatch(
	db: Database,
	outcomes: readonly Outcome[],
	file: string,
	index: IndexEntries,
): Promise<LogEntry[]> {
	const changeIds = outcomes.map((outcome) => outcome.entry.changeId);
	const entries = new Map<string, LogEntry>();
	const known = await db.selectFrom("log").selectAll().where("changeId", "in", changeIds).execute();
	for (const row of known) entries.set(row.changeId, fromRow(row, file));

	const fresh = new Map<string, Outcome>();
	for (const outcome of outcomes) {
		const { changeId } = outcome.entry;
		if (!entries.has(changeId) && !fresh.has(changeId)) fresh.set(changeId, outcome);
	}
	if (fresh.size > 0) {
		const news = [...fresh.values()];
		for (const entry of await append(
			db,
			news.map((outcome) => outcome.entry),
			index,
		)) {
			entries.set(entry.changeId, entry);
		}
		await changeLinks(
			db,
			news.map((outcome) => outcome.link),
		);
		await changeEscrow(
			db,
			news.map((outcome) => outcome.escrow),
		);
	}
	const failedDeletions = outcomes.filter(
		({ entry }) => entry.action === "Delete" && entry.status === "failure",
	);
	await dropSnapshots(
		db,
		failedDeletions.map(({ entry }) => entry.changeId),
	);
	await clearIntents(db, changeIds);
	return changeIds.flatMap((changeId) => entries.get(changeId) ?? []);
}

/** Numbers entries within the transaction that writes them, so that one that fails leaves no gap. */
async function append(db: Database, news: readonly NewLogEntry[], index: IndexEntries): Promise<LogEntry[]> {
	const head = await db
		.updateTable("logHead")
		.set((row) => ({ sequence: row("sequence", "+", news.length) }))
		.returning("sequence")
		.executeTakeFirstOrThrow();
	const first = head.sequence - news.length + 1;
	const entries = news.map((entry, index) => ({ ...entry, sequence: first + index }));
	await db
		.insertInto("log")
		.values(entries.map((entry) => toRow(entry, entry.sequence)))
		.execute();
	await index(db, entries);
	return entries;
}
