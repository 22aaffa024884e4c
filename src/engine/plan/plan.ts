import { nameAtStart, type TargetDialect } from "../../mapping/definition/target-dialect.ts";
import { creationChanges, type Difference, diffUser } from "../../mapping/diff.ts";
import { buildUser, missingFields } from "../../mapping/user/build-user.ts";
import { MappingFailure } from "../../mapping/user/errors.ts";
import type { MappedUser, SetValue } from "../../mapping/user/mapped-user.ts";
import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import { called } from "../../ports/identity-name.ts";
import type { LogStatus, LogStep, ModifiedProperty } from "../../ports/log/log-entry.ts";
import { linkedIdentity, sourceIdentity, targetIdentity } from "../../ports/log-identity.ts";
import type { Link } from "../../ports/store/link.ts";
import type { NewScimUser, PatchOperation, ScimUser } from "../../scim/resource.ts";
import type { SourceUser } from "../../source/source-user.ts";
import { counted } from "../../text/counted.ts";
import { classifyError } from "../errors/classify-error.ts";
import type { Match } from "./accounts/match.ts";
import type { DeprovisionReason, PlannedAction, SkipReason } from "./action/planned-action.ts";
import type { ScopeDecision } from "./action/scope-decision.ts";
import {
	blockedByDeactivated,
	duplicateSource,
	duplicateTarget,
	mandatoryMissing,
	valueHeld,
} from "./plan-failures.ts";
import { importStep, matchingStep, scopingStep, step } from "./plan-steps.ts";
import { ownPolicy } from "./policy/service-policy.ts";
import type { Rules } from "./rules.ts";

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

const deactivate: readonly PatchOperation[] = [{ op: "replace", path: "active", value: false }];
const setsInactive: readonly SetValue[] = [setsActive(false)];
const deactivated: readonly ModifiedProperty[] = [{ name: "active", old: "True", new: "False" }];

/** Decides what to do for one user. Pure: the same input gives the same plan, and nothing is written. */
export function planUser(input: PlanInput, rules: Rules): PlannedAction {
	return input.scopeDecision.inScope
		? planInScope(input, rules)
		: planOutOfScope(input, input.scopeDecision.reason, rules);
}

