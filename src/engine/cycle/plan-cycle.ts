import { TargetVersion } from "../plan/accounts/target-version.ts";
import { isCertain } from "../plan/action/desired-state.ts";
import { planForDisplay } from "../plan/action/plan-for-display.ts";
import type { PlannedAction } from "../plan/action/planned-action.ts";
import { WrittenAccounts } from "../plan/conflicts/written-accounts.ts";
import { failedLookUp } from "../plan/failed-look-up.ts";
import { rolesReadOnce } from "../plan/known-roles.ts";
import { planWorkItem, type WorkItem } from "../plan/plan-work-item.ts";
import { References } from "../plan/references.ts";
import { type RoleWarning, RoleWarnings } from "../plan/role-warnings.ts";
import { configurationHash } from "../plan/rules.ts";
import { checkRemovals, type Removal } from "./deletion-guard.ts";
import { inParallel } from "./in-parallel.ts";
import { enablingOf } from "./known/enabling-of.ts";
import { waitingAction, withKnownFailure } from "./known/known-failures.ts";
import { roleKnowledgeOf } from "./known/role-knowledge-of.ts";
import type { PlanParts } from "./parts/engine-parts.ts";
import { basisOf, type PlanBasis } from "./plan-basis.ts";
import { forecast } from "./progress/progress.ts";
import { isRemoval, removalOf } from "./provision.ts";
import { parsePosition } from "./read/position.ts";
import { readBothSides } from "./read/read-both-sides.ts";
import { WaitingUsers } from "./waiting-users.ts";

/** What a cycle would do. */
export type CyclePlan = {
	/**
	 * Everything but unchanged users, in the order in which it would be done. Of existing accounts only ID, name and state
	 * are kept: the planned changes are in `changes`. Empty with `onAction`.
	 */
	readonly actions: readonly PlannedAction[];
	readonly counts: Readonly<Record<PlanCount, number>>;
	/** Number of failing users: planned to fail, or waiting for their next attempt after a failure. */
	readonly stillFailing: number;
	/** Requests left ÷ rate. */
	readonly forecastSeconds: number;
	/** What the mappings do to roles that an operator may not expect. */
	readonly warnings: readonly RoleWarning[];
	/** The versions of everything that the plan is based on. */
	readonly basis: PlanBasis;
	/** Set when the deletion guard would hold back deactivations and deletions. */
	readonly guard: { readonly held: number; readonly threshold: number; readonly reason: string } | null;
};

export type PlanCount = "create" | "update" | "disable" | "enable" | "delete" | "skip" | "fail" | "unchanged";

export type PreviewOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Source ids of users whom the cycle would leave out. */
	readonly excluded?: readonly string[] | undefined;
	/** How many users have been planned. */
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
	/**
	 * If given, it gets the actions one by one, in the order of planning, and the actions are not kept: 100,000 of them need much memory.
	 * Planning waits for the listener.
	 */
	readonly onAction?: ((action: PlannedAction) => void | Promise<void>) | undefined;
};

/** Without a limit the rate is unknown; this is the rate of a target on a nearby machine. */
const requestsPerSecondAssumed = 100;

