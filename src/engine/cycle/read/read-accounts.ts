import type { Target } from "../../../ports/target.ts";
import { askTarget, emptyTarget, isListCheaper, readTarget } from "../../plan/accounts/account-index.ts";
import type { Accounts } from "../../plan/accounts/match.ts";
import type { TargetVersion } from "../../plan/accounts/target-version.ts";
import { identifyingAttributes } from "../../plan/conflicts/claimed-values.ts";
import type { Rules } from "../../plan/rules.ts";

/** Where accounts are looked up, and how many requests that will cost. */
export type AccountsRead = { readonly accounts: Accounts; readonly requests: number };

/** Users who are planned by an account: of those with a link, by its id; of the others, by what identifies it. */
export type Sought = { readonly linked: number; readonly unlinked: number };

/**
 * Chooses how accounts are looked up: the whole list is read once where that takes fewer requests than asking for the
 * accounts of all users. Reading the length of the list costs one request, so it is not read for one or two look-ups.
 */
export async function readAccounts(
	{ linked, unlinked }: Sought,
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
	const lookUps = linked + unlinked * identifyingAttributes(mappings).length;
	const watched = (accounts: Accounts) => version?.watch(accounts) ?? accounts;
	const asked = (): AccountsRead => ({
		accounts: watched(askTarget(target, signal)),
		requests: lookUps,
	});
	if (lookUps <= 2) return asked();
	const total = await target.count(signal);
	if (total === 0) return { accounts: watched(emptyTarget(target, signal)), requests: 0 };
	if (!isListCheaper(total, lookUps)) return asked();
	const accounts = await readTarget(target, mappings, {
		...(signal ? { signal } : {}),
		onProgress: (done) => onProgress?.(done, total),
		onAccount: (account) => version?.add(account),
	});
	return { accounts, requests: 0 };
}
