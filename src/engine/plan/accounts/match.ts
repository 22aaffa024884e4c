import { redactedText } from "../../../expression/index.ts";
import type { MatchingValue } from "../../../mapping/user/mapped-user.ts";
import type { ScimUser } from "../../../scim/resource.ts";

/** A matching attribute with its value, as people read it: `userName "ada@example.com"`. */
export function matchingWords({ target, value, redacted }: MatchingValue): string {
	return `${target} ${redacted ? redactedText : `"${value}"`}`;
}

/** Accounts as a plan needs them: asked for one by one, or from a list read once. */
export interface Accounts {
	get(id: string): Promise<ScimUser | undefined>;
	find(attribute: string, value: string): Promise<readonly ScimUser[]>;
	/** Whether an account belongs to a program, so that no user gets it. Undefined: none does, as far as is known. */
	readonly isServiceAccount: ((account: ScimUser) => Promise<boolean>) | undefined;
	/** Whether a list of all accounts, read before any change, had the account. Absent: none was read. */
	readonly isListed?: ((id: string) => boolean) | undefined;
}

/** One matching attribute, and how many accounts have its value. */
export type Tried = MatchingValue & { readonly found: readonly ScimUser[] };

/**
 * What matching found. `several`: the first attribute that any account has, several have. `service`: the account that matches belongs
 * to a program, so that it is never changed.
 */
export type Match =
	| { readonly type: "none"; readonly tried: readonly Tried[] }
	| { readonly type: "one" | "service"; readonly account: ScimUser; readonly tried: readonly Tried[] }
	| { readonly type: "several"; readonly accounts: readonly ScimUser[]; readonly tried: readonly Tried[] };

/** Looks for the user's account by each matching attribute in turn; the first that any account has decides. */
export async function matchUser(values: readonly MatchingValue[], accounts: Accounts): Promise<Match> {
	const tried: Tried[] = [];
	for (const matching of values) {
		const found = await accounts.find(matching.target, matching.value);
		tried.push({ ...matching, found });
		const [account] = found;
		if (account === undefined) continue;
		if (found.length > 1) return { type: "several", accounts: found, tried };
		return { type: (await accounts.isServiceAccount?.(account)) ? "service" : "one", account, tried };
	}
	return { type: "none", tried };
}
