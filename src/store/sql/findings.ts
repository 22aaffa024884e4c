import type { FindingStore } from "../../ports/store/finding.ts";
import type { ProfileRows } from "./schema.ts";

/** Rows per statement: all databases accept that number of values. */
const batch = 1000;

/** Drift that was reported and persists. */
export function findings({ db, profile }: ProfileRows): FindingStore {
	return {
		async findings() {
			const rows = await db.selectFrom("finding").selectAll().where("profile", "=", profile).execute();
			return new Map(rows.map(({ sourceId, hash }) => [sourceId, hash]));
		},

		async setFindings(findings) {
			const all = [...findings].map(([sourceId, hash]) => ({ profile, sourceId, hash }));
			await db.transaction().execute(async (transaction) => {
				await transaction.deleteFrom("finding").where("profile", "=", profile).execute();
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
