import { z } from "zod";
import { errorCodes, provisioningError } from "../../ports/errors/error-code.ts";
import type { JobState, JobStateStore } from "../../ports/store/job-state.ts";
import type { ProfileRows, Tables } from "./schema.ts";
import { readStoredOrNull, storedOrNull } from "./stored-json.ts";

const quarantine = z.lazy(() =>
	z.object({
		since: z.number(),
		lastFailed: z.number().exactOptional(),
		lastedMs: z.number().exactOptional(),
		code: z.enum(errorCodes),
		reason: z.string(),
		attempts: z.number(),
		switchedOff: z.boolean().default(false),
	}),
);

const stagedDeletions = z.lazy(() =>
	z.object({
		hash: z.string(),
		count: z.number(),
		threshold: z.number(),
		reason: z.string().exactOptional(),
		cycleId: z.string(),
		since: z.number(),
	}),
);

const failedCycles = z.lazy(() =>
	z.object({
		cycleId: z.string(),
		since: z.number(),
		lastFailed: z.number(),
		attempts: z.number(),
		error: provisioningError,
	}),
);

const notified = z.lazy(() =>
	z.object({
		quarantine: z.string().nullable(),
		stagedDeletions: z.string().nullable(),
		cycleFailed: z.string().nullable(),
		paused: z.boolean().exactOptional(),
		failures: z.array(z.string()),
		users: z.array(z.object({ id: z.string(), name: z.string(), code: z.string() })).exactOptional(),
	}),
);

const enablingKnown = z.lazy(() => z.object({ accepted: z.boolean(), since: z.number() }));

/** What survives from run to run. */
export function state({ db, profile, file }: ProfileRows): JobStateStore {
	return {
		async state() {
			const row = await db
				.selectFrom("job")
				.selectAll()
				.where("profile", "=", profile)
				.executeTakeFirstOrThrow();
			return {
				enabled: row.enabled === 1,
				watermark: row.watermark,
				pair: row.pair,
				configuration: row.configuration,
				nextRun: row.nextRun,
				quarantine: readStoredOrNull(quarantine, row.quarantineJson, `${file}, the quarantine`),
				allowedDeletions: row.allowedDeletions,
				stagedDeletions: readStoredOrNull(
					stagedDeletions,
					row.stagedDeletionsJson,
					`${file}, the staged deletions`,
				),
				failedCycles: readStoredOrNull(failedCycles, row.failedCyclesJson, `${file}, the failed cycles`),
				pausedUntil: row.pausedUntil,
				enabling: readStoredOrNull(
					enablingKnown,
					row.enablingJson,
					`${file}, whether accounts can be enabled`,
				),
				notified: readStoredOrNull(notified, row.toldJson, `${file}, the notifications sent`),
			};
		},

		async setState(change) {
			const columns = changedColumns(change);
			if (Object.keys(columns).length > 0)
				await db.updateTable("job").set(columns).where("profile", "=", profile).execute();
		},
	};
}

function changedColumns(change: Partial<JobState>): Partial<Tables["job"]> {
	const { enabled, quarantine, stagedDeletions, failedCycles, enabling, notified, ...same } = change;
	return {
		...same,
		...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
		...(quarantine === undefined ? {} : { quarantineJson: storedOrNull(quarantine) }),
		...(stagedDeletions === undefined ? {} : { stagedDeletionsJson: storedOrNull(stagedDeletions) }),
		...(failedCycles === undefined ? {} : { failedCyclesJson: storedOrNull(failedCycles) }),
		...(enabling === undefined ? {} : { enablingJson: storedOrNull(enabling) }),
		...(notified === undefined ? {} : { toldJson: storedOrNull(notified) }),
	};
}

/** Makes the rows that every profile has, unless they are there. */
export async function beginProfile({ db, profile }: ProfileRows): Promise<void> {
	const job = await db.selectFrom("job").select("profile").where("profile", "=", profile).executeTakeFirst();
	if (job !== undefined) return;
	await db.transaction().execute(async (transaction) => {
		await transaction
			.insertInto("logHead")
			.values({ profile, sequence: 0 })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		const nothing = { watermark: null, pair: null, configuration: null, nextRun: null, quarantineJson: null };
		const more = { allowedDeletions: null, stagedDeletionsJson: null, failedCyclesJson: null };
		const rest = { pausedUntil: null, enablingJson: null, toldJson: null, intentKey: null };
		await transaction
			.insertInto("job")
			.values({ profile, enabled: 0, ...nothing, ...more, ...rest })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	});
}
