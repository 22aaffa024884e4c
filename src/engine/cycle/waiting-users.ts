import { inParallel } from "../parallel/in-parallel.ts";
import type { WrittenAccounts } from "../plan/conflicts/written-accounts.ts";
import type { WorkItem } from "../plan/plan-work-item.ts";

/**
 * Users who fail only because another account has a value that it gives up in this cycle. Planned cycles and running ones
 * retry them in the same way, so that the order of users at the source has no effect.
 */
export class WaitingUsers {
	#users: WorkItem[] = [];
	/** Number of accounts that had given up a value at the last attempt. */
	#tried = 0;
	readonly #accounts: WrittenAccounts;
	readonly #concurrency: number;
	readonly #signal: AbortSignal | undefined;

	constructor(accounts: WrittenAccounts, concurrency: number, signal?: AbortSignal) {
		this.#accounts = accounts;
		this.#concurrency = concurrency;
		this.#signal = signal;
	}

	add(workItem: WorkItem): void {
		this.#users.push(workItem);
	}

	/** Retries all waiting users as long as accounts give up values. `turn` adds users who must still wait. */
	async retry(turn: (workItem: WorkItem) => Promise<void>): Promise<void> {
		while (this.#users.length > 0 && this.#accounts.freed > this.#tried) {
			this.#tried = this.#accounts.freed;
			await this.finish(turn);
		}
	}

	/** Tries the remaining users one last time. */
	async finish(turn: (workItem: WorkItem) => Promise<void>): Promise<void> {
		const users = this.#users;
		this.#users = [];
		await inParallel(users, this.#concurrency, turn, this.#signal);
	}
}
