import type { MatchingValue } from "../mapping/mapped-user.ts";
import type { ScimUser } from "../scim/resource.ts";

/** Accounts as a plan needs them: asked for one by one, or from a list read once. */
export interface Accounts {
	get(id: string): Promise<ScimUser | undefined>;
	find(attribute: string, value: string): Promise<readonly ScimUser[]>;
}

/** One matching attribute, and how many accounts have its value. */
export type Tried = MatchingValue & { readonly found: readonly ScimUser[] };

/** What matching found. `several`: the first attribute that any account has, several have. */
export type Match =
	| { readonly type: "none"; readonly tried: readonly Tried[] }
	| { readonly type: "one"; readonly account: ScimUser; readonly tried: readonly Tried[] }
	| { readonly type: "several"; readonly accounts: readonly ScimUser[]; readonly tried: readonly Tried[] };

/** Looks for the user's account by each matching attribute in turn; the first that any account has decides. */
export async function matchUser(values: readonly MatchingValue[], accounts: Accounts): Promise<Match> {
	const tried: Tried[] = [];
	for (const { target, value } of values) {
		const found = await accounts.find(target, value);
		tried.push({ target, value, found });
		const [account] = found;
		if (account === undefined) continue;
		return found.length === 1 ? { type: "one", account, tried } : { type: "several", accounts: found, tried };
	}
	return { type: "none", tried };
}
