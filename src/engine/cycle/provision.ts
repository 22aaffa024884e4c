import type { Escrow } from "../../ports/store/escrow.ts";
import type { JobState } from "../../ports/store/job-state.ts";
import { isConnectionFault } from "../errors/classify-error.ts";
import { execute } from "../execute/execute.ts";
import type { Done, Execution } from "../execute/execution.ts";
import { inParallel } from "../parallel/in-parallel.ts";
import type { Accounts } from "../plan/accounts/match.ts";
import { isWrite } from "../plan/action/desired-state.ts";
import type { PlannedAction } from "../plan/action/planned-action.ts";
import type { WrittenAccounts } from "../plan/conflicts/written-accounts.ts";
import { failedLookUp } from "../plan/failed-look-up.ts";
import type { Foreseen } from "../plan/foreseen-failures.ts";
import { step } from "../plan/plan-steps.ts";
import { planWorkItem, type WorkItem } from "../plan/plan-work-item.ts";
import { hasReferences, type References } from "../plan/references.ts";
import { withPresentCause } from "../record/escrow.ts";
import { entryOf } from "../record/outcome.ts";
import { checkRemovals, type GuardDecision, type Removal } from "./deletion-guard.ts";
import { waitingAction, withKnownFailure } from "./known/known-failures.ts";
import type { Tally } from "./progress/tally.ts";
import type { SourceRead } from "./read/read-source.ts";
import type { WorkItems } from "./read/work-item.ts";
import type { CallHealth } from "./schedule/quarantine.ts";
import { WaitingUsers } from "./waiting-users.ts";

/** What is needed to provision the users in the queue. */
export type Provisioning = {
	/** Its accounts are `accounts`. */
	readonly execution: Execution;
	readonly accounts: WrittenAccounts;
	readonly read: SourceRead;
	readonly references: References;
	readonly tally: Tally;
	readonly health: CallHealth;
	/** Hash of those of these changes that the operator has allowed one time, also while the cycle runs. */
	readonly allowed: (removals: readonly Removal[]) => Promise<string | null>;
	/** The changes that the guard held back earlier. */
	readonly staged: JobState["stagedDeletions"];
	/** When the last cycle that completed started, in milliseconds since 1970; null when none did. */
	readonly lastCompleted: number | null;
	/** Called once for each user in the queue, when the user has been processed. */
	readonly onTurn: () => void;
	/** Awaited between two users. What it throws ends the work. */
	readonly beforeUser: () => Promise<void>;
	readonly signal: AbortSignal;
};

type Removing = { readonly workItem: WorkItem; readonly action: PlannedAction | null };

/** Plans of removals are kept up to this number; beyond it they are made again, which takes less memory. */
const mostKept = 10_000;

/**
 * Processes all users: first users in scope, then users whose references had to wait, and last, when all of them are known, the
 * deactivations and deletions, unless the deletion guard holds them back. Users whose value another account gives up in this cycle are
 * retried as long as values become free. Users who failed before and are not due are skipped. Returns the guard's verdict.
 */
export async function provision(work: Provisioning): Promise<GuardDecision> {
	const { execution, read, signal, references } = work;
	const { concurrency } = execution.rules.settings;
	const { workItems, removals } = read.workQueue;
	const removing: Removing[] = [];
	const waiting = new WaitingUsers(work.accounts, concurrency, signal);
	const hold = (workItem: WorkItem, action: PlannedAction) => {
		removing.push({ workItem, action: removing.length < mostKept ? action : null });
	};

	const attempt = (remove: typeof hold | typeof finish) => async (workItem: WorkItem) => {
		const { action, isWaiting } = await plan(workItem, work);
		if (isWaiting) waiting.add(workItem);
		else if (isRemoval(action)) await remove(workItem, action, work);
		else await carryOut(workItem, action, work);
	};
	const turn = attempt(hold);
	const last = async (workItem: WorkItem) => carryOut(workItem, (await plan(workItem, work)).action, work);
	await inParallel(workItems, concurrency, turn, signal);
	await waiting.retry(turn);
	if (hasReferences(execution.rules)) await again(workItems, references.takeMissed(), work, hold);

	await inParallel(
		removals,
		concurrency,
		async (workItem) => {
			const { action } = await plan(workItem, work);
			if (isRemoval(action)) hold(workItem, action);
			else await finish(workItem, action, work);
		},
		signal,
	);
	const skip = (failed: Escrow) => skipWaiting(failed, failed, work);
	await inParallel(read.workQueue.knownFailures(), concurrency, skip, signal);
	const planned = removing.map(({ workItem, action }) => removalOf(workItem, action));
	const verdict = checkRemovals({
		removals: planned,
		managed: read.managed,
		missing: read.missing,
		seen: read.kind === "full" ? read.workQueue.seen : null,
		allowed: await work.allowed(planned),
		settings: execution.rules.settings.deletionGuard,
	});
	if (verdict.type === "hold") {
		work.tally.add("staged", removing.length);
		if (work.staged?.hash !== verdict.hash) await stage(removing, verdict.reason, work);
		else for (const _ of removing) work.onTurn();
		await waiting.finish(last);
		return verdict;
	}
	const remove = async ({ workItem, action }: Removing) => {
		await work.beforeUser();
		await finish(workItem, action ?? (await plan(workItem, work)).action, work);
	};
	await inParallel(removing, concurrency, remove, signal);
	await waiting.retry(attempt(finish));
	await waiting.finish(last);
	return verdict;
}

