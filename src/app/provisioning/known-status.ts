import { isDeepStrictEqual } from "node:util";
import type { JobStatus } from "../../jobs/job-status.ts";
import type { Progress } from "../../ports/event.ts";
import { modeChanges } from "./mode-changes.ts";
import type { ProvisioningStatus } from "./provisioning.ts";
import type { ProvisioningParts } from "./provisioning-parts.ts";

/** The status of the profile's job as it was last read, so that drawing it never waits. */
export class KnownStatus {
	readonly #parts: ProvisioningParts;
	#read = unknown;
	#running: Progress | null = null;

	constructor(parts: ProvisioningParts) {
		this.#parts = parts;
		const { events } = parts;
		events.on(["progress"], ({ progress }) => {
			this.#running = progress;
		});
		events.on(["cycleEnded"], ({ summary }) => {
			this.#running = null;
			this.#read = { ...this.#read, lastCycle: summary };
		});
		events.on(["connectionChanged", "targetChanged", "jobChanged"], () => this.refresh());
		modeChanges(events, async () => {
			this.#read = unknown;
			await this.refresh();
			await events.publish({ type: "statusChanged" });
		});
	}

	/** As it was last read. */
	current(): ProvisioningStatus {
		return { ...this.#read, running: this.#running, limit: this.#parts.limit() };
	}

	/** Reads from the job what other processes may have changed; `fresh`: also what was read a moment ago. */
	async refresh(options: { readonly fresh?: boolean } = {}): Promise<void> {
		const { job, mode, events } = this.#parts;
		const before = this.#read;
		const asked = mode();
		const read = await job().status(options);
		if (asked !== mode()) return;
		const shown = this.#read;
		// A cycle that ended here in the meantime is newer than what was read.
		const hasEnded = shown.lastCycle !== before.lastCycle;
		const lastCycle = hasEnded ? shown.lastCycle : (read.lastCycle ?? before.lastCycle);
		this.#read = { ...read, lastCycle };
		if (!isSameStatus(this.#read, shown)) await events.publish({ type: "statusChanged" });
	}

	/** The result of a command to the job, once its effect on the status was read. */
	async after<Result>(command: Promise<Result>): Promise<Result> {
		try {
			return await command;
		} finally {
			await this.refresh();
		}
	}
}

/** A job before its status is read. */
const unknown: JobStatus = {
	enabled: false,
	lastCycle: null,
	nextRun: null,
	quarantine: null,
	otherRunner: null,
	staged: 0,
	openMatters: [],
};

/** The last cycle is the same when its id is: its summary is read again from the store in another form. */
function isSameStatus(
	{ lastCycle, ...one }: JobStatus,
	{ lastCycle: otherCycle, ...other }: JobStatus,
): boolean {
	return lastCycle?.cycleId === otherCycle?.cycleId && isDeepStrictEqual(one, other);
}
