import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store/store.ts";
import type { Scheduler } from "./cycle/schedule/scheduler.ts";
import type { RunnerLease } from "./recovery/lease.ts";

/** What the operator's decisions about a job change. */
export type JobControlParts = {
	readonly store: Store;
	readonly clock: Clock;
	readonly lease: RunnerLease;
	readonly scheduler: Scheduler;
	/** Rejects when something else provisions the same application. */
	readonly assertAlone: () => Promise<void>;
};

/** Carries out an operator's decisions about a job: On and Off, restart, retries, the deletion guard and quarantine. */
export class JobControl {
	readonly #parts: JobControlParts;

	constructor(parts: JobControlParts) {
		this.#parts = parts;
	}

	/** On: a cycle is due now, and a quarantine that switched the job Off ends. Off: stops after the in-flight requests. */
	async setEnabled(enabled: boolean): Promise<void> {
		const { store, clock, scheduler, assertAlone } = this.#parts;
		if (enabled) {
			await assertAlone();
			// Otherwise its 28 days would end at the first failure.
			const wasSwitchedOff = (await store.state()).quarantine?.switchedOff === true;
			await store.setState({
				enabled,
				nextRun: clock.now(),
				...(wasSwitchedOff ? { quarantine: null } : {}),
			});
			scheduler.wake();
			return;
		}
		const stopped = scheduler.stopCycle();
		await store.setState({ enabled });
		await stopped;
		await store.setState({ nextRun: null });
	}

	/** The next cycle compares all users and is due now; `full` also removes all links. */
	async restart({ full }: { readonly full: boolean }): Promise<void> {
		const { store, clock, lease, scheduler } = this.#parts;
		// At its end, a running cycle would save the state that is cleared here.
		await scheduler.stopCycle();
		await lease.hold(async () => {
			const { enabled } = await store.state();
			await store.setState({
				watermark: null,
				configuration: null,
				quarantine: null,
				enabling: null,
				allowedDeletions: null,
				...(enabled ? { nextRun: clock.now() } : {}),
			});
			await store.releaseEscrow("all");
			if (full) await store.dropLinks();
		});
		scheduler.wake();
	}

	/** Ends a quarantine: the next cycle is due now. */
	async clearQuarantine(): Promise<void> {
		const { store, clock, scheduler } = this.#parts;
		const { enabled } = await store.state();
		await store.setState({ quarantine: null, ...(enabled ? { nextRun: clock.now() } : {}) });
		scheduler.wake();
	}
}