/** Whether the deletion guard counts the action. */
export function isRemoval(action: PlannedAction): boolean {
	return action.type === "disable" || action.type === "delete";
}

export function removalOf(workItem: WorkItem, action: PlannedAction | null): Removal {
	const { sourceId, user, link } = workItem;
	const isDelete = action ? action.type === "delete" : user === null && workItem.reason === "DeletedAtSource";
	return { sourceId, type: isDelete ? "delete" : "disable", isManaged: link?.state === "managed" };
}

/** Plans users again who refer to a user whose account was just created. */
async function again(
	workItems: WorkItems,
	missed: ReadonlySet<string>,
	work: Provisioning,
	hold: (workItem: WorkItem, action: PlannedAction) => void,
): Promise<void> {
	if (missed.size === 0) return;
	const { execution, signal } = work;
	await execution.ledger.drain();
	const accounts: Accounts = {
		get: (id) => execution.target.get(id),
		find: (attribute, value) => execution.accounts.find(attribute, value),
		isServiceAccount: execution.accounts.isServiceAccount,
	};
	const live = { ...work, execution: { ...execution, accounts }, onTurn: () => undefined };
	const waiting = [...workItems].filter(({ sourceId }) => missed.has(sourceId));
	await inParallel(
		waiting,
		execution.rules.settings.concurrency,
		async (workItem) => {
			const link = await execution.store.link(workItem.sourceId);
			if (link === undefined) return;
			const linked = { ...workItem, link };
			const { action } = await plan(linked, live);
			if (isRemoval(action)) hold(linked, action);
			else if (action.type !== "skip") await finish(linked, action, live);
		},
		signal,
	);
}

async function plan(workItem: WorkItem, work: Provisioning): Promise<Foreseen> {
	const { execution, references, health, signal } = work;
	await work.beforeUser();
	const environment = { ...execution.environment, ...references.environmentOf(workItem.sourceId) };
	try {
		return await planWorkItem(workItem, { ...execution, environment });
	} catch (fault) {
		if (signal.aborted) throw fault;
		const failed = failedLookUp(workItem, fault);
		health.note(failed.action.error.code);
		return failed;
	}
}

/** The first account to enable is tried alone: the target's answer may change the plans for the others. */
async function carryOut(workItem: WorkItem, action: PlannedAction, work: Provisioning): Promise<void> {
	const { enabling } = work.execution;
	if (action.type !== "enable" || !enabling?.isUnknown) return finish(workItem, action, work);
	if (await enabling.tryFirst(() => finish(workItem, action, work))) return;
	await finish(workItem, (await plan(workItem, work)).action, work);
}

async function finish(workItem: WorkItem, planned: PlannedAction, work: Provisioning): Promise<void> {
	const { escrow } = workItem;
	const action = withKnownFailure(planned, workItem, work.execution.clock.now());
	if (escrow !== undefined && action !== planned && planned.type === "fail") {
		await skipWaiting(escrow, withPresentCause(escrow, planned.error), work);
		work.onTurn();
		return;
	}
	const isIdle = action.type === "skip" && action.reason === "ActionNotAllowed";
	if (isIdle && workItem.link === undefined) work.read.workQueue.idle.add(workItem.sourceId);
	const done = await execute(workItem, action, work.execution);
	// A failed write of the ledger is thrown when it is drained.
	done.entry?.catch(() => undefined);
	work.tally.note(done, workItem.sourceId);
	work.onTurn();
	if (done.error === null && isWrite(done.action)) work.accounts.note(done.action);
	if (done.account !== null) work.references.made(workItem.sourceId, done.account);
	noteHealth(done, work.health);
}

function noteHealth({ fault, error, sent }: Done, health: CallHealth): void {
	if (isConnectionFault(fault)) throw fault;
	// A target that does not apply one value still works for everything else.
	if (sent) health.note(error === null || error.code === "AcceptedButNotApplied" ? null : error.code);
}

/**
 * Skips a user whose next attempt is not due. The first cycle after a failure logs it, and one that finds another reason; the
 * others only count it.
 */
async function skipWaiting(
	failed: Escrow,
	present: Escrow,
	{ execution, tally, lastCompleted }: Provisioning,
): Promise<void> {
	if (!tally.noteWaiting(failed.sourceId)) return;
	const isChanged = present.reason !== failed.reason;
	const isLogged = lastCompleted !== null && failed.lastFailed < lastCompleted;
	if (isLogged && !isChanged) return;
	const { ledger, run, clock } = execution;
	const now = clock.now();
	const entry = entryOf(waitingAction(present, now), run, clock.id(), now);
	const escrow = isChanged ? ({ type: "put", escrow: present } as const) : ({ type: "keep" } as const);
	await ledger.settle({ entry, link: { type: "keep" }, escrow });
}

/** Logs once what is held back. */
async function stage(removing: readonly Removing[], reason: string, work: Provisioning): Promise<void> {
	const { ledger, run, clock } = work.execution;
	await inParallel(
		removing,
		work.execution.rules.settings.concurrency * 10,
		async ({ workItem, action }) => {
			const planned = action ?? (await plan(workItem, work)).action;
			const words = `Held back by the deletion guard. ${reason}`;
			const base = entryOf(planned, run, clock.id(), clock.now());
			const kind = planned.type === "delete" ? "StagedDelete" : "StagedAction";
			const steps = [...base.steps, step("export", "skipped", words)];
			const entry = { ...base, action: kind, status: "warning", steps } as const;
			await ledger.settle({ entry, link: { type: "keep" }, escrow: { type: "keep" } });
			work.onTurn();
		},
		work.signal,
	);
}
