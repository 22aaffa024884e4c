import { type Kysely, sql } from "kysely";

/** Entries per statement. */
const batch = 1_000;

/**
 * Indexes prefixes of up to 8 characters, where the longest had 4: in a log of five million entries a word like `person1`,
 * which a hundred thousand others begin with, took seconds. The index holds no text, so it is built again from the log.
 *
 * What an entry's words and facets were at this version is copied here, because a migration must always do the same.
 */
export async function longPrefixes(db: Kysely<unknown>): Promise<void> {
	await sql`drop table "logWord"`.execute(db);
	await sql`drop table "logIndex"`.execute(db);
	await sql`create virtual table "logIndex" using fts5 (
		words, facets, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3 4 5 6 7 8'
	)`.execute(db);
	await sql`create virtual table "logWord" using fts5vocab ("logIndex", 'instance')`.execute(db);

	const tables = db.withTables<{ log: Row; logIndex: { rowid: number; words: string; facets: string } }>();
	for (let last = 0; ; ) {
		const rows = await tables
			.selectFrom("log")
			.selectAll()
			.where("sequence", ">", last)
			.orderBy("sequence")
			.limit(batch)
			.execute();
		if (rows.length === 0) return;
		const values = rows.map((row) => ({ rowid: row.sequence, words: wordsOf(row), facets: facetsOf(row) }));
		await tables.insertInto("logIndex").values(values).execute();
		last = rows.at(-1)?.sequence ?? last;
	}
}

type Row = {
	readonly sequence: number;
	readonly cycleId: string;
	readonly action: string;
	readonly status: string;
	readonly sourceJson: string | null;
	readonly targetJson: string | null;
	readonly stepsJson: string;
	readonly modifiedPropertiesJson: string;
	readonly skipReason: string | null;
	readonly errorJson: string | null;
};

type Identity = { readonly id: string; readonly displayName: string; readonly userName: string } | null;
type Failure = { readonly code: string; readonly reason: string } | null;
type Step = { readonly type: string; readonly description: string };
type Property = { readonly name: string; readonly old: string | null; readonly new: string | null };

function wordsOf(row: Row): string {
	const source: Identity = JSON.parse(row.sourceJson ?? "null");
	const target: Identity = JSON.parse(row.targetJson ?? "null");
	const error: Failure = JSON.parse(row.errorJson ?? "null");
	const steps: readonly Step[] = JSON.parse(row.stepsJson);
	const properties: readonly Property[] = JSON.parse(row.modifiedPropertiesJson);
	const label = steps.findLast(({ type }) => type === "processing") ?? steps.at(-1);
	const texts = new Set([
		source?.id,
		source?.displayName,
		source?.userName,
		target?.id,
		target?.displayName,
		target?.userName,
		row.skipReason,
		error?.code,
		error?.reason,
		row.action === "Other" ? label?.description : "",
	]);
	for (const property of properties) {
		texts.add(property.name);
		texts.add(property.old);
		texts.add(property.new);
	}
	const found: string[] = [];
	for (const text of texts) if (text) found.push(...words(text));
	return found.join(" ");
}

function facetsOf(row: Row): string {
	const source: Identity = JSON.parse(row.sourceJson ?? "null");
	const facets = [facet("status", row.status), facet("action", row.action), facet("cycle", row.cycleId)];
	if (source !== null) facets.push(facet("source", source.id));
	return facets.join(" ");
}

function facet(kind: string, value: string): string {
	const spelled = value.replace(/[^a-z0-9]/gu, (character) =>
		character === "-" ? "‐" : `·${character.codePointAt(0)?.toString(16)}·`,
	);
	return `·${kind}·${spelled}`;
}

function words(text: string): readonly string[] {
	if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
	const plain = text
		.normalize("NFKD")
		.toLowerCase()
		.replace(/[\u0300-\u036f]/g, "")
		.replaceAll("ς", "σ")
		.normalize("NFC");
	return plain.match(word) ?? [];
}

const unspaced =
	"\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const word = new RegExp(`[${unspaced}]|(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}])+`, "gu");
