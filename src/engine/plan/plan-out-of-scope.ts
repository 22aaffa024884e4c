import type { SetValue } from "../../mapping/user/mapped-user.ts";
import type { ModifiedProperty } from "../../ports/log/log-entry.ts";
import type { PatchOperation } from "../../scim/resource.ts";
import type { DeprovisionReason, PlannedAction, SkipReason } from "./action/planned-action.ts";
import { draft, type PlanInput, setsActive } from "./plan-draft.ts";
import { ownPolicy } from "./policy/service-policy.ts";
import type { Rules } from "./rules.ts";

const deactivate: readonly PatchOperation[] = [{ op: "replace", path: "active", value: false }];
const setsInactive: readonly SetValue[] = [setsActive(false)];
const deactivated: readonly ModifiedProperty[] = [{ name: "active", old: "True", new: "False" }];

/** Decides for a user who should not have an active account. */
export function planOutOfScope(input: PlanInput, reason: DeprovisionReason, rules: Rules): PlannedAction {
	const { link, match } = input;
	const linked = input.linked ?? (match?.type === "one" ? match.account : undefined);
	const { base } = draft(input, linked);
	const isManaged = link?.state === "managed";
	const skip = (skipReason: SkipReason, detail: string): PlannedAction => ({
		...base("skipped", detail),
		type: "skip",
		reason: skipReason,
		detail,
	});
	if (!isManaged && (!linked?.active || input.isAccountTaken)) {
		return skip(skipReasonOf(reason), `${outOfScopeWords[reason]}; ${unmanagedWords(input)}.`);
	}
	const fellOut = reason === "Unassigned" || reason === "OutOfScope";
	if (fellOut && rules.scope.scope.skipOutOfScopeDeletions) {
		return skip(
			"OutOfScopeDeletionsSkipped",
			"Not changed: this profile does not deactivate users who leave the scope.",
		);
	}
	if (!rules.mappings.set.actions.delete) {
		return skip(
			"ActionNotAllowed",
			"Left as they are: this profile neither deactivates nor deletes accounts.",
		);
	}
	const { leaving } = rules.policy ?? ownPolicy;
	if (leaving === "leave" && reason !== "DeletedAtSource") {
		return skip("ActionNotAllowed", "Left as they are: no mapping deactivates accounts of users who leave.");
	}
	const unlink = (words: string): PlannedAction => ({ ...base("success", words), type: "unlink", reason });
	if (linked === undefined) return unlink("The account is gone already: only the link is dropped.");
	if (input.isAccountTaken) {
		const words = "The account now belongs to another source user: only the link is dropped.";
		return { ...draft(input, undefined).base("success", words), type: "unlink", reason };
	}
	if (reason === "DeletedAtSource" && rules.settings.hardDelete === "delete") {
		return {
			...base("success", "Delete the account: the source has deleted the user."),
			type: "delete",
			present: linked,
			reason,
		};
	}
	if (!linked.active) {
		const isKept = reason === "DisabledAtSource" || reason === "SoftDeletedAtSource";
		if (isKept) return skip("AlreadyDisabled", "The account is deactivated already.");
		return unlink("The account is deactivated already: it is only released.");
	}
	const words = `Deactivate the account: ${deprovisionWords[reason]}.`;
	const found = " It was not managed before, and is linked from now on.";
	return {
		...base("success", isManaged ? words : words + found, deactivated),
		type: "disable",
		present: linked,
		operations: deactivate,
		sets: setsInactive,
		reason,
	};
}

/** Why nothing is done where no account is managed. */
function unmanagedWords({ linked, match, isAccountTaken }: PlanInput): string {
	if (match?.type === "several") return "several accounts match, and which one is theirs is not known";
	if (match?.type === "service") return `the account ${match.account.userName} is a service account`;
	const found = linked ?? (match?.type === "one" ? match.account : undefined);
	if (found === undefined) return "no account of theirs is managed";
	const account = `${found.userName} (${found.id})`;
	if (isAccountTaken) return `the account ${account} is another source user's`;
	return `their account ${account} is deactivated already`;
}

function skipReasonOf(reason: DeprovisionReason): SkipReason {
	if (reason === "Unassigned") return "NotAssigned";
	return reason === "DeletedAtSource" ? "SoftDeletedAtSource" : reason;
}

const outOfScopeWords: Record<DeprovisionReason, string> = {
	Unassigned: "Not assigned",
	OutOfScope: "No scoping filter matches",
	DisabledAtSource: "Disabled at the source",
	SoftDeletedAtSource: "Soft-deleted at the source",
	DeletedAtSource: "Deleted at the source",
};

const deprovisionWords: Record<DeprovisionReason, string> = {
	Unassigned: "the user is no longer assigned",
	OutOfScope: "no scoping filter matches the user",
	DisabledAtSource: "the user is disabled at the source",
	SoftDeletedAtSource: "the user is soft-deleted at the source",
	DeletedAtSource: "the source has deleted the user",
};
