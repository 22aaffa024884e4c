import { called, linkedIdentity, sourceIdentity } from "../../ports/log-identity.ts";
import type { JobState } from "../../ports/store.ts";
import { ScimError } from "../../scim/errors.ts";
import { classifyError, isConnectionFault } from "../errors/classify-error.ts";
import { type Done, type Execution, execute } from "../execute/execute.ts";
import { step } from "../plan/plan-steps.ts";
import { type Candidate, planTurn } from "../plan/plan-work-item.ts";
import type { PlannedAction } from "../plan/planned-action.ts";
import { hasReferences, type References } from "../plan/references.ts";
import { entryOf } from "../record/outcome.ts";
import { type GuardVerdict, judgeRemovals, type Removal } from "./deletion-guard.ts";
import { inParallel } from "./in-parallel.ts";
import type { CallHealth } from "./quarantine.ts";
import type { SourceRead } from "./read-source.ts";
import type { Tally } from "./tally.ts";
import type { Candidates } from "./work-item.ts";

/** What provisioning everybody whose turn it is needs. */
export type Provisioning = {
	readonly execution: Execution;
	readonly read: SourceRead;
	readonly references: References;
	readonly tally: Tally;
	readonly health: CallHealth;
	/** Hash of the deletions that the operator allowed once. */
	readonly allowed: string | null;
	/** What the guard held back before. */
	readonly staged: JobState["stagedDeletions"];
	readonly onTurn: () => void;
	readonly signal: AbortSignal;
};

type Removing = { readonly candidate: Candidate; readonly action: PlannedAction | null };

/** Plans of removals are kept up to this number; beyond it they are made again, which takes less memory. */
const mostKept = 10_000;

/**
 * Gives everybody their turn: first those in scope, then those whose references had to wait, and last, when all of them
 * are known, the disables and deletes, or what the guard makes of them. Returns the guard's verdict.
 */
export async function provision(work: Provisioning): Promise<GuardVerdict> {
	const { execution, read, signal, references } = work;
	const { concurrency } = execution.rules.settings;
	const { candidates, removals } = read.workload;
	const removing: Removing[] = [];
	const hold = (candidate: Candidate, action: PlannedAction) => {
		removing.push({ candidate, action: removing.length < mostKept ? action : null });
	};

	await inParallel(candidates, concurrency, (candidate) => turn(candidate, work, hold), signal);
	if (hasReferences(execution.rules)) await again(candidates, references.takeMissed(), work, hold);

	await inParallel(
		removals,
		concurrency,
		async (candidate) => {
			const action = await plan(candidate, work);
			if (isRemoval(action)) hold(candidate, action);
			else await finish(candidate, action, work);
		},
		signal,
	);
	const verdict = judgeRemovals({
		removals: removing.map(({ candidate, action }) => removalOf(candidate, action)),
		managed: read.managed,
		missing: read.missing,
		seen: read.kind === "full" ? read.workload.seen : null,
		allowed: work.allowed,
		settings: execution.rules.settings.deletionGuard,
	});
	if (verdict.type === "hold") {
		work.tally.add("staged", removing.length);
		if (work.staged?.hash !== verdict.hash) await stage(removing, verdict.reason, work);
		return verdict;
	}
	await inParallel(
		removing,
		concurrency,
		async ({ candidate, action }) => finish(candidate, action ?? (await plan(candidate, work)), work),
		signal,
	);
	return verdict;
}

/** Whether the guard has a say in it. */
export function isRemoval(action: PlannedAction): boolean {
	return action.type === "disable" || action.type === "delete";
}

export function removalOf(candidate: Candidate, action: PlannedAction | null): Removal {
	const { sourceId, user } = candidate;
	const isDelete = action
		? action.type === "delete"
		: user === null && candidate.reason === "DeletedAtSource";
	return { sourceId, type: isDelete ? "delete" : "disable" };
}

async function turn(
	candidate: Candidate,
	work: Provisioning,
	hold: (candidate: Candidate, action: PlannedAction) => void,
): Promise<void> {
	const action = await plan(candidate, work);
	if (isRemoval(action)) hold(candidate, action);
	else await finish(candidate, action, work);
}

/** A second turn, for those who refer to somebody who has an account only now. */
async function again(
	candidates: Candidates,
	missed: ReadonlySet<string>,
	work: Provisioning,
	hold: (candidate: Candidate, action: PlannedAction) => void,
): Promise<void> {
	if (missed.size === 0) return;
	const { execution, signal } = work;
	await execution.ledger.drain();
	const accounts = { get: (id: string) => execution.target.get(id), find: execution.accounts.find };
	const live = { ...work, execution: { ...execution, accounts } };
	const waiting = [...candidates].filter(({ sourceId }) => missed.has(sourceId));
	await inParallel(
		waiting,
		execution.rules.settings.concurrency,
		async (candidate) => {
			const link = await execution.store.link(candidate.sourceId);
			if (link === undefined) return;
			const linked = { ...candidate, link };
			const action = await plan(linked, live);
			if (isRemoval(action)) hold(linked, action);
			else if (action.type !== "skip") await finish(linked, action, live);
		},
		signal,
	);
}

/** A user whose look-up fails has failed, not the cycle, unless every other look-up would fail as well. */
async function plan(candidate: Candidate, work: Provisioning): Promise<PlannedAction> {
	const { execution, references, signal } = work;
	const environment = { ...execution.environment, ...references.environmentOf(candidate.sourceId) };
	try {
		return (await planTurn(candidate, { ...execution, environment })).action;
	} catch (fault) {
		if (signal.aborted || !(fault instanceof ScimError) || isConnectionFault(fault)) throw fault;
		return lookUpFailed(candidate, fault, work);
	}
}

function lookUpFailed(candidate: Candidate, fault: ScimError, { health }: Provisioning): PlannedAction {
	const { user, link } = candidate;
	const source = user ? sourceIdentity(user) : link ? linkedIdentity(link) : null;
	const userName = source?.userName ?? "";
	const error = classifyError(fault, { who: called(source), userName, roles: [] });
	health.note(error.code);
	const steps = [step("matching", "failure", error.reason)];
	return { type: "fail", source, target: null, steps, changes: [], error };
}

async function finish(candidate: Candidate, action: PlannedAction, work: Provisioning): Promise<void> {
	const done = await execute(candidate, action, work.execution);
	// A failed write of the ledger is thrown when it is drained.
	done.entry?.catch(() => undefined);
	work.tally.note(done);
	work.onTurn();
	if (done.account !== null) work.references.made(candidate.sourceId, done.account);
	noteHealth(done, work.health);
}

function noteHealth({ fault, error, sent }: Done, health: CallHealth): void {
	if (isConnectionFault(fault)) throw fault;
	if (sent) health.note(error?.code ?? null);
}

/** Writes down, once, what is held back. */
async function stage(removing: readonly Removing[], reason: string, work: Provisioning): Promise<void> {
	const { ledger, run, clock } = work.execution;
	await inParallel(
		removing,
		work.execution.rules.settings.concurrency * 10,
		async ({ candidate, action }) => {
			const planned = action ?? (await plan(candidate, work));
			const words = `Held back by the guard against accidental deletions. ${reason}`;
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
