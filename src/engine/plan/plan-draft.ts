import type { MappingFailure } from "../../mapping/user/errors.ts";
import type { MappedUser, SetValue } from "../../mapping/user/mapped-user.ts";
import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import { called } from "../../ports/identity-name.ts";
import type { LogStatus, LogStep, ModifiedProperty } from "../../ports/log/log-entry.ts";
import { linkedIdentity, sourceIdentity, targetIdentity } from "../../ports/log-identity.ts";
import type { Link } from "../../ports/store/link.ts";
import type { ScimUser } from "../../scim/resource.ts";
import type { SourceUser } from "../../source/source-user.ts";
import type { Match } from "./accounts/match.ts";
import type { PlannedAction } from "./action/planned-action.ts";
import type { ScopeDecision } from "./action/scope-decision.ts";
import { importStep, matchingStep, scopingStep, step } from "./plan-steps.ts";

/** Everything that a plan for one user depends on. */
export type PlanInput = {
	/** Null: the directory has permanently deleted the user; then there is a link. */
	readonly user: SourceUser | null;
	readonly scopeDecision: ScopeDecision;
	readonly link: Link | undefined;
	/** The account that the link points to; undefined without a link, or when the account no longer exists. */
	readonly linked: ScimUser | undefined;
	/** What matching found; null when it was not needed: the link points to an account, or the user should have none. */
	readonly match: Match | null;
	/** The user as mapped; null where that was not needed. */
	readonly mapped: MappedUser | MappingFailure | null;
	/** Other source users who would get the same account, or who have it, as people call them, and the attribute that shows it. */
	readonly rivalry: { readonly names: readonly string[]; readonly by: string } | null;
	/** The account that matches, but belongs to another source user, whose own change, as `freedBy` says, gives up the matching value. */
	readonly held?: { readonly account: ScimUser; readonly freedBy: string } | null;
	/** Another source user has or claims the account that was found. */
	readonly isAccountTaken: boolean;
	/** The target has refused to enable this user's account before, or anyone's. */
	readonly refusedBefore: boolean;
	/** The target has not yet been seen to enable an account. */
	readonly mayRefuse?: boolean;
};

/** What an action has in common: who, which account, and the steps before it. */
export function draft(input: PlanInput, account: ScimUser | undefined) {
	const { user, link, scopeDecision, match } = input;
	const source = user ? sourceIdentity(user) : link ? linkedIdentity(link) : null;
	const steps: readonly LogStep[] = [
		importStep(user, scopeDecision),
		scopingStep(scopeDecision),
		matchingStep(link, match, scopeDecision, input.linked !== undefined),
	];
	const target = account ? targetIdentity(account) : null;
	return {
		who: called(source),
		base: (status: LogStatus, processing: string, changes: readonly ModifiedProperty[] = []) => ({
			source,
			target,
			steps: [...steps, step("processing", status, processing)],
			changes,
		}),
	};
}

/** What `draft` returned. */
export type Draft = ReturnType<typeof draft>;

/** A value for `active`, as a mapping would set it. */
export function setsActive(value: boolean): SetValue {
	return { target: "active", value, redacted: false, additive: false };
}

/** The user fails, before anything is sent. */
export function failed({ base }: Draft, error: ProvisioningError): PlannedAction {
	return { ...base("failure", error.reason), type: "fail", error };
}

/** The profile does not allow what the user needs. */
export function notAllowed({ base }: Draft, action: "create" | "update" | "delete"): PlannedAction {
	const words = {
		create: "creates no accounts",
		update: "updates no accounts",
		delete: "disables no accounts",
	};
	const detail = `Nothing is done: this profile ${words[action]}.`;
	return { ...base("skipped", detail), type: "skip", reason: "ActionNotAllowed", detail };
}
