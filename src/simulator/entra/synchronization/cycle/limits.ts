import { z } from "zod";

/** When failures put a job into quarantine, and how often cycles run. */
export const limitsSchema = z.strictObject({
	/** Seconds between two cycles. */
	cycleSeconds: z.number().positive().exactOptional(),
	/** Number of failures from which their share counts. */
	escrowMinimum: z.int().positive().exactOptional(),
	/** Share of failed users that puts a job into quarantine. */
	escrowShare: z.number().positive().exactOptional(),
	/** Number of failures that puts a job into quarantine, whatever their share. */
	escrowBase: z.int().positive().exactOptional(),
});

/** The limits of a job. */
export type Limits = Required<z.output<typeof limitsSchema>>;

/** As documented (learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-quarantine-status). */
export const documentedLimits: Limits = {
	cycleSeconds: 40 * 60,
	escrowMinimum: 5_000,
	escrowShare: 0.4,
	escrowBase: 40_000,
};
