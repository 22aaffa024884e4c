import { maxLengthOf } from "../../mapping/refused-values.ts";
import type { TargetDialect } from "../../mapping/target-dialect.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ProvisioningError } from "../../ports/error-code.ts";
import type { LogEntry, NewLogEntry } from "../../ports/log-entry.ts";
import { called, targetIdentity } from "../../ports/log-identity.ts";
import {
	type Intent,
	type LinkChange,
	type Outcome,
	type Snapshot,
	type Store,
	StoreError,
} from "../../ports/store.ts";
import type { Target } from "../../ports/target.ts";
import { ScimError } from "../../scim/errors.ts";
import type { ScimUser } from "../../scim/resource.ts";
import { classifyError, isConnectionFault, isUncertain, type Subject } from "../errors/classify-error.ts";
import { askTarget } from "../plan/account-index.ts";
import { desiredRoles, desiredUserName, type Write } from "../plan/desired-state.ts";
import { holdersOf } from "../plan/holders.ts";
import { blockedByDeactivated, valueHeld } from "../plan/plan-failures.ts";
import { planWorkItem, type Surroundings, type WorkItem } from "../plan/plan-work-item.ts";
import type { PlannedAction } from "../plan/planned-action.ts";
import { isOldNews } from "../record/escrow.ts";
import { intendedOperations } from "../record/intended-operations.ts";
import type { Ledger } from "../record/ledger.ts";
import { type NotApplied, notApplied, notDeleted } from "../record/not-applied.ts";
import { entryOf, escrowAfter, exported, linkAfter, logAction, type Run } from "../record/outcome.ts";
import { snapshotOf } from "../record/snapshot.ts";
import { withoutRedacted } from "../record/without-redacted.ts";
import { ProfileBusyError } from "../recovery/lease.ts";
import { wasCarriedOut } from "../recovery/settle-intents.ts";
import { keptAccount, whatArrived } from "../recovery/what-arrived.ts";

/** What is needed to carry out planned actions. */
export type Execution = Surroundings & {
	readonly run: Run;
	readonly target: Target;
	readonly store: Store;
	readonly ledger: Ledger;
	readonly clock: Clock;
};

/** The outcome of a turn. `entry` is null where nothing is logged. */
export type Done = {
	readonly action: PlannedAction;
	readonly entry: Promise<LogEntry> | null;
	readonly error: ProvisioningError | null;
	/** The exception that caused the error when a request failed; undefined when none did. */
	readonly fault: unknown;
	/** Whether a writing request was sent. */
	readonly sent: boolean;
	/** The account that the user has now; null when none, or none that is known of. */
	readonly account: string | null;
};

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
	return done;
}

/** What the target does with one account that is to be enabled, it does with all. */
async function noteEnabling({ action, sent, error }: Done, { enabling, clock }: Execution): Promise<void> {
	if (action.type !== "enable" || !sent || enabling === undefined) return;
	const isRefused = error?.code === "BlockedByDeactivatedAccount";
	if (error === null || isRefused) await enabling.note(!isRefused, clock.now());
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
			return write(workItem, action, execution, mayPlanAgain);
	}
}

/** Updates only the link of a user without changes. */
async function skip(
	workItem: WorkItem,
	action: Extract<PlannedAction, { type: "skip" }>,
	{ store, ledger, run, clock }: Execution,
): Promise<Done> {
	const { link, fingerprint, escrow, sourceId } = workItem;
	if (action.reason === "Unchanged") {
		if (link && link.fingerprint !== fingerprint) await store.putLink({ ...link, fingerprint });
		if (escrow) await store.releaseEscrow([sourceId]);
		return {
			action,
			entry: null,
			error: null,
			fault: undefined,
			sent: false,
			account: link?.targetId ?? null,
		};
	}
	const now = clock.now();
	const change: LinkChange =
		link && link.fingerprint !== fingerprint
			? { type: "put", link: { ...link, fingerprint } }
			: { type: "keep" };
	const outcome: Outcome = {
		entry: entryOf(action, run, clock.id(), now),
		link: change,
		escrow: escrowAfter(workItem, null, now),
	};
	return { action, entry: ledger.settle(outcome), error: null, fault: undefined, sent: false, account: null };
}

function fail(
	workItem: WorkItem,
	action: Extract<PlannedAction, { type: "fail" }>,
	{ ledger, run, clock }: Execution,
): Done {
	const { error } = action;
	const now = clock.now();
	const done = { action, error, fault: undefined, sent: false, account: null };
	if (isOldNews(workItem.escrow, workItem.fingerprint, error, now)) return { ...done, entry: null };
	const entry = entryOf(action, run, clock.id(), now);
	const outcome: Outcome = { entry, link: { type: "keep" }, escrow: escrowAfter(workItem, error, now) };
	return { ...done, entry: ledger.settle(outcome) };
}

