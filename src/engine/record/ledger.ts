import type { Clock } from "../../ports/clock.ts";
import type { AnsweredCreation, Emit } from "../../ports/event.ts";
import type { LogEntry } from "../../ports/log/log-entry.ts";
import type { Intent } from "../../ports/store/intent.ts";
import type { Outcome } from "../../ports/store/outcome.ts";
import type { Snapshot } from "../../ports/store/snapshot.ts";
import type { Store } from "../../ports/store/store.ts";

type Waiting<Item, Result> = {
	readonly item: Item;
	readonly resolve: (result: Result) => void;
	readonly reject: (reason: unknown) => void;
};

/** The maximum number of outcomes held back while intents keep arriving. If the process dies first, recovery asks the target about each. */
const maxGathered = 64;

/** After a write, the rest lasts this many times as long: the disk blocks this thread for at most a sixth of the time. */
const restFactor = 5;

/** Maximum milliseconds of a rest: a disk that is busy for a moment must not hold back the requests. */
const maxRest = 40;

/**
 * Records each intent before its request, and its outcome after.
 * Records that arrive together are written together, so that many users share one transaction. As each transaction blocks this
 * thread until it is on disk, more records gather after a write while enough requests are in flight to keep the target busy.
 * An entry is emitted only after it is stored. After a failed write, nothing more is accepted.
 */
export class Ledger {
	readonly #store: Store;
	readonly #clock: Clock;
	readonly #emit: Emit;
	readonly #fence: () => number | undefined;
	readonly #intents: Waiting<Intent, void>[] = [];
	readonly #outcomes: Waiting<Outcome, LogEntry>[] = [];
	#writing: Promise<void> | undefined;
	/** Ends the rest between two writes; undefined while there is none. */
	#resting: AbortController | undefined;
	/** Until when records gather, by the monotonic clock. */
	#restUntil = Number.NEGATIVE_INFINITY;
	#broken: { readonly reason: unknown } | undefined;
	/** Ids of changes whose request may be in flight in this process. */
	readonly #inFlight = new Set<string>();

	/** @param fence returns the token of the lease that outcomes are recorded under. */
	constructor(store: Store, clock: Clock, emit: Emit, fence: () => number | undefined) {
		this.#store = store;
		this.#clock = clock;
		this.#emit = emit;
		this.#fence = fence;
	}

	/**
	 * Resolves when the intent, and the snapshot of the account to be deleted, are stored: only then may the request be sent.
	 * The intent is stored first: when it is withdrawn, its snapshot is removed with it.
	 */
	async intend(intent: Intent, snapshot?: Snapshot): Promise<void> {
		this.#inFlight.add(intent.changeId);
		try {
			await this.#wait(this.#intents, intent);
			if (snapshot) await this.#store.addSnapshot(snapshot);
		} catch (error) {
			this.#inFlight.delete(intent.changeId); // nothing will be sent
			throw error;
		}
	}

	/** Resolves with the numbered entry when the outcome is in the store. */
	async settle(outcome: Outcome): Promise<LogEntry> {
		try {
			return await this.#wait(this.#outcomes, outcome);
		} finally {
			this.#inFlight.delete(outcome.entry.changeId);
		}
	}

	/** Announces a creation that is settled later. Its intent is stored; its outcome is not known yet. */
	announce({ changeId, cycleId, action, source, target }: AnsweredCreation): void {
		const announced = { changeId, cycleId, action, source, target };
		this.#emit({ type: "creationAnswered", time: this.#clock.now(), ...announced });
	}

	/** Removes an intent whose request certainly had no effect. */
	async withdraw(changeId: string): Promise<void> {
		try {
			await this.#store.withdraw([changeId]);
		} finally {
			this.#inFlight.delete(changeId);
		}
	}

	/** Leaves an intent open, for the next start to settle. */
	leaveOpen(changeId: string): void {
		this.#inFlight.delete(changeId);
	}

	isInFlight(changeId: string): boolean {
		return this.#inFlight.has(changeId);
	}

	/** Resolves when everything submitted is written; rejects when a write failed. */
	async drain(): Promise<void> {
		while (this.#writing) await this.#writing;
		if (this.#broken) throw this.#broken.reason;
	}

	/**
	 * Accepts writes again after a failed one: a full disk may have space again. Does nothing while a change is in flight:
	 * concurrent work must not treat the failed write as written.
	 */
	reopen(): void {
		if (this.#inFlight.size === 0) this.#broken = undefined;
	}

	#wait<Item, Result>(queue: Waiting<Item, Result>[], item: Item): Promise<Result> {
		if (this.#broken) return Promise.reject(this.#broken.reason);
		return new Promise((resolve, reject) => {
			queue.push({ item, resolve, reject });
			this.#writing ??= this.#write();
			if (this.#isUrgent()) this.#resting?.abort();
		});
	}

	/** Whether the target would run out of requests soon if those with a waiting intent were not sent. */
	#isUrgent(): boolean {
		const waiting = this.#intents.length + this.#outcomes.length;
		const requested = this.#inFlight.size - waiting;
		return this.#intents.length >= requested || this.#outcomes.length >= maxGathered;
	}

	async #rest(): Promise<void> {
		const ms = this.#restUntil - this.#clock.monotonic();
		if (ms <= 0 || this.#isUrgent()) return;
		this.#resting = new AbortController();
		// Ended early, it is over as well.
		await this.#clock.sleep(ms, this.#resting.signal).catch(() => undefined);
		this.#resting = undefined;
	}

	async #write(): Promise<void> {
		await turnOfTheLoop();
		while (!this.#broken && this.#intents.length + this.#outcomes.length > 0) {
			await this.#rest();
			// Requests wait for their intents; outcomes can gather in the meantime.
			await this.#commit(this.#intents.splice(0), async (items) => {
				await this.#store.intend(items);
				return items.map(() => undefined);
			});
			if (this.#outcomes.length < maxGathered) await turnOfTheLoop();
			if (this.#outcomes.length < maxGathered && this.#intents.length > 0) continue;
			await this.#commit(this.#outcomes.splice(0), async (items) => {
				const entries = await this.#store.settle(items, this.#fence());
				for (const entry of entries) this.#emit({ type: "entry", time: this.#clock.now(), entry });
				return entries;
			});
		}
		this.#writing = undefined;
	}

	/** Adds to the rest for a write that began at this time. */
	#restAfter(began: number): void {
		const ended = this.#clock.monotonic();
		const left = Math.max(0, this.#restUntil - ended);
		this.#restUntil = ended + Math.min(maxRest, left + (ended - began) * restFactor);
	}

	async #commit<Item, Result>(
		waiting: readonly Waiting<Item, Result>[],
		write: (items: readonly Item[]) => Promise<readonly Result[]>,
	): Promise<void> {
		if (waiting.length === 0) return;
		try {
			if (this.#broken) throw this.#broken.reason;
			const began = this.#clock.monotonic();
			const results = await write(waiting.map(({ item }) => item));
			this.#restAfter(began);
			for (const [index, result] of results.entries()) waiting[index]?.resolve(result);
		} catch (reason) {
			this.#broken = { reason };
			for (const { reject } of [...waiting, ...this.#intents.splice(0), ...this.#outcomes.splice(0)])
				reject(reason);
		}
	}
}

/** Waits one turn of the event loop, so that records of other users can gather. */
function turnOfTheLoop(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
