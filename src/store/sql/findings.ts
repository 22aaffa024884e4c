import type { Store } from "../../ports/store.ts";
import type { Database } from "./schema.ts";

/** Rows a statement: SQLite takes so many values at least. */
const batch = 1000;

/** Drift that was told and still stands. */
export function findings(db: Database): Pick<Store, "findings" | "setFindings"> {
	return {
		async findings() {
			const rows = await db.selectFrom("finding").selectAll().execute();
			return new Map(rows.map(({ sourceId, hash }) => [sourceId, hash]));
		},

		async setFindings(findings) {
			const all = [...findings].map(([sourceId, hash]) => ({ sourceId, hash }));
			await db.transaction().execute(async (transaction) => {
				await transaction.deleteFrom("finding").execute();
				for (let start = 0; start < all.length; start += batch) {
					await transaction
						.insertInto("finding")
						.values(all.slice(start, start + batch))
						.execute();
				}
			});
		},
	};
}
