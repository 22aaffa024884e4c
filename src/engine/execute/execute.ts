import type { PlannedAction } from "../plan/action/planned-action.ts";
import { addedRoles } from "../plan/foreseen-failures.ts";
import type { WorkItem } from "../plan/plan-work-item.ts";
import type { Done, Execution } from "./execution.ts";
import { planAgain } from "./plan-again.ts";
import { fail, record, skip } from "./without-request.ts";
import { write } from "./write.ts";

/**
 * Carries out a planned action: intent, request, outcome. If the account was deleted, created or changed in the target since it
 * was planned, the action is planned once more from the present state. Returns when the request is over; the entry follows.
 */
export async function execute(
	workItem: WorkItem,
	action: PlannedAction,
	execution: Execution,
): Promise<Done> {
	const done = await attempt(workItem, action, execution, true);
	await noteEnabling(done, execution);
	noteRoles(done, execution);
	return done;
}

async function attempt(
	workItem: WorkItem,
	action: PlannedAction,
	execution: Execution,
	mayPlanAgain: boolean,
): Promise<Done> {
	switch (action.type) {
		case "skip":
			return skip(workItem, action, execution);
		case "fail":
			return fail(workItem, action, execution);
		case "link":
		case "unlink":
			return record(workItem, action, execution);
		default:
			if (!mayPlanAgain) return write(workItem, action, execution);
			return write(workItem, action, execution, async (fault) => {
				const again = await planAgain(workItem, action, execution, fault);
				const done = await attempt(workItem, again.action, execution, false);
				return again.cause === undefined ? done : { ...done, fault: again.cause, sent: true };
			});
	}
}

/** A role that the target accepts or refuses for one user, it accepts or refuses for all. */
function noteRoles({ action, sent, error }: Done, { roles, rules }: Execution): void {
	if (!sent) return;
	if (error !== null) {
		if (error.remedy.type === "create-role" && error.remedy.role !== null)
			roles.note(error.remedy.role, false);
	} else if (action.type === "create" || action.type === "update" || action.type === "enable") {
		for (const role of addedRoles(action, rules.mappings)) roles.note(role, true);
	}
}

/** What the target does with one account that is to be enabled, it does with all. */
async function noteEnabling({ action, sent, error }: Done, { enabling, clock }: Execution): Promise<void> {
	if (action.type !== "enable" || !sent || enabling === undefined) return;
	const isRefused = error?.code === "BlockedByDeactivatedAccount";
	if (error === null || isRefused) await enabling.note(!isRefused, clock.now());
}
