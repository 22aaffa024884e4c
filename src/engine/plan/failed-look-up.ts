import { called } from "../../ports/identity-name.ts";
import { linkedIdentity, sourceIdentity } from "../../ports/log-identity.ts";
import { ScimError } from "../../scim/errors.ts";
import { classifyError, isConnectionFault } from "../errors/classify-error.ts";
import type { PlannedAction } from "./action/planned-action.ts";
import { step } from "./plan-steps.ts";
import type { PlannedWorkItem, WorkItem } from "./plan-work-item.ts";

/** The plan for a user whose account could not be looked up. */
export type FailedLookUp = PlannedWorkItem & {
	readonly action: Extract<PlannedAction, { type: "fail" }>;
};

/**
 * A user whose look-up fails has failed, not the cycle. Throws the fault again if every other look-up would fail as well, or if it is not one
 * of the target.
 */
export function failedLookUp(workItem: WorkItem, fault: unknown): FailedLookUp {
	if (!(fault instanceof ScimError) || isConnectionFault(fault)) throw fault;
	const { user, link } = workItem;
	const source = user ? sourceIdentity(user) : link ? linkedIdentity(link) : null;
	const userName = source?.userName ?? "";
	const error = classifyError(fault, { who: called(source), userName, roles: [] });
	const steps = [step("matching", "failure", error.reason)];
	const target = link ? { ...linkedIdentity(link), id: link.targetId } : null;
	const action = { type: "fail", source, target, steps, changes: [], error } as const;
	return { action, mapped: null, linked: undefined, match: null, isWaiting: false };
}