/** Only the link changes: no request. */
function record(
	workItem: WorkItem,
	action: Extract<PlannedAction, { type: "link" | "unlink" }>,
	{ ledger, run, clock }: Execution,
): Done {
	const now = clock.now();
	const account = action.type === "link" ? action.present : action.target;
	const outcome: Outcome = {
		entry: entryOf(action, run, clock.id(), now),
		link: linkAfter(workItem, action, account, now),
		escrow: escrowAfter(workItem, null, now),
	};
	const linked = action.type === "link" ? action.present.id : null;
	return {
		action,
		entry: ledger.settle(outcome),
		error: null,
		fault: undefined,
		sent: false,
		account: linked,
	};
}

async function write(
	workItem: WorkItem,
	action: Write,
	execution: Execution,
	mayPlanAgain: boolean,
): Promise<Done> {
	const { ledger, target, clock, run } = execution;
	const changeId = clock.id();
	const started = clock.now();
	const began = clock.monotonic();
	const base = entryOf(action, run, changeId, started);
	const { targets, set } = execution.rules.mappings;
	const asking = { ...execution, targets, dialect: set.dialect };
	const operations = await intendedOperations(action, changeId, asking);
	const intent = intentOf(workItem, action, operations, base, started);
	await ledger.intend(intent, snapshotBefore(action, base, started));
	const finish = (entry: NewLogEntry): NewLogEntry => ({
		...entry,
		time: clock.now(),
		durationMs: Math.round(clock.monotonic() - began),
	});
	const succeed = (account: ScimUser | null, words: string): Done => {
		if (account) execution.matchConflicts.give(account.id, workItem.sourceId);
		const entry = exported(
			{ ...base, target: account ? targetIdentity(account) : base.target },
			"success",
			words,
		);
		const link = linkAfter(workItem, action, account, clock.now());
		const outcome: Outcome = {
			entry: finish(entry),
			link,
			escrow: escrowAfter(workItem, null, clock.now()),
		};
		const entryWritten = ledger.settle(outcome);
		return {
			action,
			entry: entryWritten,
			error: null,
			fault: undefined,
			sent: true,
			account: account?.id ?? null,
		};
	};
	const failWith = (error: ProvisioningError, fault: unknown, id = changeId): Done => {
		const entry = {
			...exported(base, "failure", error.reason),
			changeId: id,
			status: "failure",
			error,
		} as const;
		const escrow = escrowAfter(workItem, error, clock.now());
		const outcome: Outcome = { entry: finish(entry), link: { type: "keep" }, escrow };
		return { action, entry: ledger.settle(outcome), error, fault, sent: true, account: null };
	};
	/** The target answered with success. Whether it did what was asked, only the account shows. */
	const conclude = (account: ScimUser | null, missing: readonly string[], words: string): Done => {
		if (account === null || missing.length === 0) return succeed(account, words);
		if (action.type === "enable" && !account.active) return stayedDeactivated(account, missing);
		execution.matchConflicts.give(account.id, workItem.sourceId);
		const link = linkAfter(workItem, action, account, clock.now());
		return warn(account, notApplied({ ...base, target: targetIdentity(account) }, link, missing));
	};
	/** The account does not show all of the change. */
	const warn = (account: ScimUser, { entry, link }: NotApplied): Done => {
		const { error } = entry;
		const escrow = escrowAfter(workItem, error, clock.now());
		const entryWritten = ledger.settle({ entry: finish(entry), link, escrow });
		return { action, entry: entryWritten, error, fault: undefined, sent: true, account: account.id };
	};
	/** The rest of the change may have been applied all the same, and then it is logged. */
	const stayedDeactivated = (account: ScimUser, missing: readonly string[]): Done => {
		const error = blockedByDeactivated(called(action.source), account, "refused");
		const applied = base.modifiedProperties.filter(({ name }) => !missing.includes(name));
		if (applied.length === 0) return failWith(error, undefined);
		const words = "The target applied this part of the change. The account is still deactivated.";
		const entry = {
			...exported({ ...base, target: targetIdentity(account) }, "success", words),
			action: "Update",
			modifiedProperties: applied,
		} as const;
		const partWritten = ledger.settle({
			entry: finish(entry),
			link: { type: "keep" },
			escrow: { type: "keep" },
		});
		partWritten.catch(() => undefined); // thrown when the ledger is drained
		return failWith(error, undefined, clock.id());
	};
	try {
		const answered = await send(action, target);
		if (action.type === "delete") {
			const kept = await keptAccount(action.present.id, target);
			if (kept !== undefined) return warn(kept, notDeleted(base, action.present, kept));
		}
		const { account, missing } = answered
			? await whatArrived(intent, answered, asking)
			: { account: null, missing: [] };
		return conclude(account, missing, exportWords[action.type]);
	} catch (fault) {
		if (isStopped(fault)) {
			await ledger.withdraw(changeId);
			throw fault;
		}
		if (isConnectionFault(fault)) return stop(fault);
		if (isUncertain(fault)) return settleUncertain(intent, fault);
		if (mayPlanAgain && isOvertaken(action, fault)) {
			await ledger.withdraw(changeId);
			return planAgain(workItem, action, execution, fault);
		}
		return failWith(await explain(action, fault, target, set.dialect), fault);
	}

	/**
	 * The target refuses everything: nothing is wrong with the user, who is not marked as failed. Part of the change may have
	 * been made before, so the intent stays open, and the next run asks.
	 */
	function stop(fault: ScimError): never {
		ledger.leaveOpen(changeId);
		throw fault;
	}

	/** The response was permanently lost. If asking the target also fails, the intent stays open, and the failure has its own entry. */
	async function settleUncertain(intent: Intent, fault: unknown): Promise<Done> {
		const error = classifyError(withoutRedacted(fault, action), subjectOf(action, set.dialect));
		try {
			const verdict = await wasCarriedOut(intent, asking);
			if (!verdict.done) return failWith(error, fault);
			const words = `${exportWords[action.type]} Its answer was lost; asked again, the target shows it.`;
			return conclude(verdict.account, verdict.missing, words);
		} catch (askFault) {
			if (isConnectionFault(askFault)) return stop(askFault);
			ledger.leaveOpen(changeId);
			const reason = `${error.reason} Whether the change was made is not known yet; the next run asks.`;
			return failWith({ ...error, reason }, fault, clock.id());
		}
	}
}

