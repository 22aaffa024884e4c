import type { Clock } from "../../../ports/clock.ts";
import type { CycleSummary } from "../../../ports/event.ts";
import { recentCycles } from "../../../ports/recent-cycles.ts";
import type { Store } from "../../../ports/store/store.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { ProfileBusyError } from "../../recovery/lease.ts";
import type { CycleOptions } from "../parts/cycle-options.ts";
import { dueAt, nextRun } from "./schedule.ts";

/** The clock is read at least this often: it may have been set, or the machine may have slept. */
const longestSleepMs = 30_000;

/** What a scheduler drives. */
export type Scheduled = {
	readonly store: Store;
	readonly clock: Clock;
	readonly intervalMs: () => number;
	/** Awaited before each cycle. Rejects when it may not start. */
	readonly mayStart: (signal: AbortSignal) => Promise<void>;
	readonly run: (cycle: NextCycle & { readonly signal: AbortSignal }) => Promise<CycleSummary>;
	readonly warn: (message: string) => void;
};

/** What was requested of the next cycle. */
export type NextCycle = Required<Pick<CycleOptions, "kind" | "excluded">>;

type Running = { readonly stop: AbortController; readonly summary: Promise<CycleSummary> };

/** Runs cycles: one at a time, by the clock while provisioning is On, and when asked. */
export class Scheduler {
	readonly #scheduled: Scheduled;
	#running: Running | undefined;
	#queued: Promise<CycleSummary> | undefined;
	#loop: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined;
	#wake = new AbortController();
	#nextKind: NextCycle["kind"] = "auto";
	#nextExcluded: NextCycle["excluded"] = [];

	constructor(scheduled: Scheduled) {
		this.#scheduled = scheduled;
	}

	/** Starts watching the clock; nothing runs while provisioning is Off. */
	start(): void {
		if (this.#loop) return;
		const stop = new AbortController();
		this.#loop = { stop, ended: this.#watch(stop.signal) };
	}

	get isRunning(): boolean {
		return this.#running !== undefined;
	}

	/** Checks the clock and the settings now. */
	wake(): void {
		this.#wake.abort();
	}

	/** The interval has changed: recalculates when the next cycle is due. */
	async reschedule(): Promise<void> {
		const { store, clock, intervalMs } = this.#scheduled;
		const { enabled, quarantine, pausedUntil } = await store.state();
		if (enabled && !this.#running) {
			const [ran] = await recentCycles(store);
			const lastStart = ran?.startedAt ?? null;
			const due = nextRun({ now: clock.now(), intervalMs: intervalMs(), lastStart, quarantine, pausedUntil });
			await store.setState({ nextRun: due });
		}
		this.wake();
	}

	/** Runs a cycle now. During a cycle, one more is queued and runs after it. */
	runNow({ kind, excluded = [], signal }: CycleOptions = {}): Promise<CycleSummary> {
		if (kind !== undefined) this.#nextKind = kind;
		this.#nextExcluded = excluded;
		if (!this.#running) return this.#begin(signal);
		this.#queued ??= this.#after(this.#running, signal);
		return this.#queued;
	}

	/** Stops the running cycle after the in-flight requests, and drops the queued one. */
	async stopCycle(reason = "The cycle was stopped."): Promise<void> {
		const running = this.#running;
		running?.stop.abort(new Error(reason));
		await running?.summary.catch(() => undefined);
	}

	/** Stops watching and running. */
	async close(reason?: string): Promise<void> {
		this.#loop?.stop.abort();
		this.#wake.abort();
		await this.stopCycle(reason);
		await this.#loop?.ended;
		this.#loop = undefined;
	}

	async #after({ summary, stop }: Running, signal?: AbortSignal): Promise<CycleSummary> {
		await summary.catch(() => undefined);
		this.#queued = undefined;
		stop.signal.throwIfAborted();
		return this.#begin(signal);
	}

	#begin(signal?: AbortSignal): Promise<CycleSummary> {
		const stop = new AbortController();
		const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
		const summary = this.#cycle(both);
		this.#running = { stop, summary };
		return summary;
	}

	async #cycle(signal: AbortSignal): Promise<CycleSummary> {
		const { store, clock, mayStart, run, intervalMs } = this.#scheduled;
		const lastStart = clock.now();
		const excluded = this.#nextExcluded;
		this.#nextExcluded = [];
		try {
			await mayStart(signal);
			const kind = this.#nextKind;
			this.#nextKind = "auto";
			return await run({ kind, excluded, signal });
		} finally {
			this.#running = undefined;
			const { enabled, quarantine, pausedUntil } = await store.state();
			const due = nextRun({ now: clock.now(), intervalMs: intervalMs(), lastStart, quarantine, pausedUntil });
			if (enabled) await store.setState({ nextRun: due });
		}
	}

	async #watch(stop: AbortSignal): Promise<void> {
		const { store, clock, intervalMs, warn } = this.#scheduled;
		let warned = "";
		while (!stop.aborted) {
			let wait = longestSleepMs;
			try {
				const { enabled, nextRun: kept, quarantine, pausedUntil } = await store.state();
				const now = clock.now();
				const due = dueAt(kept, { now, intervalMs: intervalMs(), quarantine, pausedUntil });
				if (enabled && due <= now && !this.#running) {
					await this.#begin();
					warned = "";
					continue;
				}
				if (enabled) wait = Math.min(longestSleepMs, Math.max(due - now, 100));
			} catch (error) {
				const message = errorMessage(error);
				const words =
					error instanceof ProfileBusyError ? message : `The next cycle could not run: ${message}`;
				if (words !== warned) warn(words);
				warned = words;
			}
			this.#wake = new AbortController();
			const woken = AbortSignal.any([stop, this.#wake.signal]);
			await clock.sleep(wait, woken).catch(() => undefined);
		}
	}
}
