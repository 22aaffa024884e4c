import { StoppedWriteError } from "../../execute/stopped-write.ts";
import { configurationHash, type Rules } from "../../plan/rules.ts";
import type { EngineParts } from "../parts/engine-parts.ts";

/** The rules that a cycle works by were changed while it ran: the cycle stops between two users, and plans again with the new rules. */
export class RulesChangedError extends Error {
	override readonly name = "RulesChangedError";
}

/** Provisioning was switched Off, in this process or another, while a cycle ran. */
export class SwitchedOffError extends Error {
	override readonly name = "SwitchedOffError";

	constructor() {
		super("The cycle was stopped: provisioning was switched Off.");
	}
}

/** Milliseconds for which users in progress at the same time share one look at the files of the profile. */
const sharedFor = 20;

/** Milliseconds between reads of the store, which cost more than reading the rules. */
const pause = 200;

/** Milliseconds between two questions whether something else provisions the application, which cost a request to the source. */
const alonePause = 15_000;

type Watched = Pick<EngineParts, "refresh" | "rules" | "store" | "clock" | "assertStillAlone">;

/** Watches for what operators change while a cycle runs, in this process or another. */
export class OthersChanges {
	readonly #parts: Watched;
	readonly #signal: AbortSignal;
	readonly #wasEnabled: boolean;
	readonly #rules: Rules;
	#lastLook = Number.NEGATIVE_INFINITY;
	#looking: Promise<void> = Promise.resolve();
	#sharing = 0;
	#lastRead: number;
	#lastAlone: number;
	/** The last question whether something else provisions the application, asked before a write. */
	#asking: Promise<void> = Promise.resolve();

	/** @param wasEnabled whether provisioning was On when the cycle started: a cycle that is started while it is Off is not stopped. */
	constructor(parts: Watched, signal: AbortSignal, wasEnabled: boolean) {
		this.#parts = parts;
		this.#signal = signal;
		this.#wasEnabled = wasEnabled;
		this.#rules = parts.rules();
		this.#lastRead = parts.clock.now();
		this.#lastAlone = parts.clock.monotonic();
	}

	/** The rules of this pass, as they were when it began. */
	get rules(): Rules {
		return this.#rules;
	}

	/**
	 * Called between two users. Throws `RulesChangedError`, `SwitchedOffError`, the error of whatever else provisions the application, and
	 * the reason when the cycle is aborted.
	 */
	readonly check = async (): Promise<void> => {
		const { refresh, rules, store, clock, assertStillAlone } = this.#parts;
		const time = clock.monotonic();
		this.#sharing += 1;
		if (time - this.#lastLook >= sharedFor || this.#sharing > this.#rules.settings.concurrency) {
			this.#lastLook = time;
			this.#sharing = 1;
			// Another source or target ends this cycle, which must not wait for that in turn.
			const isDue = time - this.#lastAlone >= alonePause;
			if (isDue) this.#lastAlone = time;
			const look = isDue ? refresh().then(() => assertStillAlone(this.#signal)) : refresh();
			this.#looking = unlessAborted(look, this.#signal);
		}
		// Users who come meanwhile wait too, so that none overtakes another.
		await this.#looking;
		this.#signal.throwIfAborted();
		const now = rules();
		if (now !== this.#rules && planningHash(now) !== planningHash(this.#rules)) throw new RulesChangedError();
		if (!this.#wasEnabled || Math.abs(clock.now() - this.#lastRead) < pause) return;
		this.#lastRead = clock.now();
		if (!(await store.state()).enabled) throw new SwitchedOffError();
	};

	/**
	 * Called right before each write is sent, which may have waited for minutes since the look before its user. Throws `StoppedWriteError`
	 * if something else provisions the application by now.
	 */
	readonly permit = async (): Promise<void> => {
		const { clock, assertStillAlone } = this.#parts;
		const time = clock.monotonic();
		if (time - this.#lastAlone >= alonePause) {
			this.#lastAlone = time;
			this.#asking = assertStillAlone(this.#signal);
		}
		try {
			await this.#asking;
		} catch (error) {
			throw new StoppedWriteError(error);
		}
	};
}

/** Differs after any change of what a plan depends on and a running cycle has already read. */
function planningHash(rules: Rules): string {
	const { hardDelete, reactivation, deletionGuard, concurrency } = rules.settings;
	return JSON.stringify([configurationHash(rules), hardDelete, reactivation, deletionGuard, concurrency]);
}

/** The result of the work; rejects with the signal's reason as soon as it is aborted, while the work continues. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	const { promise, reject } = Promise.withResolvers<never>();
	const abort = () => reject(signal.reason);
	signal.addEventListener("abort", abort, { once: true });
	try {
		await Promise.race([work, promise]);
	} finally {
		signal.removeEventListener("abort", abort);
	}
}
