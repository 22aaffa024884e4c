import { type Kysely, sql } from "kysely";

/**
 * Object ids of users in lower case and without braces, as they are read from files since this version: otherwise, users of a file that has
 * them in capital letters would be other users. An id that is already there in lower case keeps its rows.
 */
export async function objectIds(db: Kysely<unknown>): Promise<void> {
	for (const table of ["link", "escrow", "finding"] as const) {
		const { rows } = await sql<{ profile: string; sourceId: string }>`
			select "profile", "sourceId" from ${sql.table(table)} where length("sourceId") in (36, 38)
		`.execute(db);
		const known = new Set(rows.map(({ profile, sourceId }) => JSON.stringify([profile, sourceId])));
		for (const { profile, sourceId } of rows) {
			const id = lowered(sourceId);
			if (id === sourceId || known.has(JSON.stringify([profile, id]))) continue;
			known.add(JSON.stringify([profile, id]));
			await sql`
				update ${sql.table(table)} set "sourceId" = ${id} where "profile" = ${profile} and "sourceId" = ${sourceId}
			`.execute(db);
		}
	}
	const { rows } = await sql<{ number: number; intentJson: string }>`
		select "number", "intentJson" from ${sql.table("intent")}
	`.execute(db);
	for (const { number, intentJson } of rows) {
		const intent: Intent = JSON.parse(intentJson);
		const next = {
			...intent,
			sourceId: intent.sourceId && lowered(intent.sourceId),
			entry: { ...intent.entry, source: withId(intent.entry.source) },
			link: intent.link && { ...intent.link, sourceId: lowered(intent.link.sourceId) },
		};
		const json = JSON.stringify(next);
		if (json === JSON.stringify(intent)) continue;
		await sql`update "intent" set "intentJson" = ${json} where "number" = ${number}`.execute(db);
	}
}

type Intent = {
	readonly sourceId: string | null;
	readonly entry: { readonly source?: { readonly id: string } | null };
	readonly link: { readonly sourceId: string } | null;
};

function withId(source: Intent["entry"]["source"]) {
	return source && { ...source, id: lowered(source.id) };
}

function lowered(id: string): string {
	return /^\{?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}?$/i.exec(id)?.[1]?.toLowerCase() ?? id;
}
