import type { ProvisioningJob } from "../../jobs/provisioning-job.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { ProvisioningMode, ProvisioningStatus } from "./provisioning.ts";

/** What drives the job of a profile. */
export type ProvisioningParts = {
	/** The job of the profile's mode. */
	readonly job: () => ProvisioningJob;
	readonly mode: () => ProvisioningMode;
	readonly events: EventBus;
	/** Requests per second that the target allows, and those sent in the last second. */
	readonly limit: () => ProvisioningStatus["limit"];
	/** Milliseconds since 1970. */
	readonly now: () => number;
};
