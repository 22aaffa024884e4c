import type { UniqueValue } from "../../../mapping/definition/target-dialect.ts";
import type { CompiledMappings } from "../../../mapping/user/compile.ts";
import { parsePath, read } from "../../../scim/path.ts";
import type { ScimUser } from "../../../scim/resource.ts";
import type { Accounts } from "../accounts/match.ts";
import { desiredState, type Write } from "../action/desired-state.ts";
import { ownPolicy, type ServicePolicy } from "../policy/service-policy.ts";
import { matchingValuesOf } from "./claimed-values.ts";
import type { MatchConflicts } from "./match-conflicts.ts";

/** An account that has a value which a write would give to another one. */
export type Holder = {
	readonly account: ScimUser;
	/** The attribute and the value that both would have. */
	readonly target: string;
	readonly value: string;
};

/** What will make an account give up a value in this cycle. */
export type Freeing =
	/** The change of the source user who has the account. */
	{ readonly type: "change"; readonly owner: string } | { readonly type: "deletion" };

/**
 * Why a value cannot be given to an account. `freeing`: null for an account that keeps it. `leftBy`: the source user out of scope whose
 * account it is.
 */
export type Obstacle =
	| ({
			readonly type: "account";
			readonly freeing: Freeing | null;
			readonly leftBy?: string | undefined;
	  } & Holder)
	| { readonly type: "source-user"; readonly sourceId: string; readonly target: string };

/** Accounts that hold a value which the write sends and no two accounts may share, in the order of `unique`. */
export async function* holdersOf(
	write: Write,
	accounts: Pick<Accounts, "find">,
	unique: readonly UniqueValue[],
): AsyncGenerator<Holder> {
	const own = write.type === "create" ? undefined : write.present.id;
	for (const { unique: one, value } of sentValues(write, unique)) {
		const found = await accounts.find(one.heldAs, value);
		for (const account of found) {
			if (account.id !== own) yield { account, target: one.heldAs, value };
		}
	}
}

/** What stands in the way of a write, as far as source and target show it. An obstacle that stays comes before one that may go. */
export async function obstacleOf(
	sourceId: string,
	write: Write,
	{
		mappings,
		accounts,
		matchConflicts,
		policy = ownPolicy,
	}: {
		readonly policy?: ServicePolicy | undefined;
		readonly mappings: CompiledMappings;
		readonly accounts: Accounts;
		readonly matchConflicts: MatchConflicts;
	},
): Promise<Obstacle | undefined> {
	const unique = mappings.set.dialect.unique.filter(({ certain }) => certain);
	let freed: Obstacle | undefined;
	for await (const holder of holdersOf(write, accounts, unique)) {
		const obstacle = obstacleBy(sourceId, holder, mappings, matchConflicts);
		if (obstacle.type === "source-user" || obstacle.freeing === null) return obstacle;
		freed ??= obstacle;
	}
	for (const { unique: one, value } of sentValues(write, unique)) {
		const claim = { target: one.value, value };
		const [lowest] = matchConflicts.claimantsOf(claim);
		const first = (policy.rivals === "all-fail" ? lowest : matchConflicts.firstOf(claim)) ?? sourceId;
		if (first !== sourceId) return { type: "source-user", sourceId: first, target: one.heldAs };
	}
	return freed;
}

/** Who holds the value: another source user's account that keeps it, one that gives it up, or an account without an owner. */
export function obstacleBy(
	sourceId: string,
	holder: Holder,
	mappings: CompiledMappings,
	matchConflicts: MatchConflicts,
): Obstacle {
	const { account } = holder;
	const owner = matchConflicts.claimantOf(account, matchingValuesOf(account, mappings));
	if (owner === undefined || owner === sourceId) {
		const freeing = matchConflicts.isLeaving(account.id) ? ({ type: "deletion" } as const) : null;
		return { type: "account", freeing, leftBy: matchConflicts.leftBy(account.id), ...holder };
	}
	return matchConflicts.keeps(owner, holder)
		? { type: "source-user", sourceId: owner, target: holder.target }
		: { type: "account", freeing: { type: "change", owner }, ...holder };
}

/** The unique values that a write changes, or sets for the first time. */
function sentValues(write: Write, unique: readonly UniqueValue[]) {
	const desired = desiredState(write);
	return unique.flatMap((one) => {
		const path = parsePath(one.value);
		const value = read(desired, path);
		if (typeof value !== "string" || value === "") return [];
		const present = write.type === "create" ? null : read(write.present, path);
		const isSame = typeof present === "string" && present.toLowerCase() === value.toLowerCase();
		return isSame ? [] : [{ unique: one, value }];
	});
}
