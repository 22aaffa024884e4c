import type { Link, LinkChange, Store } from "../../ports/store.ts";
import type { Database } from "./schema.ts";

const batch = 1000;

/** The ties between source users and accounts. */
export function links(
	db: Database,
): Pick<Store, "link" | "linkByTarget" | "links" | "putLink" | "dropLinks"> {
	return {
		link: (sourceId) => db.selectFrom("link").selectAll().where("sourceId", "=", sourceId).executeTakeFirst(),

		// A released user may leave their account to another: the one who is managed has it.
		linkByTarget: (targetId) =>
			db
				.selectFrom("link")
				.selectAll()
				.where("targetId", "=", targetId)
				.orderBy("state", "asc")
				.orderBy("since", "desc")
				.executeTakeFirst(),

		async *links() {
			let last = "";
			for (;;) {
				const rows = await db
					.selectFrom("link")
					.selectAll()
					.where("sourceId", ">", last)
					.orderBy("sourceId")
					.limit(batch)
					.execute();
				const end = rows.at(-1);
				if (end === undefined) return;
				yield rows;
				last = end.sourceId;
			}
		},

		putLink: (link) => putLinks(db, [link]),

		async dropLinks() {
			await db.deleteFrom("link").execute();
		},
	};
}

/** Applies the link changes of outcomes; of several for one user the last counts. */
export async function changeLinks(db: Database, changes: readonly LinkChange[]): Promise<void> {
	const put = new Map<string, Link>();
	const drop = new Set<string>();
	for (const change of changes) {
		if (change.type === "put") {
			put.set(change.link.sourceId, change.link);
			drop.delete(change.link.sourceId);
		} else if (change.type === "drop") {
			drop.add(change.sourceId);
			put.delete(change.sourceId);
		}
	}
	if (put.size > 0) await putLinks(db, [...put.values()]);
	if (drop.size > 0)
		await db
			.deleteFrom("link")
			.where("sourceId", "in", [...drop])
			.execute();
}

async function putLinks(db: Database, values: readonly Link[]): Promise<void> {
	await db
		.insertInto("link")
		.values(values)
		.onConflict((conflict) =>
			conflict.column("sourceId").doUpdateSet((row) => ({
				targetId: row.ref("excluded.targetId"),
				userName: row.ref("excluded.userName"),
				displayName: row.ref("excluded.displayName"),
				state: row.ref("excluded.state"),
				since: row.ref("excluded.since"),
				fingerprint: row.ref("excluded.fingerprint"),
			})),
		)
		.execute();
}
