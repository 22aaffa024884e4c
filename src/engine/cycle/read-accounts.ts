import type { Target } from "../../ports/target.ts";
import { askTarget, emptyTarget, isListCheaper, readTarget } from "../plan/account-index.ts";
import type { Accounts } from "../plan/match.ts";
import type { Rules } from "../plan/rules.ts";

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
	} = {},
): Promise<AccountsRead> {
	const { signal, onProgress } = options;
	if (lookUps <= 2) return { accounts: askTarget(target, signal), requestsPerLookUp: 1 };
	const total = await target.count(signal);
	if (total === 0) return { accounts: emptyTarget(target, signal), requestsPerLookUp: 0 };
	if (!isListCheaper(total, lookUps)) return { accounts: askTarget(target, signal), requestsPerLookUp: 1 };
	const accounts = await readTarget(target, mappings, {
		...(signal ? { signal } : {}),
		onProgress: (done) => onProgress?.(done, total),
	});
	return { accounts, requestsPerLookUp: 0 };
}
