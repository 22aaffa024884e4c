import type { ModifiedProperty } from "../../../ports/log/log-entry.ts";
import type { ScimUser } from "../../../scim/resource.ts";
import { isRemoval } from "../../cycle/provision.ts";
import type { Execution } from "../../execute/execution.ts";
import { inParallel } from "../../parallel/in-parallel.ts";
import type { PlannedAction } from "../../plan/action/planned-action.ts";
import { step } from "../../plan/plan-steps.ts";
import { planWorkItem, type WorkItem } from "../../plan/plan-work-item.ts";
import { changesOf, type DriftKind, type Found } from "./drift.ts";
import { isWaitingForTarget, lastComparison, neverShownOf, notAppliedOf } from "./whose-change.ts";

export type FindOptions = {
	readonly executionFor: (workItem: WorkItem) => Execution;
	readonly concurrency: number;
	readonly signal: AbortSignal;
	/** Called after each user, with those compared so far. */
	readonly onCompared: (done: number) => void;
};

/** Compares the accounts of these users with their desired state; writes nothing. */
export async function findDrift(
	workItems: readonly WorkItem[],
	store: Execution["store"],
	{ executionFor, concurrency, signal, onCompared }: FindOptions,
): Promise<Found[]> {
	const comparedAt = await lastComparison(store);
	const found: Found[] = [];
	let done = 0;
	const compare = async (workItem: WorkItem) => {
		const execution = executionFor(workItem);
		const { action, linked } = await planWorkItem(workItem, execution);
		const difference = driftOf(action, linked);
		if (difference !== null) {
			const ours = linked === undefined ? [] : await oursOf(workItem, action, execution, comparedAt);
			const changes = changesOf(action);
			const isOurs =
				linked !== undefined &&
				(isWaitingForTarget(workItem) || changes.length > 0) &&
				ours.length === changes.length;
			const kind = isOurs ? "notApplied" : difference;
			const notApplied = ours.map(({ name }) => name);
			found.push({ workItem, action: explained(action, kind), kind, notApplied });
		}
		done += 1;
		onCompared(done);
	};
	await inParallel(workItems, concurrency, compare, signal);
	return found;
}

/** Those of the differences that are changes from here which the target has not applied. */
function oursOf(
	workItem: WorkItem,
	action: PlannedAction,
	{ store, target }: Execution,
	comparedAt: number,
): Promise<readonly ModifiedProperty[]> {
	const changes = changesOf(action);
	return isWaitingForTarget(workItem)
		? notAppliedOf(workItem, changes, store)
		: neverShownOf(workItem, changes, { store, target, comparedAt });
}

function driftOf(action: PlannedAction, linked: ScimUser | undefined): DriftKind | null {
	if (action.type === "skip") {
		// A repair that is not allowed is still drift; a user out of scope who may not be deactivated is not: the account was never changed.
		if (action.reason !== "ActionNotAllowed" || !action.steps.some(inScope)) return null;
		if (linked === undefined) return "deleted";
		return linked.active ? "changed" : "deactivated";
	}
	if (action.type === "fail" && action.error.code !== "BlockedByDeactivatedAccount") return null;
	if (linked === undefined) return "deleted";
	if (isRemoval(action)) return "reactivated";
	// An account that is already deactivated and only has its link released did not change.
	if (action.type === "unlink") return null;
	return linked.active ? "changed" : "deactivated";
}

function inScope({ type, status }: PlannedAction["steps"][number]): boolean {
	return type === "scoping" && status === "success";
}

const driftWords: Record<DriftKind, string> = {
	changed: "The account was changed in the target. The user has not changed at the source.",
	deactivated: "The account was deactivated in the target.",
	reactivated: "The account was reactivated in the target, although its user may not sign in.",
	deleted: "The account was deleted in the target.",
	notApplied: "A change from here was accepted but not applied. The account was not changed by anyone else.",
};

function explained(action: PlannedAction, kind: DriftKind): PlannedAction {
	return { ...action, steps: [...action.steps, step("processing", "warning", driftWords[kind])] };
}
