import type { Escrow, EscrowChange, Store } from "../../ports/store.ts";
import type { Database } from "./schema.ts";

/** Source users whose provisioning failed, until they are tried again. */
export function escrow(db: Database): Pick<Store, "escrow" | "releaseEscrow" | "retryEscrow"> {
	return {
		// Who is due first comes first.
		escrow: () => db.selectFrom("escrow").selectAll().orderBy("nextAttempt").orderBy("sourceId").execute(),

		async releaseEscrow(sourceIds) {
			if (sourceIds === "all") await db.deleteFrom("escrow").execute();
			else
				await changeEscrow(
					db,
					sourceIds.map((sourceId) => ({ type: "release", sourceId }) as const),
				);
		},

		async retryEscrow(sourceIds, now) {
			const due = db.updateTable("escrow").set({ fingerprint: "", firstFailed: now, nextAttempt: now });
			if (sourceIds === "all") await due.execute();
			else if (sourceIds.length > 0) await due.where("sourceId", "in", [...sourceIds]).execute();
		},
	};
}

/** Applies the escrow changes of outcomes; of several for one user the last counts. */
export async function changeEscrow(db: Database, changes: readonly EscrowChange[]): Promise<void> {
	const put = new Map<string, Escrow>();
	const release = new Set<string>();
	for (const change of changes) {
		if (change.type === "put") {
			put.set(change.escrow.sourceId, change.escrow);
			release.delete(change.escrow.sourceId);
		} else if (change.type === "release") {
			release.add(change.sourceId);
			put.delete(change.sourceId);
		}
	}
	if (put.size > 0) await putEscrow(db, [...put.values()]);
	if (release.size > 0)
		await db
			.deleteFrom("escrow")
			.where("sourceId", "in", [...release])
			.execute();
}

async function putEscrow(db: Database, values: readonly Escrow[]): Promise<void> {
	await db
		.insertInto("escrow")
		.values(values)
		.onConflict((conflict) =>
			conflict.column("sourceId").doUpdateSet((row) => ({
				displayName: row.ref("excluded.displayName"),
				code: row.ref("excluded.code"),
				reason: row.ref("excluded.reason"),
				attempts: row.ref("excluded.attempts"),
				firstFailed: row.ref("excluded.firstFailed"),
				lastFailed: row.ref("excluded.lastFailed"),
				nextAttempt: row.ref("excluded.nextAttempt"),
				role: row.ref("excluded.role"),
				fingerprint: row.ref("excluded.fingerprint"),
			})),
		)
		.execute();
}
