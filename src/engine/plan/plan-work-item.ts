import { MappingFailure } from "../../mapping/user/errors.ts";
import type { MappingEnvironment } from "../../mapping/user/map-user.ts";
import type { MappedUser, MatchingValue } from "../../mapping/user/mapped-user.ts";
import type { Escrow } from "../../ports/store/escrow.ts";
import type { Link } from "../../ports/store/link.ts";
import type { ScimUser } from "../../scim/resource.ts";
import type { CompiledScope } from "../../scoping/evaluate.ts";
import type { Entitlement } from "../../source/entitlement.ts";
import type { SourceUser } from "../../source/source-user.ts";
import { askedOnce } from "./accounts/account-index.ts";
import { type Accounts, type Match, matchUser } from "./accounts/match.ts";
import type { DeprovisionReason, PlannedAction } from "./action/planned-action.ts";
import { type ScopeDecision, scopeDecisionOf } from "./action/scope-decision.ts";
import { type Claims, claimsOn, rivalsOf } from "./claims.ts";
import { matchingValuesOf } from "./conflicts/claimed-values.ts";
import type { MatchConflicts } from "./conflicts/match-conflicts.ts";
import type { Enabling } from "./enabling.ts";
import { foresee } from "./foreseen-failures.ts";
import { mapNewSource, mapSource } from "./map-source.ts";
import { planUser } from "./plan.ts";
import type { PlanInput } from "./plan-draft.ts";
import { changeOf } from "./plan-failures.ts";
import { ownPolicy } from "./policy/service-policy.ts";
import type { RoleKnowledge } from "./role-knowledge.ts";
import type { Rules } from "./rules.ts";

/** A source user whose turn it is. */
export type WorkItem = {
	readonly sourceId: string;
	readonly entitlements: readonly Entitlement[];
	readonly link: Link | undefined;
	readonly escrow: Escrow | undefined;
	/** Computes the hash of the user as they are now, to be stored with the link: `""` if the source no longer has them, or `deletedPrint`. */
	readonly fingerprint: () => string;
} & ({ readonly user: SourceUser } | { readonly user: null; readonly reason: Absence });

/** Why the source no longer has a user. */
export type Absence = Extract<DeprovisionReason, "DeletedAtSource" | "SoftDeletedAtSource">;

/** Evaluated for each turn, so that 100,000 evaluations need not be kept. Throws `ScopeError`. */
export function scopeDecisionIn(scope: CompiledScope, workItem: WorkItem): ScopeDecision {
	if (workItem.user === null) return { inScope: false, reason: workItem.reason, evaluation: null };
	return scopeDecisionOf(workItem.user, workItem.entitlements, scope);
}

/** What turns share while they are planned. */
export type Surroundings = {
	readonly rules: Rules;
	readonly accounts: Accounts;
	readonly matchConflicts: MatchConflicts;
	readonly environment: MappingEnvironment;
	readonly roles: RoleKnowledge;
	/** Absent: the target is asked to enable accounts whatever it did before. */
	readonly enabling?: Enabling | undefined;
	/** The name of a source user when only the id is known. */
	readonly nameOf: (sourceId: string) => string;
	/** Whether only this user is provisioned, so that no other account gives up a value first. */
	readonly isAlone?: boolean | undefined;
	/** Whether a role that the target refused before is taken for one that it may accept. */
	readonly isRefusalOpen?: boolean | undefined;
};

/** A plan and what it was made from. */
export type PlannedWorkItem = {
	readonly action: PlannedAction;
	readonly mapped: MappedUser | null;
	/** The account that the link leads to. */
	readonly linked: ScimUser | undefined;
	readonly match: Match | null;
	/** Whether the user fails only because of an account that gives up a value in this cycle, so that a later attempt in it may succeed. */
	readonly isWaiting: boolean;
};

/** Asks what a plan needs to know, and plans. Reads only; throws what the target throws. */
export async function planWorkItem(workItem: WorkItem, given: Surroundings): Promise<PlannedWorkItem> {
	const surroundings = { ...given, accounts: askedOnce(given.accounts) };
	const scopeDecision = scopeDecisionIn(surroundings.rules.scope, workItem);
	const { user } = workItem;
	return scopeDecision.inScope && user !== null
		? planInside(workItem, user, scopeDecision, surroundings)
		: planOutside(workItem, scopeDecision, surroundings);
}

