import type { MatchingValue } from "../../mapping/user/mapped-user.ts";
import { called } from "../../ports/identity-name.ts";
import { sourceIdentity } from "../../ports/log-identity.ts";
import type { ScimUser } from "../../scim/resource.ts";
import type { SourceUser } from "../../source/source-user.ts";
import { type Accounts, type Match, matchingWords } from "./accounts/match.ts";
import { matchingValuesOf } from "./conflicts/claimed-values.ts";
import type { MatchConflicts } from "./conflicts/match-conflicts.ts";
import { distinctNames } from "./distinct-names.ts";
import type { PlanInput } from "./plan-draft.ts";
import { ownPolicy } from "./policy/service-policy.ts";
import type { Rules } from "./rules.ts";

type ClaimsGiven = {
	readonly rules: Rules;
	readonly accounts: Accounts;
	readonly matchConflicts: MatchConflicts;
	readonly nameOf: (sourceId: string) => string;
};

/** A user with what identifies them, and the account that was found for them, by their link or a match. */
export type Claimed = {
	readonly user: SourceUser;
	readonly matching: readonly MatchingValue[];
	readonly linked: ScimUser | undefined;
	readonly match: Match | null;
	/** Users who claim the same values. */
	readonly rivals: readonly string[];
};

/** Who else claims a user's matching values or account. */
export type Claims = {
	readonly rivalry: PlanInput["rivalry"];
	/** The account that matched by a value that its owner, another source user, gives up in this cycle. */
	readonly givenUp: {
		readonly account: ScimUser;
		readonly by: MatchingValue;
		readonly owner: string;
	} | null;
	/** Whether the account is not another source user's. */
	readonly isFree: boolean;
};

/** The users who claim one of these matching values too, and so stand in this user's way. */
export async function rivalsOf(
	sourceId: string,
	matching: readonly MatchingValue[],
	given: ClaimsGiven,
): Promise<readonly string[]> {
	const { matchConflicts, rules, accounts } = given;
	const { rivals: policy } = rules.policy ?? ownPolicy;
	const rivals =
		policy === "all-fail"
			? matchConflicts.rivals(sourceId, matching)
			: matchConflicts.earlierRivals(sourceId, matching);
	// Users that the source does not report as changed, and whose account is deactivated, are out of scope: an initial cycle, which reads
	// them, would not count their user name as claimed.
	const present: string[] = [];
	for (const rival of rivals) {
		const accountId = matchConflicts.accountOfUnheard(rival);
		const account = accountId === undefined ? undefined : await accounts.get(accountId);
		if (account?.active !== false) present.push(rival);
	}
	return present;
}

/** Judges who else claims the user's values, and the account that was found. */
export function claimsOn(
	{ user, matching, linked, match, rivals }: Claimed,
	{ rules, matchConflicts, nameOf }: ClaimsGiven,
): Claims {
	const [identifying] = matching;
	const account = linked ?? (match?.type === "one" ? match.account : undefined);
	const owner =
		account &&
		(linked
			? matchConflicts.ownerOf(account.id)
			: matchConflicts.claimantOf(account, matchingValuesOf(account, rules.mappings)));
	const isFree = owner === undefined || owner === user.id;
	const by = match?.tried.at(-1) ?? identifying;
	const isGivenUp = !isFree && match !== null && by !== undefined && !matchConflicts.keeps(owner, by);
	const owners = isFree || isGivenUp ? rivals : [...new Set([...rivals, owner])];
	const shared = rivals.length > 0 ? identifying : by;
	const names = () => distinctNames(owners, called(sourceIdentity(user)), nameOf);
	return {
		rivalry: owners.length === 0 ? null : { names: names(), by: shared ? matchingWords(shared) : "userName" },
		givenUp: isGivenUp && account !== undefined ? { account, by, owner } : null,
		isFree,
	};
}
