import { Turns } from "../../async/turns.ts";
import type { Clock } from "../../ports/clock.ts";
import { isRelease, type LeaseProcess, leaseLifetimeMs } from "../../ports/store/lease.ts";
import type { Store } from "../../ports/store/store.ts";
import { endInterrupted } from "./end-interrupted.ts";

/** Milliseconds for which a confirmation of the lease is good: writes that are sent at the same time share one. */
const confirmedFor = 20;

/** When the lease was confirmed, by both clocks: one stands still while the machine sleeps, the other can be set. */
type Confirmation = { readonly at: number; readonly monotonic: number; readonly done: Promise<void> };

/** Another process runs this profile: this one can read, but not run. Times in milliseconds since 1970. */
export class ProfileBusyError extends Error {
	override readonly name = "ProfileBusyError";
	readonly code = "profile-busy";
	readonly holder: string;
	/** When its running cycle began; null when it is between cycles. */
	readonly since: number | null;

	constructor(holder: string, since: number | null) {
		const when = since === null ? "" : `, since ${new Date(since).toISOString()}`;
		super(
			`Another process runs this profile: ${holder}${when}. Stop it there, or wait ${leaseLifetimeMs / 1000} seconds after it ended. If neither is possible, run \`sumo-provision profile release\`.`,
		);
		this.holder = holder;
		this.since = since;
	}
}

/** This process has lost its lease, and no process holds it now. */
export class LeaseBrokenError extends ProfileBusyError {
	/** @param by who held the lease after this process, or broke it */
	constructor(by: string | null) {
		super("no process", null);
		const how =
			by === null || isRelease(by)
				? "An operator released this profile from this process"
				: `Another process ran this profile in the meantime (${by})`;
		this.message = `${how}, so the result of the last changes was not recorded here. The next cycle checks them in the target.`;
	}
}

/**
 * The lease on a profile, which one process holds at a time. Several activities of this process share it; it is renewed while
 * any of them runs, and released after the last. If the process dies, its lease expires.
 */
export class RunnerLease {
	readonly #store: Store;
	readonly #clock: Clock;
	readonly #holder: string;
	readonly #process: LeaseProcess | null;
	#token: number | undefined;
	#users = 0;
	#renewed = 0;
	/** Who held the lease after this process, where that is known no more from the store. */
	#takenBy: string | null = null;
	#confirmation: Confirmation | undefined;
	readonly #turns = new Turns();
	#beat: AbortController | undefined;
	#lost = new AbortController();

	/** @param process identifies this process, so that others can check whether it is still running; null when that is not possible. */
	constructor(store: Store, clock: Clock, holder: string, process: LeaseProcess | null) {
		this.#store = store;
		this.#clock = clock;
		this.#holder = holder;
		this.#process = process;
	}

	/** The token of the lease when last acquired or renewed: the store rejects outcomes if another process has taken over since. */
	readonly token = (): number | undefined => this.#token;

	/**
	 * Does the work while holding the lease. Its signal is aborted with the caller's, or when the lease is lost, for example
	 * after the machine was asleep for long. Throws `ProfileBusyError`, and what the work throws.
	 */
	async hold<T>(work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
		await this.#turns.take(() => this.#take());
		try {
			const both = signal ? AbortSignal.any([signal, this.#lost.signal]) : this.#lost.signal;
			return await work(both);
		} finally {
			await this.#turns.take(() => this.#give());
		}
	}

	/**
	 * Confirms that the lease is still held, right before something is written to the target: a process that was suspended may
	 * have lost it without noticing, and an operator may have released it from this process. Renews it when the last renewal is
	 * old, and asks only once for what is written at the same time. Throws `ProfileBusyError`; the signal of all work is then aborted.
	 */
	readonly confirm = async (): Promise<void> => {
		this.#lost.signal.throwIfAborted();
		const at = this.#clock.now();
		const monotonic = this.#clock.monotonic();
		if (this.#confirmation === undefined || !isGood(this.#confirmation, at, monotonic))
			this.#confirmation = { at, monotonic, done: this.#look(at) };
		await this.#confirmation.done;
		this.#lost.signal.throwIfAborted();
	};

	/** Looks whether the lease is held, and aborts all work if it is not. */
	async #look(now: number): Promise<void> {
		const age = now - this.#renewed;
		const isFresh = age >= 0 && age < leaseLifetimeMs / 2;
		const isHeld = isFresh ? await this.#isHolder() : await this.#renew();
		if (!isHeld) this.#lost.abort(await this.#busy());
	}

	async #isHolder(): Promise<boolean> {
		return (await this.#store.lease())?.holder === this.#holder;
	}

	async #renew(): Promise<boolean> {
		const now = this.#clock.now();
		const previous = await this.#store.lastHolder();
		const token = await this.#store.acquireLease(this.#holder, this.#process);
		if (token === null) return false;
		if (this.#users > 0 && token !== this.#token) {
			// Another process held the lease in the meantime: this one no longer owns the work that it started.
			await this.#store.releaseLease(this.#holder);
			this.#takenBy = previous;
			return false;
		}
		this.#token = token;
		this.#renewed = now;
		return true;
	}

	async #take(): Promise<void> {
		if (this.#users === 0) {
			if (!(await this.#renew())) throw await this.#busy();
			await endInterrupted(this.#store);
			this.#takenBy = null;
			this.#lost = new AbortController();
			this.#confirmation = undefined;
			this.#beat = new AbortController();
			void this.#keep(this.#beat.signal, this.#lost);
		}
		this.#users += 1;
	}

	async #give(): Promise<void> {
		this.#users -= 1;
		if (this.#users > 0) return;
		this.#beat?.abort();
		if (!this.#lost.signal.aborted) await this.#store.releaseLease(this.#holder);
	}

	/** Renews until stopped. A failed renewal counts as lost: work without the lease could be done twice. */
	async #keep(stop: AbortSignal, lost: AbortController): Promise<void> {
		try {
			for (;;) {
				await this.#clock.sleep(leaseLifetimeMs / 3, stop);
				if (stop.aborted) return;
				if (await this.#renew()) continue;
				lost.abort(await this.#busy());
				return;
			}
		} catch (error) {
			if (!stop.aborted) lost.abort(error);
		}
	}

	async #busy(): Promise<ProfileBusyError> {
		const lease = await this.#store.lease();
		if (lease === undefined && this.#users > 0)
			return new LeaseBrokenError(this.#takenBy ?? (await this.#store.lastHolder()));
		const [newest] = await this.#store.cycles(1);
		const since = newest?.outcome === "running" ? newest.startedAt : null;
		return new ProfileBusyError(lease?.holder ?? "unknown", since);
	}
}

function isGood(before: Confirmation, at: number, monotonic: number): boolean {
	return Math.abs(at - before.at) < confirmedFor && monotonic - before.monotonic < confirmedFor;
}
