import { z } from "zod";
import { lagSchema } from "./applications/replication.ts";
import { deviceCodeSchema } from "./sign-in/device-codes.ts";
import { limitsSchema } from "./synchronization/cycle/limits.ts";
import { quirksSchema } from "./synchronization/job/quirks.ts";
import { logBehaviorSchema, onDemandBehaviorSchema } from "./synchronization/log/log-behavior.ts";

/** Deliberate misbehavior of the simulated Graph. */
export const behaviorSchema = z.strictObject({
	/** Paths that contain one of these get 403. */
	forbidden: z.array(z.string()).exactOptional(),
	/** Lifetime of access tokens in seconds. */
	tokenLifetime: z.number().positive().exactOptional(),
	/** Permissions that tokens issued from now on contain; null for all. */
	permissions: z.array(z.string()).nullable().exactOptional(),
	/** Template ids of the directory roles that tokens of users list. */
	directoryRoles: z.array(z.string()).exactOptional(),
	/** The status of a synchronization call without permission. */
	synchronizationDenied: z.union([z.literal(401), z.literal(403)]).exactOptional(),
	deviceCode: deviceCodeSchema.exactOptional(),
	/** How an assignment that exists is refused. */
	assignmentExists: z.enum(["badRequest", "multipleObjects", "conflict"]).exactOptional(),
	/** Service plans of the tenant's subscription; without AAD_PREMIUM, groups cannot be assigned. */
	servicePlans: z.array(z.string()).exactOptional(),
	/** How an expired delta token is refused. */
	deltaExpiry: z.enum(["410", "resyncRequired", "syncStateNotFound"]).exactOptional(),
	/** How long new applications, roles and sign-on modes are not visible yet. */
	replicationLag: lagSchema.exactOptional(),
	/** When synchronization jobs run, and when failures put them into quarantine. */
	synchronization: limitsSchema.exactOptional(),
	/** Undocumented behavior of synchronization jobs. */
	jobs: quirksSchema.exactOptional(),
	/** How functions and filter operators of a schema are identified. */
	identifiers: z.enum(["both", "id", "name"]).exactOptional(),
	/** How provision on demand answers. */
	onDemand: onDemandBehaviorSchema.exactOptional(),
	/** How the provisioning log answers. */
	provisioningLog: logBehaviorSchema.exactOptional(),
});

/** A change to part of the behavior. */
export type GraphBehavior = z.input<typeof behaviorSchema>;
