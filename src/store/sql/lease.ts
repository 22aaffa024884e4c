import { type RawBuilder, sql } from "kysely";
import { LeaseLostError, type LeaseStore, leaseLifetimeMs, leaseProcess } from "../../ports/store/lease.ts";
import type { ProfileRows } from "./schema.ts";
import { readStoredOrNull, storedOrNull } from "./stored-json.ts";

/**
 * Who runs the profile now. Taking it is one statement, so that only one of two processes can succeed.
 *
 * @param now the database's clock, in milliseconds since 1970: processes on several machines need not agree on the time.
 */
export function lease({ db, profile, file }: ProfileRows, now: RawBuilder<number>): LeaseStore {
	const until = sql<number>`${now} + ${sql.lit(leaseLifetimeMs)}`;
	return {
		async acquireLease(holder, holdingProcess = null) {
			const processJson = storedOrNull(holdingProcess);
			const taken = await db
				.insertInto("lease")
				.values({ profile, holder, processJson, expiresAt: until, token: 1 })
				.onConflict((conflict) =>
					conflict
						.column("profile")
						.doUpdateSet((row) => ({
							holder,
							processJson,
							expiresAt: until,
							token: row
								.case()
								.when("lease.holder", "=", holder)
								.then(row.ref("lease.token"))
								.else(sql<number>`${row.ref("lease.token")} + 1`)
								.end(),
						}))
						.where((row) =>
							row.or([
								row("lease.holder", "=", holder),
								row("lease.expiresAt", "<=", now),
								// Written while the clock was ahead: no lease is valid for longer than its lifetime.
								row("lease.expiresAt", ">", until),
							]),
						),
				)
				.returning("token")
				.executeTakeFirst();
			return taken?.token ?? null;
		},

		async releaseLease(holder) {
			await db
				.updateTable("lease")
				.set({ expiresAt: 0 })
				.where("profile", "=", profile)
				.where("holder", "=", holder)
				.execute();
		},

		async breakLease(by) {
			await db
				.updateTable("lease")
				.set((row) => ({
					holder: by,
					processJson: null,
					expiresAt: 0,
					token: sql<number>`${row.ref("token")} + 1`,
				}))
				.where("profile", "=", profile)
				.execute();
		},

		async lease() {
			const row = await db
				.selectFrom("lease")
				.select(["holder", "processJson", "expiresAt"])
				.where("profile", "=", profile)
				.where("expiresAt", ">", now)
				.where("expiresAt", "<=", until)
				.executeTakeFirst();
			if (row === undefined) return undefined;
			const { processJson, ...held } = row;
			return { ...held, process: readStoredOrNull(leaseProcess, processJson, `${file}, the lease`) };
		},

		async lastHolder() {
			const row = await db
				.selectFrom("lease")
				.select("holder")
				.where("profile", "=", profile)
				.executeTakeFirst();
			return row?.holder ?? null;
		},
	};
}

/**
 * Makes sure, within a transaction, that the lease has not been taken over, and that it cannot be before the transaction
 * ends: the update locks its row.
 *
 * @throws LeaseLostError
 */
export async function holdLease({ db, profile }: ProfileRows, token: number): Promise<void> {
	const { numUpdatedRows } = await db
		.updateTable("lease")
		.set({ token })
		.where("profile", "=", profile)
		.where("token", "=", token)
		.executeTakeFirstOrThrow();
	if (numUpdatedRows > 0n) return;
	const row = await db.selectFrom("lease").select("holder").where("profile", "=", profile).executeTakeFirst();
	throw new LeaseLostError(row?.holder ?? null);
}
