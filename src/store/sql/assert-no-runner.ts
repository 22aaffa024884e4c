import { type Kysely, type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { type LeaseProcess, leaseLifetimeMs, leaseProcess } from "../../ports/store/lease.ts";
import { StoreError } from "../../ports/store/store-error.ts";

/** A row of the lease as any version has written it: the first ones stored no process. */
const heldLease = z.object({
	holder: z.string(),
	expiresAt: z.number(),
	processJson: z.string().nullish(),
});

/**
 * Makes sure that no process runs a profile by the tables of an older version: they must not change under it.
 *
 * @param now the database's clock, in milliseconds since 1970
 * @param isGone whether the process that holds a lease runs no more
 * @throws StoreError `busy`
 */
export async function assertNoRunner(
	db: Kysely<unknown>,
	file: string,
	now: RawBuilder<number>,
	isGone: (process: LeaseProcess | null) => boolean,
): Promise<void> {
	// As in `lease`: what would last longer than a lease does was written while a clock was wrong.
	const until = sql<number>`${now} + ${sql.lit(leaseLifetimeMs)}`;
	const { rows } =
		await sql`select * from "lease" where "expiresAt" > ${now} and "expiresAt" <= ${until}`.execute(db);
	for (const row of rows) {
		const { data } = heldLease.safeParse(row);
		if (data === undefined || isGone(processOf(data.processJson))) continue;
		throw new StoreError(
			"busy",
			`${data.holder} runs this profile with an older sumo-provision, and ${file} cannot be brought up to date meanwhile. Wait for the end of its cycle, or stop it there. If neither is possible, run \`sumo-provision profile release --yes\`.`,
		);
	}
}

function processOf(json: string | null | undefined): LeaseProcess | null {
	if (json === null || json === undefined) return null;
	try {
		return leaseProcess.parse(JSON.parse(json));
	} catch {
		return null; // its holder is as unknown as one that did not say
	}
}
