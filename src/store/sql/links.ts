import type { Link, LinkChange, LinkStore } from "../../ports/store/link.ts";
import type { ProfileRows } from "./schema.ts";

const batch = 1000;

const columns = [
	"sourceId",
	"targetId",
	"userName",
	"displayName",
	"state",
	"since",
	"fingerprint",
] as const satisfies readonly (keyof Link)[];

/** Links between source users and accounts. */
export function links(rows: ProfileRows): LinkStore {
	const { db, profile } = rows;
	const own = () => db.selectFrom("link").select(columns).where("profile", "=", profile);
	return {
		link: (sourceId) => own().where("sourceId", "=", sourceId).executeTakeFirst(),

		// The account of a released user may have become another user's: the managed link counts.
		linkByTarget: (targetId) =>
			own()
				.where("targetId", "=", targetId)
				.orderBy("state", "asc")
				.orderBy("since", "desc")
				.executeTakeFirst(),

		async *links() {
			let last = "";
			for (;;) {
				const page = await own().where("sourceId", ">", last).orderBy("sourceId").limit(batch).execute();
				const end = page.at(-1);
				if (end === undefined) return;
				yield page;
				last = end.sourceId;
			}
		},

		putLink: (link) => putLinks(rows, [link]),

		async dropLinks() {
			await db.deleteFrom("link").where("profile", "=", profile).execute();
		},
	};
}

/** Applies the link changes of outcomes; the last one for a user counts. */
export async function changeLinks(rows: ProfileRows, changes: readonly LinkChange[]): Promise<void> {
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
	if (put.size > 0) await putLinks(rows, [...put.values()]);
	if (drop.size > 0)
		await rows.db
			.deleteFrom("link")
			.where("profile", "=", rows.profile)
			.where("sourceId", "in", [...drop])
			.execute();
}

async function putLinks({ db, profile }: ProfileRows, values: readonly Link[]): Promise<void> {
	await db
		.insertInto("link")
		.values(values.map((link) => ({ ...link, profile })))
		.onConflict((conflict) =>
			conflict.columns(["profile", "sourceId"]).doUpdateSet((row) => ({
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
