import type { Clock } from "../../ports/clock.ts";
import type { Store } from "../../ports/store.ts";
import { endInterrupted } from "./end-interrupted.ts";

/** How long a lease lasts without a sign of life. */
const lifetimeMs = 30_000;

/** Another process runs this profile: here one may look, not run. Times in milliseconds since 1970. */
export class ProfileBusyError extends Error {
	override readonly name = "ProfileBusyError";
	readonly code = "profile-busy";
	readonly holder: string;
	/** When its running cycle began; null when it is between cycles. */
	readonly since: number | null;

	constructor(holder: string, since: number | null) {
		const when = since === null ? "" : `, since ${new Date(since).toISOString()}`;
		super(
			`Another process runs this profile: ${holder}${when}. Stop it there, or wait ${lifetimeMs / 1000} seconds after it ended.`,
		);
		this.holder = holder;
		this.since = since;
	}
}

/**
 * The right to run a profile, one process at a time. Several activities of this process share it; while any of them
 * lasts it is renewed, and afterwards it is given back. A process that died loses it when its lifetime is over.
 */
export class RunnerLease {
	readonly #store: Store;
	readonly #clock: Clock;
	readonly #holder: string;
	#users = 0;
	#renewed = 0;
	#turn: Promise<void> = Promise.resolve();
	#beat: AbortController | undefined;
	#lost = new AbortController();

	constructor(store: Store, clock: Clock, holder: string) {
		this.#store = store;
		this.#clock = clock;
		this.#holder = holder;
	}

	/**
	 * Does the work while holding the lease. The signal given to it is aborted when the caller's is, or when the lease was
	 * lost, as after a long sleep of the machine. Throws `ProfileBusyError`, and what the work throws.
	 */
	async hold<T>(work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
		await this.#inTurn(() => this.#take());
		try {
			const both = signal ? AbortSignal.any([signal, this.#lost.signal]) : this.#lost.signal;
			return await work(both);
		} finally {
			await this.#inTurn(() => this.#give());
		}
	}

	/**
	 * Makes sure that the right still holds, right before something is written to the target: a process that was stopped for
	 * a while has perhaps lost it and does not know yet. Asks the store only when the last sign of life is old. Throws
	 * `ProfileBusyError`; the signal of everybody's work is aborted then.
	 */
	readonly confirm = async (): Promise<void> => {
		this.#lost.signal.throwIfAborted();
		const age = this.#clock.now() - this.#renewed;
		if (age >= 0 && age < lifetimeMs / 2) return;
		if (!(await this.#renew())) this.#lost.abort(await this.#busy(this.#clock.now()));
		this.#lost.signal.throwIfAborted();
	};

	async #renew(): Promise<boolean> {
		const now = this.#clock.now();
		if (!(await this.#store.acquireLease(this.#holder, now, lifetimeMs))) return false;
		this.#renewed = now;
		return true;
	}

	async #take(): Promise<void> {
		if (this.#users === 0) {
			if (!(await this.#renew())) throw await this.#busy(this.#clock.now());
			await endInterrupted(this.#store);
			this.#lost = new AbortController();
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

	/** Renews until told to stop. A renewal that fails counts as lost: working on without the right could double work. */
	async #keep(stop: AbortSignal, lost: AbortController): Promise<void> {
		try {
			for (;;) {
				await this.#clock.sleep(lifetimeMs / 3, stop);
				if (stop.aborted) return;
				if (await this.#renew()) continue;
				lost.abort(await this.#busy(this.#clock.now()));
				return;
			}
		} catch (error) {
			if (!stop.aborted) lost.abort(error);
		}
	}

	async #busy(now: number): Promise<ProfileBusyError> {
		const lease = await this.#store.lease(now);
		const [newest] = await this.#store.cycles(1);
		const since = newest?.outcome === "running" ? newest.startedAt : null;
		return new ProfileBusyError(lease?.holder ?? "unknown", since);
	}

	#inTurn(step: () => Promise<void>): Promise<void> {
		const result = this.#turn.then(step);
		this.#turn = result.catch(() => undefined);
		return result;
	}
}
