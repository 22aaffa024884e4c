import { z } from "zod";
import type { CycleCounts, CycleStore } from "../../ports/store/cycle.ts";
import type { ProfileRows } from "./schema.ts";
import { readStored } from "./stored-json.ts";

const counts: z.ZodType<CycleCounts> = z.object({
	created: z.number(),
	updated: z.number(),
	disabled: z.number(),
	enabled: z.number(),
	deleted: z.number(),
	skipped: z.number(),
	failed: z.number(),
	notApplied: z.number().exactOptional(),
	staged: z.number(),
	requests: z.number(),
	notReached: z.number().exactOptional(),
});

/** The cycles that ran. */
export function cycles({ db, profile, file }: ProfileRows): CycleStore {
	return {
		async startCycle({ counts, ...cycle }) {
			await db
				.insertInto("cycle")
				.values({ ...cycle, profile, countsJson: JSON.stringify(counts) })
				.execute();
		},

		async updateCycle(id, { counts, ...change }) {
			const set = counts === undefined ? change : { ...change, countsJson: JSON.stringify(counts) };
			if (Object.keys(set).length === 0) return;
			await db.updateTable("cycle").set(set).where("profile", "=", profile).where("id", "=", id).execute();
		},

		async cycles(limit) {
			const rows = await db
				.selectFrom("cycle")
				.selectAll()
				.where("profile", "=", profile)
				.orderBy("number", "desc")
				.limit(limit)
				.execute();
			return rows.map(({ profile: _, number, countsJson, ...cycle }) => ({
				...cycle,
				counts: readStored(counts, countsJson, `${file}, counts of cycle ${number}`),
			}));
		},
	};
}
