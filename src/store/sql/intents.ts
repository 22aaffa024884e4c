import { randomBytes } from "node:crypto";
import { z } from "zod";
import { logActions, newLogEntry } from "../../ports/log/log-entry.ts";
import type { IntendedOperation, Intent, IntentStore } from "../../ports/store/intent.ts";
import type { Link } from "../../ports/store/link.ts";
import type { ProfileRows } from "./schema.ts";
import { dropSnapshots } from "./snapshots.ts";
import { readStored } from "./stored-json.ts";

const link: z.ZodType<Link> = z.lazy(() =>
	z.object({
		sourceId: z.string(),
		targetId: z.string(),
		userName: z.string(),
		displayName: z.string(),
		state: z.enum(["managed", "released"]),
		since: z.number(),
		fingerprint: z.string(),
	}),
);

const setting = () => ({ op: z.enum(["add", "replace"]), path: z.string() });

const operation: z.ZodType<IntendedOperation> = z.lazy(() =>
	z.union([
		z.object({ ...setting(), value: z.json() }),
		z.object({ ...setting(), hash: z.union([z.string(), z.array(z.string())]) }),
		z.object({ op: z.literal("remove"), path: z.string() }),
	]),
);

const intent: z.ZodType<Intent> = z.lazy(() =>
	z.object({
		changeId: z.string(),
		cycleId: z.string(),
		action: z.enum(logActions),
		sourceId: z.string().nullable(),
		targetId: z.string().nullable(),
		userName: z.string(),
		operations: z.array(operation).nullable().default(null),
		entry: newLogEntry,
		link: link.nullable(),
	}),
);

/** Writes that may have reached the target. Their outcomes are recorded by `settle.ts`. */
export function intents(rows: ProfileRows): IntentStore {
	const { db, profile, file } = rows;
	return {
		async intend(intents) {
			if (intents.length === 0) return;
			await db
				.insertInto("intent")
				.values(
					intents.map((intent) => ({
						profile,
						changeId: intent.changeId,
						intentJson: JSON.stringify(intent),
					})),
				)
				.execute();
		},

		withdraw: (changeIds) =>
			db.transaction().execute(async (transaction) => {
				await clearIntents({ ...rows, db: transaction }, changeIds);
				await dropSnapshots({ ...rows, db: transaction }, changeIds);
			}),

		async openIntents() {
			const open = await db
				.selectFrom("intent")
				.selectAll()
				.where("profile", "=", profile)
				.orderBy("number")
				.execute();
			return open.map((row) => readStored(intent, row.intentJson, `${file}, intent ${row.changeId}`));
		},

		async intentKey() {
			const key = randomBytes(32).toString("base64url");
			await db
				.updateTable("job")
				.set({ intentKey: key })
				.where("profile", "=", profile)
				.where("intentKey", "is", null)
				.execute();
			const row = await db
				.selectFrom("job")
				.select("intentKey")
				.where("profile", "=", profile)
				.executeTakeFirstOrThrow();
			return row.intentKey ?? key;
		},
	};
}

/** Removes intents, whether carried out or not. */
export async function clearIntents(
	{ db, profile }: ProfileRows,
	changeIds: readonly string[],
): Promise<void> {
	if (changeIds.length === 0) return;
	await db.deleteFrom("intent").where("profile", "=", profile).where("changeId", "in", changeIds).execute();
}
