import type { Target } from "../../ports/target.ts";
import { askTarget, emptyTarget, isListCheaper, readTarget } from "../plan/account-index.ts";
import type { Accounts } from "../plan/match.ts";
import type { Rules } from "../plan/rules.ts";
import type { TargetVersion } from "../plan/target-version.ts";

/** Where accounts are looked up, and how many requests a look-up among them costs. */
export type AccountsRead = { readonly accounts: Accounts; readonly requestsPerLookUp: 0 | 1 };

/**
 * Chooses how accounts are looked up: the whole list is read once where that takes fewer requests than asking for each
 * of `lookUps` users. Reading the length of the list costs one request, so it is not read for one or two users.
 */
export async function readAccounts(
	lookUps: number,
	target: Target,
	{ mappings }: Rules,
	options: {
		readonly signal?: AbortSignal;
		readonly onProgress?: (done: number, total: number) => void;
		/** Counts what was listed or looked up. */
		readonly version?: TargetVersion;
	} = {},
): Promise<AccountsRead> {
	const { signal, onProgress, version } = options;
	const watched = (accounts: Accounts) => version?.watch(accounts) ?? accounts;
	const asked = (): AccountsRead => ({
		accounts: watched(askTarget(target, signal)),
		requestsPerLookUp: 1,
	});
	if (lookUps <= 2) return asked();
	const total = await target.count(signal);
	if (total === 0) return { accounts: watched(emptyTarget(target, signal)), requestsPerLookUp: 0 };
	if (!isListCheaper(total, lookUps)) return asked();
	const accounts = await readTarget(target, mappings, {
		...(signal ? { signal } : {}),
		onProgress: (done) => onProgress?.(done, total),
		onAccount: (account) => version?.add(account),
	});
	return { accounts, requestsPerLookUp: 0 };
}
