import { maxLengthOf } from "../../mapping/definition/refused-values.ts";
import type { TargetDialect } from "../../mapping/definition/target-dialect.ts";
import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import { called } from "../../ports/identity-name.ts";
import type { Target } from "../../ports/target.ts";
import { ScimError } from "../../scim/errors.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { classifyError, type Subject } from "../errors/classify-error.ts";
import { answered } from "../errors/refusals.ts";
import { desiredRoles, desiredUserName, type Write } from "../plan/action/desired-state.ts";
import { holdersOf } from "../plan/conflicts/holders.ts";
import { blockedByDeactivated, valueHeld } from "../plan/plan-failures.ts";
import { withoutRedacted } from "../record/without-redacted.ts";

/** Whom and what a failure of the action is about. */
export function subjectOf(action: Write, dialect: TargetDialect): Subject {
	return {
		who: called(action.source),
		userName: desiredUserName(action),
		roles: desiredRoles(action),
		longestUserName: maxLengthOf("userName", dialect),
	};
}

/** The error in the terms of the log. The cause of a conflict may be a deactivated account, which is looked up. */
export async function explain(
	action: Write,
	thrown: unknown,
	target: Target,
	dialect: TargetDialect,
): Promise<ProvisioningError> {
	const fault = withoutRedacted(thrown, action);
	const error = classifyError(fault, subjectOf(action, dialect));
	if (!(fault instanceof ScimError)) return error;
	if (action.type === "enable" && refusesToEnable(fault)) {
		return {
			...error,
			...blockedByDeactivated(called(action.source), action.present, "refused", fault.detail),
		};
	}
	if (action.type === "disable" || action.type === "delete") return removalRefused(action, fault, error);
	if (fault.code !== "conflict") return error;
	const account = await holderOf(action, target, dialect);
	if (account === undefined) return error;
	const userName = desiredUserName(action);
	const hasAccount = action.type !== "create";
	const isService = await isServiceAccount(account, target);
	const held = { account, userName, hasAccount, isService, detail: fault.detail };
	return { ...error, ...valueHeld(called(action.source), held) };
}

/** No value at the source is wrong where the target keeps an account, such as that of its last administrator. */
function removalRefused(
	{ type, source, target }: Extract<Write, { type: "disable" | "delete" }>,
	{ code, detail }: ScimError,
	error: ProvisioningError,
): ProvisioningError {
	if (code !== "invalid" && code !== "conflict") return error;
	const verb = type === "disable" ? "deactivate" : "delete";
	return {
		...error,
		reason: `The target does not ${verb} the account of ${called(source ?? target)}.${answered(detail)}`,
		recommendedAction: `Find out why the target does not ${verb} the account, for example because it is the last administrator's, and change that in the target. The user is retried.`,
		remedy: { type: "retry-failed-users" },
	};
}

/** The account that a conflict is about. Undefined when none is found, or asking fails. */
async function holderOf(
	action: Write,
	target: Target,
	{ unique }: TargetDialect,
): Promise<ScimUser | undefined> {
	try {
		for await (const { account } of holdersOf(action, target, unique)) return account;
	} catch (error) {
		if (!(error instanceof ScimError)) throw error;
	}
	return undefined;
}

/** Undefined when asking fails. */
async function isServiceAccount(account: ScimUser, target: Target): Promise<boolean | undefined> {
	try {
		return await target.isServiceAccount?.(account);
	} catch (error) {
		if (!(error instanceof ScimError)) throw error;
		return undefined;
	}
}

/** Which status such a refusal has is not documented: beyond a conflict, the target's words decide. */
function refusesToEnable({ code, detail = "" }: ScimError): boolean {
	return code === "conflict" || ((code === "invalid" || code === "forbidden") && /activ|enabl/i.test(detail));
}
