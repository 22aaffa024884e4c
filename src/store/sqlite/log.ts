import { setImmediate } from "node:timers/promises";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import type { LogQuery, LogStore } from "../../ports/store/log-query.ts";
import { fromRow } from "../sql/log-row.ts";
import { matchExpression, matches, newestOfSources } from "./log-index.ts";
import type { SqliteDatabase } from "./tables.ts";

/** Entries per step when many are counted or removed, so that other processes can write in between. */
const countStep = 250_000;
const pruneStep = 2_000;

/** The provisioning log. Entries are written by `settle.ts`. */
export function log(db: SqliteDatabase, file: string): LogStore {
	return {
		async log(query) {
			const expression = await matchExpression(db, query);
			const rows = expression === null ? pageOfAll(db, query) : pageOfMatching(db, query, expression);
			return (await rows.execute()).map((row): LogEntry => fromRow(row, file));
		},

		async newestOfEach(sourceIds) {
			const rows = await db
				.selectFrom("log")
				.selectAll()
				.where("sequence", "in", newestOfSources(sourceIds))
				.execute();
			return rows.map((row): LogEntry => fromRow(row, file));
		},

		async countLog(query) {
			const expression = await matchExpression(db, query);
			const { first, last } = await span(db);
			// Without gaps: what is there need not be counted.
			if (expression === null) return last - first + 1;
			let count = 0;
			for (let from = first; from <= last; from += countStep) {
				const row = await db
					.selectFrom("logIndex")
					.select((select) => select.fn.countAll<number>().as("count"))
					.where(matches(expression))
					.where("rowid", ">=", from)
					.where("rowid", "<", from + countStep)
					.executeTakeFirstOrThrow();
				count += row.count;
				await setImmediate();
			}
			return count;
		},
	};
}

function pageOfAll(db: SqliteDatabase, query: LogQuery) {
	const { order, cursor, since, until, limit } = query;
	let page = db
		.selectFrom("log")
		.selectAll()
		.orderBy("sequence", order === "ascending" ? "asc" : "desc")
		.limit(limit);
	if (cursor !== undefined) page = page.where("sequence", order === "ascending" ? ">" : "<", cursor);
	if (since !== undefined) page = page.where("time", ">=", since);
	return until === undefined ? page : page.where("time", "<", until);
}

function pageOfMatching(db: SqliteDatabase, query: LogQuery, expression: string) {
	const { order, cursor, since, until, limit } = query;
	let page = db
		.selectFrom("logIndex")
		.innerJoin("log", "log.sequence", "logIndex.rowid")
		.selectAll("log")
		.where(matches(expression))
		.orderBy("logIndex.rowid", order === "ascending" ? "asc" : "desc")
		.limit(limit);
	if (cursor !== undefined) page = page.where("logIndex.rowid", order === "ascending" ? ">" : "<", cursor);
	if (since !== undefined) page = page.where("log.time", ">=", since);
	return until === undefined ? page : page.where("log.time", "<", until);
}

async function span(db: SqliteDatabase): Promise<{ first: number; last: number }> {
	const row = await db
		.selectFrom("logHead")
		.select((select) => [
			"sequence",
			select
				.selectFrom("log")
				.select((entry) => entry.fn.min("sequence").as("first"))
				.as("first"),
		])
		.executeTakeFirstOrThrow();
	return { first: row.first ?? row.sequence + 1, last: row.sequence };
}

/**
 * Retention: removes the oldest entries, up to the first one that is not older than `before`, so that the rest
 * has no gap. Returns the number of removed entries.
 *
 * @param before milliseconds since 1970.
 */
export async function pruneLog(db: SqliteDatabase, before: number): Promise<number> {
	let removed = 0;
	for (;;) {
		const oldest = await db
			.selectFrom("log")
			.select(["sequence", "time"])
			.orderBy("sequence")
			.limit(pruneStep)
			.execute();
		const kept = oldest.findIndex((entry) => entry.time >= before);
		const old = kept === -1 ? oldest : oldest.slice(0, kept);
		const last = old.at(-1);
		if (last === undefined) return removed;
		await db.transaction().execute(async (transaction) => {
			await transaction.deleteFrom("logIndex").where("rowid", "<=", last.sequence).execute();
			await transaction.deleteFrom("log").where("sequence", "<=", last.sequence).execute();
		});
		removed += old.length;
		await setImmediate();
	}
}
