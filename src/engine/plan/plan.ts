import { nameAtStart, type TargetDialect } from "../../mapping/definition/target-dialect.ts";
import { creationChanges, type Difference, diffUser } from "../../mapping/diff.ts";
import { buildUser, missingFields } from "../../mapping/user/build-user.ts";
import { MappingFailure } from "../../mapping/user/errors.ts";
import type { MappedUser } from "../../mapping/user/mapped-user.ts";
import type { ModifiedProperty } from "../../ports/log/log-entry.ts";
import type { NewScimUser, ScimUser } from "../../scim/resource.ts";
import { counted } from "../../text/counted.ts";
import { classifyError } from "../errors/classify-error.ts";
import type { PlannedAction } from "./action/planned-action.ts";
import { type Draft, draft, failed, notAllowed, type PlanInput, setsActive } from "./plan-draft.ts";
import {
	blockedByDeactivated,
	duplicateSource,
	duplicateTarget,
	mandatoryMissing,
	matchesServiceAccount,
	valueHeld,
} from "./plan-failures.ts";
import { planOutOfScope } from "./plan-out-of-scope.ts";
import { ownPolicy } from "./policy/service-policy.ts";
import type { Rules } from "./rules.ts";

/** Decides what to do for one user. Pure: the same input gives the same plan, and nothing is written. */
export function planUser(input: PlanInput, rules: Rules): PlannedAction {
	return input.scopeDecision.inScope
		? planInScope(input, rules)
		: planOutOfScope(input, input.scopeDecision.reason, rules);
}

function planInScope(input: PlanInput, rules: Rules): PlannedAction {
	const { linked, match, mapped, rivalry, held } = input;
	const account = linked ?? (match?.type === "one" ? match.account : undefined);
	const made = draft(input, account);
	if (mapped === null) throw new TypeError(`${made.who} is in scope but was not mapped`);
	if (mapped instanceof MappingFailure) {
		return failed(made, classifyError(mapped, { who: made.who, userName: "", roles: [] }));
	}
	const isSingle = match?.type !== "service" && match?.type !== "several";
	const planAlone = () =>
		account === undefined
			? planCreation(made, mapped, rules)
			: planPresent(made, input, account, mapped, rules);
	if (rivalry) {
		// Where nothing may be sent, no one gets the account, and a cycle that reads only changes does not know all rivals.
		const alone = isSingle ? planAlone() : null;
		const isIdle = alone?.type === "skip" && alone.reason === "ActionNotAllowed";
		return isIdle ? alone : failed(made, duplicateSource(made.who, rivalry.names, rivalry.by));
	}
	if (held) {
		const userName = mapped.values.find(({ target }) => target === "userName")?.value;
		const named = typeof userName === "string" ? userName : "";
		return failed(
			made,
			valueHeld(made.who, { ...held, userName: named, hasAccount: input.linked !== undefined }),
		);
	}
	if (match?.type === "service") return failed(made, matchesServiceAccount(made.who, match.account));
	if (match?.type === "several") {
		const attribute = match.tried.at(-1)?.target ?? "the matching attribute";
		return failed(made, duplicateTarget(made.who, attribute, match.accounts));
	}
	return planAlone();
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
		const words = ["Reactivate the account.", ...(note === null ? [] : [note])].join(" ");
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
	return `${nameAtStart(dialect)} may refuse this: it has not been seen to reactivate an account yet.`;
}

/** What the mapping to `active` says; undefined without one, and then an account in scope should be active. */
function mappedActive(mapped: MappedUser): boolean | undefined {
	const value = mapped.values.find(({ target }) => target === "active")?.value;
	if (typeof value === "string") return value.toLowerCase() !== "false";
	return typeof value === "boolean" ? value : undefined;
}

function withActivation({ operations, changes }: Difference): Difference {
	if (changes.some(({ name }) => name === "active")) return { operations, changes };
	return {
		operations: [...operations, { op: "replace", path: "active", value: true }],
		changes: [...changes, { name: "active", old: "False", new: "True" }],
	};
}

function count(changes: readonly ModifiedProperty[]): string {
	return counted(changes.length, "attribute");
}