/** What an action has in common: who, which account, and the steps before it. */
function draft(input: PlanInput, account: ScimUser | undefined) {
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

type Draft = ReturnType<typeof draft>;

function planOutOfScope(input: PlanInput, reason: DeprovisionReason, rules: Rules): PlannedAction {
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
		return skip("ActionNotAllowed", "Left as they are: this profile neither disables nor deletes accounts.");
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
	const found = linked ?? (match?.type === "one" ? match.account : undefined);
	if (found === undefined) return "no account of theirs is managed";
	const account = `${found.userName} (${found.id})`;
	if (isAccountTaken) return `the account ${account} is another source user's`;
	return `their account ${account} is deactivated already`;
}

function planInScope(input: PlanInput, rules: Rules): PlannedAction {
	const { linked, match, mapped, rivalry, held } = input;
	const account = linked ?? (match?.type === "one" ? match.account : undefined);
	const made = draft(input, account);
	if (mapped === null) throw new TypeError(`${made.who} is in scope but was not mapped`);
	if (mapped instanceof MappingFailure) {
		return failed(made, classifyError(mapped, { who: made.who, userName: "", roles: [] }));
	}
	if (rivalry) return failed(made, duplicateSource(made.who, rivalry.names, rivalry.by));
	if (held) {
		const userName = mapped.values.find(({ target }) => target === "userName")?.value;
		const named = typeof userName === "string" ? userName : "";
		return failed(made, valueHeld(made.who, { ...held, userName: named }));
	}
	if (match?.type === "several") {
		const attribute = match.tried.at(-1)?.target ?? "the matching attribute";
		return failed(made, duplicateTarget(made.who, attribute, match.accounts));
	}
	return account === undefined
		? planCreation(made, mapped, rules)
		: planPresent(made, input, account, mapped, rules);
}

function planCreation(made: Draft, mapped: MappedUser, rules: Rules): PlannedAction {
	if (!rules.mappings.set.actions.create) return notAllowed(made, "create");
	let user: NewScimUser;
	try {
		user = buildUser(mapped, rules.mappings.set.dialect);
	} catch (error) {
		if (!(error instanceof MappingFailure)) throw error;
		return failed(made, mandatoryMissing(made.who, [error.target]));
	}
	const missing = missingFields(user, rules.mappings.targets, rules.mappings.set.dialect);
	if (missing.length > 0) return failed(made, mandatoryMissing(made.who, missing));
	const changes = creationChanges(mapped);
	return {
		...made.base("success", `Create an account with ${count(changes)}.`, changes),
		type: "create",
		user,
		sets: mapped.values.filter(({ value }) => value !== null),
	};
}

function planPresent(
	made: Draft,
	input: PlanInput,
	present: ScimUser,
	mapped: MappedUser,
	{ mappings, settings, policy = ownPolicy }: Rules,
): PlannedAction {
	const { operations, changes } = diffUser(mapped, present, mappings.set.dialect);
	const sets = mapped.values.filter(({ target }) => changes.some(({ name }) => name === target));
	const active = mappedActive(mapped);
	const shouldBeActive = active ?? policy.unmappedActive === "reactivate";
	const isAllowed = mappings.set.actions.update;
	if (!present.active && shouldBeActive) {
		if (!isAllowed) return notAllowed(made, "update");
		if (settings.reactivation === "block")
			return failed(made, blockedByDeactivated(made.who, present, "setting"));
		if (input.refusedBefore) return failed(made, blockedByDeactivated(made.who, present, "refused"));
		const enabling = withActivation({ operations, changes });
		const note = input.mayRefuse ? mayRefuse(mappings.set.dialect) : null;
		const words = ["Enable the account again.", ...(note === null ? [] : [note])].join(" ");
		return {
			...made.base("success", words, enabling.changes),
			type: "enable",
			note,
			present,
			operations: enabling.operations,
			sets: [...sets.filter(({ target }) => target !== "active"), setsActive(true)],
		};
	}
	if (operations.length === 0) {
		if (input.linked !== undefined && input.link?.state === "managed") {
			const detail = "Nothing to change.";
			return { ...made.base("skipped", detail), type: "skip", reason: "Unchanged", detail };
		}
		const words = `Link with the account ${present.userName} (${present.id}): it has all values already.`;
		return { ...made.base("success", words), type: "link", present };
	}
	if (present.active && active === false) {
		if (!mappings.set.actions.delete) return notAllowed(made, "delete");
		const words = "Deactivate the account: the mapping to active says so.";
		return {
			...made.base("success", words, changes),
			type: "disable",
			present,
			operations,
			sets,
			reason: "DisabledAtSource",
		};
	}
	if (!isAllowed) return notAllowed(made, "update");
	return {
		...made.base("success", `Update ${count(changes)}.`, changes),
		type: "update",
		present,
		operations,
		sets,
	};
}

function mayRefuse(dialect: TargetDialect): string {
	return `${nameAtStart(dialect)} may refuse this: it has not been seen to enable an account yet.`;
}

/** What the mapping to `active` says; undefined without one, and then an account in scope should be active. */
function mappedActive(mapped: MappedUser): boolean | undefined {
	const value = mapped.values.find(({ target }) => target === "active")?.value;
	if (typeof value === "string") return value.toLowerCase() !== "false";
	return typeof value === "boolean" ? value : undefined;
}

function setsActive(value: boolean): SetValue {
	return { target: "active", value, redacted: false, additive: false };
}

function withActivation({ operations, changes }: Difference): Difference {
	if (changes.some(({ name }) => name === "active")) return { operations, changes };
	return {
		operations: [...operations, { op: "replace", path: "active", value: true }],
		changes: [...changes, { name: "active", old: "False", new: "True" }],
	};
}

function failed({ base }: Draft, error: ProvisioningError): PlannedAction {
	return { ...base("failure", error.reason), type: "fail", error };
}

function notAllowed({ base }: Draft, action: "create" | "update" | "delete"): PlannedAction {
	const words = {
		create: "creates no accounts",
		update: "updates no accounts",
		delete: "disables no accounts",
	};
	const detail = `Nothing is done: this profile ${words[action]}.`;
	return { ...base("skipped", detail), type: "skip", reason: "ActionNotAllowed", detail };
}

function count(changes: readonly ModifiedProperty[]): string {
	return counted(changes.length, "attribute");
}

function skipReasonOf(reason: DeprovisionReason): SkipReason {
	if (reason === "Unassigned") return "NotAssigned";
	return reason === "DeletedAtSource" ? "SoftDeletedAtSource" : reason;
}

const outOfScopeWords: Record<DeprovisionReason, string> = {
	Unassigned: "Not assigned",
	OutOfScope: "Kept out by the scoping filters",
	DisabledAtSource: "Disabled at the source",
	SoftDeletedAtSource: "Soft-deleted at the source",
	DeletedAtSource: "Deleted at the source",
};

const deprovisionWords: Record<DeprovisionReason, string> = {
	Unassigned: "the user is no longer assigned",
	OutOfScope: "the scoping filters no longer let the user in",
	DisabledAtSource: "the user is disabled at the source",
	SoftDeletedAtSource: "the user is soft-deleted at the source",
	DeletedAtSource: "the source has deleted the user",
};