const exportWords: Record<Write["type"], string> = {
	create: "The account was created.",
	update: "The account was updated.",
	enable: "The account was enabled.",
	disable: "The account was deactivated.",
	delete: "The account was deleted.",
};

async function send(action: Write, target: Target): Promise<ScimUser | null> {
	switch (action.type) {
		case "create":
			return target.create(action.user);
		case "delete":
			await target.delete(action.present.id);
			return null;
		default:
			return target.update(action.present, action.operations);
	}
}

function intentOf(
	workItem: WorkItem,
	action: Write,
	operations: Intent["operations"],
	entry: NewLogEntry,
	now: number,
): Intent {
	const userName = desiredUserName(action);
	const account = action.type === "create" ? { id: "", userName } : action.present;
	const change = linkAfter(workItem, action, account, now);
	return {
		changeId: entry.changeId,
		cycleId: entry.cycleId,
		action: logAction(action),
		sourceId: workItem.sourceId,
		targetId: action.type === "create" ? null : action.present.id,
		userName,
		operations,
		entry,
		link: change.type === "put" ? change.link : null,
	};
}

function snapshotBefore(
	action: Write,
	{ changeId, initiatedBy }: NewLogEntry,
	now: number,
): Snapshot | undefined {
	if (action.type !== "delete") return undefined;
	const deletion = { changeId, takenAt: now, classic: null, content: null, deletedBy: initiatedBy };
	return snapshotOf(action.present, deletion);
}

/** The lease was lost before anything was sent: the process that has it now plans by itself. */
function isStopped(fault: unknown): boolean {
	return fault instanceof ProfileBusyError || fault instanceof StoreError;
}

/** The target has changed since the action was planned. */
function isOvertaken(action: Write, fault: unknown): boolean {
	if (!(fault instanceof ScimError)) return false;
	if (fault.code === "not-found" || fault.code === "precondition-failed") return action.type !== "create";
	return fault.code === "conflict" && action.type === "create";
}

/**
 * Plans again from the present state of the target. A creation is not sent again: it would be refused again. If the target
 * cannot be asked, the user fails, unless every other request would fail the same way.
 */
async function planAgain(
	workItem: WorkItem,
	before: Write,
	execution: Execution,
	fault: unknown,
): Promise<Done> {
	const { dialect } = execution.rules.mappings.set;
	const refused = (action: PlannedAction, error: ProvisioningError, cause: unknown): Done => {
		const { source, target } = action;
		const { changes } = before;
		const { steps } = exported(entryOf(action, execution.run, "", 0), "failure", error.reason);
		const failed: PlannedAction = { source, target, changes, steps, type: "fail", error };
		return { ...fail(workItem, failed, execution), fault: cause, sent: true };
	};
	let action: PlannedAction;
	try {
		const accounts = askTarget(execution.target);
		action = (await planWorkItem(workItem, { ...execution, accounts })).action;
	} catch (askFault) {
		if (!(askFault instanceof ScimError) || isConnectionFault(askFault)) throw askFault;
		return refused(before, classifyError(askFault, subjectOf(before, dialect)), askFault);
	}
	if (action.type !== "create" || before.type !== "create")
		return attempt(workItem, action, execution, false);
	return refused(action, await explain(before, fault, execution.target, dialect), fault);
}

function subjectOf(action: Write, dialect: TargetDialect): Subject {
	return {
		who: called(action.source),
		userName: desiredUserName(action),
		roles: desiredRoles(action),
		longestUserName: maxLengthOf("userName", dialect),
	};
}

/** The error in the terms of the log. The cause of a conflict may be a deactivated account, which is looked up. */
async function explain(
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
	if (fault.code !== "conflict") return error;
	const account = await holderOf(action, target, dialect);
	if (account === undefined) return error;
	const userName = desiredUserName(action);
	return { ...error, ...valueHeld(called(action.source), { account, userName, detail: fault.detail }) };
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

/** Which status such a refusal has is not documented: beyond a conflict, the target's words decide. */
function refusesToEnable({ code, detail = "" }: ScimError): boolean {
	return code === "conflict" || ((code === "invalid" || code === "forbidden") && /activ|enabl/i.test(detail));
}
