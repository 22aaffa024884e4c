import type { Target } from "../../../ports/target.ts";
import { askTarget, emptyTarget, isListCheaper, readTarget } from "../../plan/accounts/account-index.ts";
import type { Accounts } from "../../plan/accounts/match.ts";
import type { TargetVersion } from "../../plan/accounts/target-version.ts";
import { identifyingAttributes } from "../../plan/conflicts/claimed-values.ts";
import type { Rules } from "../../plan/rules.ts";

/** Where accounts are looked up, and how many requests that will cost. `total`: of all accounts; null when they were not counted. */
export type AccountsRead = {
	readonly accounts: Accounts;
	readonly requests: number;
	readonly total: number | null;
};

/** Users who are planned by an account: of those with a link, by its id; of the others, by what identifies it. */
export type Sought = { readonly linked: number; readonly unlinked: number };

export type AccountsOptions = {
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
	/** Counts what was listed or looked up. */
	readonly version?: TargetVersion | undefined;
	/** Whether all users are compared: then the list is preferred also for a few. */
	readonly compareAll?: boolean | undefined;
};

/** Look-ups up to which the length of the list, which costs one request, is not read where only changes are. */
const fewLookUps = 2;

/**
 * Chooses how accounts are looked up: the whole list is read once where that takes fewer requests than asking for the
 * accounts of all users. With `expect` it can begin while the users are still being read.
 */
export class AccountsReader {
	readonly #target: Target;
	readonly #rules: Rules;
	readonly #options: AccountsOptions;
	readonly #stopped = new AbortController();
	readonly #signal: AbortSignal;
	#count: Promise<number> | undefined;
	/** The length of the list, when it is known. */
	#total: number | undefined;
	#list: Promise<Accounts> | undefined;
	readonly #few: number;
	#isAwaited = false;
	#listed = 0;

	constructor(target: Target, rules: Rules, options: AccountsOptions = {}) {
		this.#target = target;
		this.#rules = rules;
		this.#options = options;
		const { signal, compareAll = false } = options;
		this.#few = compareAll ? 0 : fewLookUps;
		this.#signal =
			signal === undefined ? this.#stopped.signal : AbortSignal.any([signal, this.#stopped.signal]);
	}

	/**
	 * Starts what will be needed in any case when at least these users are planned. What fails is thrown by `read`.
	 */
	expect(sought: Sought): void {
		const lookUps = this.#lookUps(sought);
		if (lookUps <= this.#few) return;
		this.#countOnce().catch(() => undefined);
		const total = this.#total;
		if (total === undefined || total === 0 || !isListCheaper(total, lookUps)) return;
		this.#listOnce(total).catch(() => undefined);
	}

	/** Throws what the target throws. */
	async read(sought: Sought): Promise<AccountsRead> {
		this.#isAwaited = true;
		const { version } = this.#options;
		const lookUps = this.#lookUps(sought);
		const watched = (accounts: Accounts) => version?.watch(accounts) ?? accounts;
		const asked = (): AccountsRead => ({
			accounts: watched(askTarget(this.#target, this.#options.signal)),
			requests: lookUps,
			total: this.#total ?? null,
		});
		if (lookUps <= this.#few) return asked();
		const total = await this.#countOnce();
		if (total === 0) {
			return { accounts: watched(emptyTarget(this.#target, this.#options.signal)), requests: 0, total };
		}
		if (!isListCheaper(total, lookUps)) return asked();
		return { accounts: await this.#listOnce(total), requests: 0, total };
	}

	/** Ends requests in progress when their answers are no longer needed. */
	stop(): void {
		this.#stopped.abort();
	}

	#lookUps({ linked, unlinked }: Sought): number {
		return linked + unlinked * identifyingAttributes(this.#rules.mappings).length;
	}

	#countOnce(): Promise<number> {
		this.#count ??= this.#target.count(this.#signal).then((total) => {
			this.#total = total;
			return total;
		});
		return this.#count;
	}

	#listOnce(total: number): Promise<Accounts> {
		const { onProgress, version } = this.#options;
		if (this.#isAwaited && this.#listed > 0) onProgress?.(this.#listed, total);
		this.#list ??= readTarget(this.#target, this.#rules.mappings, {
			signal: this.#signal,
			expected: total,
			onProgress: (done) => {
				this.#listed = done;
				if (this.#isAwaited) onProgress?.(done, total);
			},
			onAccount: (account) => version?.add(account),
		});
		return this.#list;
	}
}
