import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import { ScimError } from "../../scim/errors.ts";
import { classifyError, isConnectionFault } from "../errors/classify-error.ts";
import { askTarget } from "../plan/accounts/account-index.ts";
import type { Write } from "../plan/action/desired-state.ts";
import type { PlannedAction } from "../plan/action/planned-action.ts";
import { step } from "../plan/plan-steps.ts";
import { planWorkItem, type WorkItem } from "../plan/plan-work-item.ts";
import { entryOf, exported } from "../record/outcome.ts";
import type { Execution } from "./execution.ts";
import { explain, subjectOf } from "./explain.ts";

/** What to do instead of an overtaken action. `cause`: the exception that made it a failure; undefined when it is another action. */
export type PlannedAgain = { readonly action: PlannedAction; readonly cause: unknown };

/**
 * Plans again from the present state of the target. A creation is not sent again: it would be refused again. If the target
 * cannot be asked, the user fails, unless every other request would fail the same way: then that is thrown.
 */
export async function planAgain(
	workItem: WorkItem,
	before: Write,
	execution: Execution,
	fault: unknown,
): Promise<PlannedAgain> {
	const { dialect } = execution.rules.mappings.set;
	const refused = (planned: PlannedAction, error: ProvisioningError, cause: unknown): PlannedAgain => {
		const { source, target } = planned;
		const { changes } = before;
		const { steps } = exported(entryOf(planned, execution.run, "", 0), "failure", error.reason);
		return { action: { source, target, changes, steps, type: "fail", error }, cause };
	};
	let action: PlannedAction;
	try {
		const accounts = askTarget(execution.target);
		action = (await planWorkItem(workItem, { ...execution, accounts })).action;
	} catch (askFault) {
		if (!(askFault instanceof ScimError) || isConnectionFault(askFault)) throw askFault;
		return refused(before, classifyError(askFault, subjectOf(before, dialect)), askFault);
	}
	if (before.type !== "create") return { action, cause: undefined };
	if (action.type !== "create")
		return { action: { ...action, steps: withRefusal(action.steps) }, cause: undefined };
	return refused(action, await explain(before, fault, execution.target, dialect), fault);
}

/** Adds, before the last step, why the planned account is not created. */
function withRefusal(steps: PlannedAction["steps"]): PlannedAction["steps"] {
	const words =
		"The target refused to create the account, since it exists already: it was created since the accounts were read, by another client or by this request, repeated on its way.";
	return [...steps.slice(0, -1), step("export", "skipped", words), ...steps.slice(-1)];
}