async function planInside(
	workItem: WorkItem,
	user: SourceUser,
	scopeDecision: ScopeDecision,
	surroundings: Surroundings,
): Promise<PlannedWorkItem> {
	const { rules, accounts, matchConflicts, enabling } = surroundings;
	const { link, sourceId } = workItem;
	const mayRefuse = enabling?.isUnknown ?? false;
	const common = { user, scopeDecision, link, isAccountTaken: false, refusedBefore: false, mayRefuse };
	const source = { user, entitlements: workItem.entitlements, isSoftDeleted: false };
	let mapped = mapSource(source, surroundings);
	if (mapped instanceof MappingFailure) {
		const rest = { linked: undefined, match: null, mapped, rivalry: null };
		const action = planUser({ ...common, ...rest }, rules);
		return { action, ...rest, mapped: null, isWaiting: false };
	}
	const { matching } = mapped;
	const rivals = await rivalsOf(sourceId, matching, surroundings);
	const linked = link ? await accounts.get(link.targetId) : undefined;
	const match = linked ? null : await matchUser(matching, accounts);
	if (match?.type === "none" && mapped.undecided.length > 0)
		mapped = await mapNewSource(source, surroundings);
	const claims = claimsOn({ user, matching, linked, match, rivals }, surroundings);
	const { rivalry, givenUp } = claims;
	const input: PlanInput = { ...common, linked, match, mapped, rivalry };
	if (givenUp !== null && rivalry === null) return planAfter(givenUp, workItem, input, surroundings);

	const seen = { mapped: mapped instanceof MappingFailure ? null : mapped, linked, match };
	if (linked !== undefined && rivalry !== null) {
		// A cycle that reads only changes does not know all rivals of a user who has an account: what it would say comes first.
		const alone = await foresee(workItem, planUser({ ...input, rivalry: null }, rules), surroundings);
		if (alone.action.type === "fail" && !alone.isWaiting) return { ...alone, ...seen };
	}
	const tried = await foresee(workItem, planUser(input, rules), surroundings);
	// Claimed before anything is sent, so that no other user being planned gets the same account.
	const found = linked ?? (match?.type === "one" ? match.account : undefined);
	if (found && claims.isFree && rivalry === null) matchConflicts.give(found.id, sourceId);
	// The target can refuse only an enable that would be sent. A user who fails for another reason must show that reason.
	if (tried.action.type !== "enable" || !wasEnablingRefused(workItem, enabling)) return { ...tried, ...seen };
	return { ...seen, action: planUser({ ...input, refusedBefore: true }, rules), isWaiting: false };
}

/** Whether the target has refused to enable this user's account since the user last changed, or anyone's. */
function wasEnablingRefused({ escrow, fingerprint }: WorkItem, enabling: Enabling | undefined): boolean {
	if (enabling?.isRefused === true) return true;
	return escrow?.code === "BlockedByDeactivatedAccount" && escrow.fingerprint === fingerprint();
}

/** The user waits for an account whose owner gives up the matching value. What else is wrong with the user shows as if that were done. */
async function planAfter(
	{ account, by, owner }: NonNullable<Claims["givenUp"]>,
	workItem: WorkItem,
	input: PlanInput,
	surroundings: Surroundings,
): Promise<PlannedWorkItem> {
	const { rules, accounts, nameOf, isAlone } = surroundings;
	const later = await planWorkItem(workItem, {
		...surroundings,
		accounts: without(account.id, by, accounts),
		isRefusalOpen: isAlone === true,
	});
	if (later.action.type === "fail" && !later.isWaiting) return later;
	const action = planUser({ ...input, held: { account, freedBy: changeOf(nameOf(owner)) } }, rules);
	return { ...later, action, match: input.match, isWaiting: action.type === "fail" };
}

/** The same accounts, except that one of them is no longer found by this value. */
function without(id: string, by: MatchingValue, accounts: Accounts): Accounts {
	return {
		get: (one) => accounts.get(one),
		find: async (attribute, value) => {
			const found = await accounts.find(attribute, value);
			return attribute === by.target && value === by.value ? found.filter((one) => one.id !== id) : found;
		},
		isServiceAccount: accounts.isServiceAccount,
	};
}

/**
 * For a user out of scope, only a managed account matters, with one exception: a user who is assigned but disabled at the source must
 * not keep an active account only because sumo-provision never provisioned it. That account is looked up.
 */
async function planOutside(
	workItem: WorkItem,
	scopeDecision: ScopeDecision,
	surroundings: Surroundings,
): Promise<PlannedWorkItem> {
	const { rules, accounts, matchConflicts } = surroundings;
	const { link, user, sourceId } = workItem;
	const isManaged = link?.state === "managed";
	const { unlinkedDisabled } = rules.policy ?? ownPolicy;
	const isSought =
		!isManaged &&
		!scopeDecision.inScope &&
		scopeDecision.reason === "DisabledAtSource" &&
		unlinkedDisabled === "deactivate";
	const linked = link && (isManaged || isSought) ? await accounts.get(link.targetId) : undefined;
	let match: Match | null = null;
	let rivals: readonly string[] = [];
	if (isSought && user !== null && linked === undefined) {
		const source = { user, entitlements: workItem.entitlements, isSoftDeleted: true };
		const mapped = mapSource(source, surroundings);
		if (!(mapped instanceof MappingFailure)) {
			rivals = matchConflicts.rivals(sourceId, mapped.matching);
			match = await matchUser(mapped.matching, accounts);
		}
	}
	const found = linked ?? (match?.type === "one" ? match.account : undefined);
	const matching = found === undefined ? [] : matchingValuesOf(found, rules.mappings);
	const owner =
		found &&
		(isSought ? matchConflicts.seekerOf(found, matching) : matchConflicts.claimantOf(found, matching));
	const isAccountTaken = rivals.length > 0 || (owner ?? sourceId) !== sourceId;
	const input = { user, scopeDecision, link, linked, match, isAccountTaken, mapped: null, rivalry: null };
	const action = planUser({ ...input, refusedBefore: false }, rules);
	// Its values stay taken: no user waits for them.
	if (found && action.type === "disable") matchConflicts.leave(found.id, sourceId);
	return { action, mapped: null, linked, match, isWaiting: false };
}
