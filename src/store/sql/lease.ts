import type { Store } from "../../ports/store.ts";
import type { Database } from "./schema.ts";

/** Who runs the profile now. Each step is one statement, so that of two processes only one can succeed. */
export function lease(db: Database): Pick<Store, "acquireLease" | "releaseLease" | "lease"> {
	return {
		async acquireLease(holder, now, ttl) {
			const taken = await db
				.insertInto("lease")
				.values({ id: 1, holder, expiresAt: now + ttl })
				.onConflict((conflict) =>
					conflict
						.column("id")
						.doUpdateSet({ holder, expiresAt: now + ttl })
						.where((row) => row.or([row("lease.holder", "=", holder), row("lease.expiresAt", "<=", now)])),
				)
				.returning("id")
				.executeTakeFirst();
			return taken !== undefined;
		},

		async releaseLease(holder) {
			await db.deleteFrom("lease").where("holder", "=", holder).execute();
		},

		lease: (now) =>
			db.selectFrom("lease").select(["holder", "expiresAt"]).where("expiresAt", ">", now).executeTakeFirst(),
	};
}