/** Plans a whole cycle as `runCycle` would, without a single write, neither to the target nor to the store. */
export async function planCycle(parts: PlanParts, options: PreviewOptions = {}): Promise<CyclePlan> {
	const { directory, store, clock, emit } = parts;
	const { signal, onProgress, onAction } = options;
	const roles = rolesReadOnce(parts.roleNames, { emit, now: clock.now, signal });
	const rules = parts.rules();
	const target = parts.target("interactive");
	const now = clock.now();
	const state = await store.state();
	const compareAll = state.configuration !== configurationHash(rules);
	const since = parsePosition(state.watermark);
	const version = new TargetVersion();
	const excluded = new Set(options.excluded);
	const query = { directory, roleNames: roles, store, rules, since, compareAll, now, excluded, signal };
	const both = await readBothSides(query, target, { signal, version });
	const { read, accounts: present, requests: lookUps } = both;
	const { workQueue } = read;
	const accounts = new WrittenAccounts(present, rules.mappings);
	const roleWarnings = new RoleWarnings(rules.mappings);
	const references = new References(read.links);
	const environment = { now: () => new Date(clock.now()), random: clock.random };
	const { matchConflicts } = workQueue;
	const enabling = enablingOf(state, store);
	const known = roleKnowledgeOf(roles, store, now);
	const shared = { rules, accounts, matchConflicts, roles: known, enabling, nameOf: workQueue.names() };
	const counts = {
		create: 0,
		update: 0,
		disable: 0,
		enable: 0,
		delete: 0,
		skip: 0,
		fail: 0,
		unchanged: workQueue.unchanged,
	};
	const total = workQueue.workItems.length + workQueue.removals.length;
	let done = 0;
	let stillFailing = 0;
	const actions: PlannedAction[] = [];
	const removing: PlannedAction[] = [];
	const removals: Removal[] = [];
	const deletions: Extract<PlannedAction, { type: "delete" }>[] = [];
	const { concurrency } = rules.settings;
	const waiting = new WaitingUsers(accounts, concurrency, signal);
	const planned = async (workItem: WorkItem) => {
		const own = { ...environment, ...references.environmentOf(workItem.sourceId) };
		try {
			const plannedItem = await planWorkItem(workItem, { ...shared, environment: own });
			roleWarnings.note(workItem, plannedItem);
			return plannedItem;
		} catch (fault) {
			if (signal?.aborted) throw fault;
			return failedLookUp(workItem, fault);
		}
	};
	const list = async (action: PlannedAction) => {
		if (isFailing(action)) stillFailing += 1;
		const slim = planForDisplay(action);
		if (onAction) await onAction(slim);
		else (isRemoval(action) ? removing : actions).push(slim);
	};
	const show = async (workItem: WorkItem, plannedAction: PlannedAction) => {
		const action = withKnownFailure(plannedAction, workItem, now);
		done += 1;
		onProgress?.(done, total);
		const kind = countOf(action);
		counts[kind] += 1;
		if (isRemoval(action)) removals.push(removalOf(workItem, action));
		else if (isCertain(action)) accounts.note(action);
		if (action.type === "delete") deletions.push(action);
		if (kind !== "unchanged") await list(action);
	};
	const turn = async (workItem: WorkItem) => {
		const { action, isWaiting } = await planned(workItem);
		if (isWaiting) waiting.add(workItem);
		else await show(workItem, action);
	};
	const last = async (workItem: WorkItem) => show(workItem, (await planned(workItem)).action);
	await inParallel(workQueue.workItems, concurrency, turn, signal);
	await waiting.retry(turn);
	await inParallel(workQueue.removals, concurrency, last, signal);
	for (const failed of workQueue.knownFailures()) {
		counts.skip += 1;
		await list(waitingAction(failed, now));
	}
	const verdict = checkRemovals({
		removals,
		managed: read.managed,
		missing: read.missing,
		seen: read.kind === "full" ? workQueue.seen : null,
		allowed: state.allowedDeletions,
		settings: rules.settings.deletionGuard,
	});
	const isHeld = verdict.type === "hold";
	if (!isHeld) {
		for (const deletion of deletions) accounts.note(deletion);
		await waiting.retry(turn);
	}
	await waiting.finish(last);
	const writes =
		counts.create + counts.update + counts.enable + (isHeld ? 0 : counts.disable + 2 * counts.delete);
	const requests = writes + lookUps;
	const pace = rules.settings.requestsPerSecond || requestsPerSecondAssumed;
	const { held, threshold, reason } = isHeld ? verdict : { held: 0, threshold: 0, reason: "" };
	return {
		actions: [...actions, ...removing],
		counts,
		stillFailing,
		forecastSeconds: forecast(requests, pace) ?? 0,
		warnings: roleWarnings.list(),
		basis: basisOf(rules, read.watermark, version.toString()),
		guard: isHeld ? { held, threshold, reason } : null,
	};
}

function isFailing(action: PlannedAction): boolean {
	return action.type === "fail" || (action.type === "skip" && action.reason === "InEscrow");
}

function countOf(action: PlannedAction): PlanCount {
	switch (action.type) {
		case "link":
		case "unlink":
			return "skip";
		case "skip":
			return action.reason === "Unchanged" ? "unchanged" : "skip";
		default:
			return action.type;
	}
}
