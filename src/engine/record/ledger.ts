import type { Emit } from "../../ports/event.ts";
import type { LogEntry } from "../../ports/log-entry.ts";
import type { Intent, Outcome, Snapshot, Store } from "../../ports/store.ts";

type Waiting<Item, Result> = {
	readonly item: Item;
	readonly resolve: (result: Result) => void;
	readonly reject: (reason: unknown) => void;
};

/** Outcomes that may wait for others while intents keep coming. Each is settled by asking, should the process die before. */
const mostGathered = 64;

/**
 * The engine's book: what is intended goes in before its request, what came of it after.
 * Whatever comes together is written together, so that many users share one transaction.
 * An entry is told to the world only when the store has it. After a failed write nothing more is taken.
 */
export class Ledger {
	readonly #store: Store;
	readonly #now: () => number;
	readonly #emit: Emit;
	readonly #fence: () => number | undefined;
	readonly #intents: Waiting<Intent, void>[] = [];
	readonly #outcomes: Waiting<Outcome, LogEntry>[] = [];
	#writing: Promise<void> | undefined;
	#broken: { readonly reason: unknown } | undefined;
	/** Change ids whose request may be under way in this process. */
	readonly #underWay = new Set<string>();

	/** @param fence the token of the lease under which outcomes are made. */
	constructor(store: Store, now: () => number, emit: Emit, fence: () => number | undefined) {
		this.#store = store;
		this.#now = now;
		this.#emit = emit;
		this.#fence = fence;
	}

	/**
	 * Resolves when the intent is in the store, and the snapshot of the account that is to be deleted: only then may the
	 * request be sent. The intent comes first: one that was never carried out takes its snapshot with it.
	 */
	async intend(intent: Intent, snapshot?: Snapshot): Promise<void> {
		this.#underWay.add(intent.changeId);
		try {
			await this.#wait(this.#intents, intent);
			if (snapshot) await this.#store.addSnapshot(snapshot);
		} catch (error) {
			this.#underWay.delete(intent.changeId); // nothing will be sent
			throw error;
		}
	}

	/** Resolves with the numbered entry when the outcome is in the store. */
	async settle(outcome: Outcome): Promise<LogEntry> {
		try {
			return await this.#wait(this.#outcomes, outcome);
		} finally {
			this.#underWay.delete(outcome.entry.changeId);
		}
	}

	/** Forgets an intent whose request certainly did nothing. */
	async withdraw(changeId: string): Promise<void> {
		try {
			await this.#store.withdraw([changeId]);
		} finally {
			this.#underWay.delete(changeId);
		}
	}

	/** Leaves an intent open, for the next start to settle. */
	leaveOpen(changeId: string): void {
		this.#underWay.delete(changeId);
	}

	isUnderWay(changeId: string): boolean {
		return this.#underWay.has(changeId);
	}

	/** Resolves when all that was handed in is written; rejects when a write failed. */
	async drain(): Promise<void> {
		while (this.#writing) await this.#writing;
		if (this.#broken) throw this.#broken.reason;
	}

	/**
	 * Starts anew after a failed write: a full disk may have been emptied. Not while somebody's change is under way: whoever
	 * works at the same time must not take what failed for written.
	 */
	reopen(): void {
		if (this.#underWay.size === 0) this.#broken = undefined;
	}

	#wait<Item, Result>(queue: Waiting<Item, Result>[], item: Item): Promise<Result> {
		if (this.#broken) return Promise.reject(this.#broken.reason);
		return new Promise((resolve, reject) => {
			queue.push({ item, resolve, reject });
			this.#writing ??= this.#write();
		});
	}

	async #write(): Promise<void> {
		await turnOfTheLoop();
		while (!this.#broken && this.#intents.length + this.#outcomes.length > 0) {
			// Requests wait for their intents; outcomes may gather meanwhile.
			await this.#commit(this.#intents.splice(0), async (items) => {
				await this.#store.intend(items);
				return items.map(() => undefined);
			});
			if (this.#outcomes.length < mostGathered) await turnOfTheLoop();
			if (this.#outcomes.length < mostGathered && this.#intents.length > 0) continue;
			await this.#commit(this.#outcomes.splice(0), async (items) => {
				const entries = await this.#store.settle(items, this.#fence());
				for (const entry of entries) this.#emit({ type: "entry", time: this.#now(), entry });
				return entries;
			});
		}
		this.#writing = undefined;
	}

	async #commit<Item, Result>(
		waiting: readonly Waiting<Item, Result>[],
		write: (items: readonly Item[]) => Promise<readonly Result[]>,
	): Promise<void> {
		if (waiting.length === 0) return;
		try {
			if (this.#broken) throw this.#broken.reason;
			const results = await write(waiting.map(({ item }) => item));
			for (const [index, result] of results.entries()) waiting[index]?.resolve(result);
		} catch (reason) {
			this.#broken = { reason };
			for (const { reject } of [...waiting, ...this.#intents.splice(0), ...this.#outcomes.splice(0)])
				reject(reason);
		}
	}
}

/** Gathers what other users hand in meanwhile. */
function turnOfTheLoop(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
