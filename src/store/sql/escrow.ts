import { storedRemedy } from "../../ports/errors/remedy.ts";
import type { Escrow, EscrowChange, EscrowStore } from "../../ports/store/escrow.ts";
import type { ProfileRows } from "./schema.ts";
import { readStoredOrNull, storedOrNull } from "./stored-json.ts";

/** Source users whose provisioning failed, until they are retried. */
export function escrow(rows: ProfileRows): EscrowStore {
	const { db, profile, file } = rows;
	return {
		// Users who are due first come first.
		async escrow() {
			const failed = await db
				.selectFrom("escrow")
				.selectAll()
				.where("profile", "=", profile)
				.orderBy("nextAttempt")
				.orderBy("sourceId")
				.execute();
			return failed.map(({ profile: _, remedyJson, since, failures, ...escrow }) => ({
				...escrow,
				...(since === null ? {} : { since }),
				...(failures === null ? {} : { failures }),
				remedy: readStoredOrNull(storedRemedy, remedyJson, `${file}, the remedy for ${escrow.sourceId}`),
			}));
		},

		async releaseEscrow(sourceIds) {
			if (sourceIds === "all") await db.deleteFrom("escrow").where("profile", "=", profile).execute();
			else
				await changeEscrow(
					rows,
					sourceIds.map((sourceId) => ({ type: "release", sourceId }) as const),
				);
		},

		async retryEscrow(sourceIds, now) {
			const due = db
				.updateTable("escrow")
				.set({ fingerprint: "", firstFailed: now, nextAttempt: now })
				.where("profile", "=", profile);
			if (sourceIds === "all") await due.execute();
			else if (sourceIds.length > 0) await due.where("sourceId", "in", [...sourceIds]).execute();
		},
	};
}

/** Applies the escrow changes of outcomes; the last one for a user counts. */
export async function changeEscrow(rows: ProfileRows, changes: readonly EscrowChange[]): Promise<void> {
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
	if (put.size > 0) await putEscrow(rows, [...put.values()]);
	if (release.size > 0)
		await rows.db
			.deleteFrom("escrow")
			.where("profile", "=", rows.profile)
			.where("sourceId", "in", [...release])
			.execute();
}

async function putEscrow({ db, profile }: ProfileRows, values: readonly Escrow[]): Promise<void> {
	await db
		.insertInto("escrow")
		.values(
			values.map(({ remedy, since = null, failures = null, ...escrow }) => ({
				...escrow,
				since,
				failures,
				profile,
				remedyJson: storedOrNull(remedy),
			})),
		)
		.onConflict((conflict) =>
			conflict.columns(["profile", "sourceId"]).doUpdateSet((row) => ({
				displayName: row.ref("excluded.displayName"),
				code: row.ref("excluded.code"),
				reason: row.ref("excluded.reason"),
				since: row.ref("excluded.since"),
				failures: row.ref("excluded.failures"),
				attempts: row.ref("excluded.attempts"),
				firstFailed: row.ref("excluded.firstFailed"),
				lastFailed: row.ref("excluded.lastFailed"),
				nextAttempt: row.ref("excluded.nextAttempt"),
				userName: row.ref("excluded.userName"),
				recommendedAction: row.ref("excluded.recommendedAction"),
				remedyJson: row.ref("excluded.remedyJson"),
				role: row.ref("excluded.role"),
				fingerprint: row.ref("excluded.fingerprint"),
			})),
		)
		.execute();
}
