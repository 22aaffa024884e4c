import { z } from "zod";
import type { CycleCounts, Store } from "../../ports/store.ts";
import type { Database } from "./schema.ts";
import { readStored } from "./stored-json.ts";

const counts: z.ZodType<CycleCounts> = z.object({
	created: z.number(),
	updated: z.number(),
	disabled: z.number(),
	enabled: z.number(),
	deleted: z.number(),
	skipped: z.number(),
	failed: z.number(),
	staged: z.number(),
	requests: z.number(),
});

/** The cycles that ran. */
export function cycles(db: Database, file: string): Pick<Store, "startCycle" | "updateCycle" | "cycles"> {
	return {
		async startCycle({ counts, ...cycle }) {
			await db
				.insertInto("cycle")
				.values({ ...cycle, countsJson: JSON.stringify(counts) })
				.execute();
		},

		async updateCycle(id, { counts, ...change }) {
			const set = counts === undefined ? change : { ...change, countsJson: JSON.stringify(counts) };
			if (Object.keys(set).length === 0) return;
			await db.updateTable("cycle").set(set).where("id", "=", id).execute();
		},

		async cycles(limit) {
			const rows = await db.selectFrom("cycle").selectAll().orderBy("number", "desc").limit(limit).execute();
			return rows.map(({ number, countsJson, ...cycle }) => ({
				...cycle,
				counts: readStored(counts, countsJson, `${file}, counts of cycle ${number}`),
			}));
		},
	};
}
