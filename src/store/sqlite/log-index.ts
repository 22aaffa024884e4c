import { sql } from "kysely";
import { actionLabel } from "../../ports/log/log-action-label.ts";
import { type OtherAction, otherAction, otherActions } from "../../ports/log/log-action-name.ts";
import { type LogEntry, logStatuses, type NewLogEntry } from "../../ports/log/log-entry.ts";
import type { LogQuery } from "../../ports/store/log-query.ts";
import type { Database } from "../sql/schema.ts";
import type { SqliteDatabase, SqliteTables } from "./tables.ts";
import { words } from "./words.ts";

/**
 * The index over the log, an FTS5 table of SQLite: `words` holds what people search for, `facets` one term for each
 * of status, action, cycle and source user, and what the action Other was. A query becomes one match expression over both columns, whose answer
 * comes in the order of the log however many entries match: no query reads more of the log than it returns.
 *
 * @see https://sqlite.org/fts5.html
 */
function wordsOf(entry: NewLogEntry): string {
	const texts = new Set<string | null | undefined>([
		entry.source?.id,
		entry.source?.displayName,
		entry.source?.userName,
		entry.target?.id,
		entry.target?.displayName,
		entry.target?.userName,
		entry.skipReason,
		entry.error?.code,
		entry.error?.reason,
		actionLabel(entry),
	]);
	for (const property of entry.modifiedProperties) {
		texts.add(property.name);
		texts.add(property.old);
		texts.add(property.new);
	}
	const found: string[] = [];
	for (const text of texts) if (text) found.push(...words(text));
	return found.join(" ");
}

/** The facets of an entry, in the spelling of `facet`. */
function facetsOf(entry: NewLogEntry): string {
	const facets = [
		facet("status", entry.status),
		facet("action", entry.action),
		facet("cycle", entry.cycleId),
	];
	if (entry.action === "Other") facets.push(facet("other", otherAction(entry)));
	if (entry.source !== null) facets.push(facet("source", entry.source.id));
	return facets.join(" ");
}

/** Adds entries to the index: their sequence is the row's id. */
export async function indexEntries(db: Database, entries: readonly LogEntry[]): Promise<void> {
	const rows = entries.map((entry) => ({
		rowid: entry.sequence,
		words: wordsOf(entry),
		facets: facetsOf(entry),
	}));
	await db.withTables<SqliteTables>().insertInto("logIndex").values(rows).execute();
}

/** The match expression of a query; null when all entries match. */
export async function matchExpression(
	db: SqliteDatabase,
	query: Omit<LogQuery, "cursor" | "order" | "limit" | "since" | "until">,
): Promise<string | null> {
	const facets = [
		anyOf("status", query.statuses),
		anyOf("action", query.actions),
		anyOf("cycle", query.cycleId === undefined ? undefined : [query.cycleId]),
		anyOf("source", query.sourceId === undefined ? undefined : [query.sourceId]),
	].filter((clause) => clause !== null);

	const phrases = await phrasesOf(db, [...(query.text?.split(/\s+/) ?? []), ...(query.phrases ?? [])]);
	const excluded = await phrasesOf(db, query.without ?? []);
	const without = [
		...(excluded.length === 0 ? [] : [`words : (${excluded.join(" OR ")})`]),
		...unlisted(query.others),
	];
	// What is excluded is excluded from something: from all entries, each of which has a status.
	const isOnlyExcluding = facets.length === 0 && phrases.length === 0 && without.length > 0;
	const all = isOnlyExcluding ? [anyOf("status", logStatuses)] : facets;

	const columns: string[] = [];
	if (all.length > 0) columns.push(`facets : (${all.join(" AND ")})`);
	if (phrases.length > 0) columns.push(`words : (${phrases.join(" AND ")})`);
	if (columns.length === 0) return null;
	return without.reduce((expression, one) => `(${expression}) NOT (${one})`, columns.join(" AND "));
}

/** The entries with the action `Other` that are none of the wanted kinds, as expressions. */
function unlisted(others: readonly OtherAction[] | undefined): readonly string[] {
	if (others === undefined) return [];
	return otherActions.filter((one) => !others.includes(one)).map((one) => otherExpressions[one]);
}

/** One phrase for each text that has a word, without duplicates. */
async function phrasesOf(db: SqliteDatabase, texts: readonly string[]): Promise<readonly string[]> {
	const phrases: string[] = [];
	for (const text of new Set(texts)) {
		const found = words(text);
		if (found.length > 0) phrases.push(await startingWith(db, found));
	}
	return phrases;
}

