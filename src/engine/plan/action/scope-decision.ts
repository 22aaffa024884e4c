import type { CompiledScope, ScopeEvaluation } from "../../../scoping/evaluate.ts";
import type { Entitlement } from "../../../source/entitlement.ts";
import { isEnabled, isSoftDeleted, type SourceUser } from "../../../source/source-user.ts";
import type { DeprovisionReason } from "./planned-action.ts";

/** Whether a source user should have an active account, and if not, why. `evaluation` is null when the source no longer has the user. */
export type ScopeDecision =
	| { readonly inScope: true; readonly evaluation: ScopeEvaluation }
	| {
			readonly inScope: false;
			readonly reason: DeprovisionReason;
			readonly evaluation: ScopeEvaluation | null;
	  };

/**
 * Decides for a source user. Where several reasons hold, the one that decides what becomes of the link comes first: a soft-deleted user loses their
 * assignments, and must not count as unassigned for that. Throws `ScopeError`.
 */
export function scopeDecisionOf(
	user: SourceUser,
	entitlements: readonly Entitlement[],
	scope: CompiledScope,
): ScopeDecision {
	const evaluation = scope.evaluate(user, entitlements);
	const out = (reason: DeprovisionReason): ScopeDecision => ({ inScope: false, reason, evaluation });
	if (isSoftDeleted(user)) return out("SoftDeletedAtSource");
	if (evaluation.reason === "NotAssigned") return out("Unassigned");
	if (!evaluation.inScope) return out("OutOfScope");
	if (!isEnabled(user)) return out("DisabledAtSource");
	return { inScope: true, evaluation };
}