/** Null without a condition; an empty list matches nothing. */
function anyOf(kind: FacetKind, values: readonly string[] | undefined): string | null {
	if (values === undefined) return null;
	if (values.length === 0) return nothing;
	return `(${values.map((value) => `"${facet(kind, value)}"`).join(" OR ")})`;
}

const nothing = '"·nothing·"';

type FacetKind = "status" | "action" | "cycle" | "source" | "other";

/** One term, whatever characters the value has: the tokenizer keeps non-ASCII as it is and folds nothing else here. */
function facet(kind: FacetKind, value: string): string {
	const spelled = value.replace(/[^a-z0-9]/gu, (character) =>
		character === "-" ? "‐" : `·${character.codePointAt(0)?.toString(16)}·`,
	);
	return `·${kind}·${spelled}`;
}

const other = `facets : ("${facet("action", "Other")}")`;
const skipped = `facets : ("${facet("status", "skipped")}")`;
const success = `facets : ("${facet("status", "success")}")`;
/** Each entry of the action Other that is not of a cycle has a source user. */
const ofUser = `facets : ("·source·" *)`;
const isLink = 'words : ("link with" OR "linked")';
const isNamed = `facets : ("·other·" *)`;

/** A kind of the action Other; `before` finds it among entries that were indexed before the index had these kinds. */
const named = (kind: OtherAction, before: string) =>
	`facets : ("${facet("other", kind)}") OR ((${before}) NOT ${isNamed})`;

/** How the kinds of `otherAction` differ in the index. In entries indexed before, a name with the word "linked" makes a success a link. */
const otherExpressions: Readonly<Record<OtherAction, string>> = {
	Skip: `${other} AND ${skipped}`,
	Cycle: `${other} NOT (${skipped} OR ${ofUser})`,
	Drift: `(${other} AND ${ofUser}) NOT (${skipped} OR ${success})`,
	Link: named("Link", `${other} AND ${ofUser} AND ${success} AND ${isLink}`),
	Unlink: named("Unlink", `(${other} AND ${ofUser} AND ${success}) NOT ${isLink}`),
};

/** Longer prefixes have no index (`0006-long-prefixes.ts`). */
const longestIndexed = 8;

/** As many endings of a word are looked up before the index is asked to gather them itself. */
const endings = 24;

/**
 * A phrase whose last word is a prefix. Prefixes of 2 to 8 characters have their own index; a longer one is
 * replaced by the words that begin with it, because FTS5 would first collect all their positions in memory
 * (a quarter of a second for a word that five million entries share). A single letter is matched as a word.
 */
async function startingWith(db: SqliteDatabase, phrase: readonly string[]): Promise<string> {
	const last = phrase.at(-1) ?? "";
	const before = phrase.slice(0, -1);
	const length = [...last].length;
	if (length === 1) return quoted(phrase);
	if (length > longestIndexed) {
		const complete = await wordsFrom(db, last);
		if (complete.length > 0 && complete.length <= endings) {
			return `(${complete.map((word) => quoted([...before, word])).join(" OR ")})`;
		}
	}
	return `${quoted(phrase)} *`;
}

function quoted(phrase: readonly string[]): string {
	return `"${phrase.join(" ")}"`;
}

/** The words that begin with a prefix, at most one more than `endings`; each costs one look-up, not a scan. */
async function wordsFrom(db: SqliteDatabase, prefix: string): Promise<readonly string[]> {
	const found: string[] = [];
	let from = prefix;
	while (found.length <= endings) {
		const row = await db
			.selectFrom("logWord")
			.select("term")
			.where("term", ">=", from)
			.limit(1)
			.executeTakeFirst();
		if (!row?.term.startsWith(prefix)) break;
		found.push(row.term);
		// The smallest text that sorts after the word.
		from = `${row.term}\0`;
	}
	return found;
}

/** A query for the sequence of the newest entry of each source user, null for one without. Each costs one look-up in the index. */
export function newestOfSources(sourceIds: readonly string[]) {
	const expressions = sourceIds.map((id) => `facets : "${facet("source", id)}"`);
	return sql<number>`(select (
		select rowid from "logIndex" where "logIndex" match one.value order by rowid desc limit 1
	) from json_each(${JSON.stringify(expressions)}) as one)`;
}

/** Condition on `logIndex`. */
export function matches(expression: string) {
	return sql<boolean>`"logIndex" match ${expression}`;
}
