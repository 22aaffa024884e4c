import type { CompiledMappings } from "../mapping/user/compile.ts";
import type { ContentHandling } from "../ports/account-removal.ts";
import type { Clock } from "../ports/clock.ts";
import type { CycleSummary, Emit } from "../ports/event.ts";
import type { LogEntry } from "../ports/log/log-entry.ts";
import type { Directory } from "../ports/source/directory.ts";
import type { CycleCounts } from "../ports/store/cycle.ts";
import type { Escrow } from "../ports/store/escrow.ts";
import type { JobState } from "../ports/store/job-state.ts";
import type { LeaseProcess } from "../ports/store/lease.ts";
import type { Store } from "../ports/store/store.ts";
import type { Permit, Priority, RoleNames, Target } from "../ports/target.ts";
import type { CompiledScope } from "../scoping/evaluate.ts";
import { type DiscoveredAccount, discoverAccounts } from "./accounts/account-discovery.ts";
import { type InactiveAccount, listInactive } from "./accounts/deactivated.ts";
import {
	AccountError,
	type ByHand,
	deleteAccount,
	recreate,
	type ShownAccount,
} from "./accounts/delete-account.ts";
import { checkDrift } from "./accounts/drift/check-drift.ts";
import { type DriftOptions, type DriftReport, NotComparableError } from "./accounts/drift/drift.ts";
import { driftAfterCycle } from "./accounts/drift-after-cycle.ts";
import { LinkError, linkByHand, unlinkByHand } from "./accounts/link-by-hand.ts";
import { runCycle } from "./cycle/cycle.ts";
import { recordingFailedStart } from "./cycle/ending/failed-start.ts";
import type { CycleOptions } from "./cycle/parts/cycle-options.ts";
import type { EngineParts } from "./cycle/parts/engine-parts.ts";
import { warn } from "./cycle/parts/warn.ts";
import { type CyclePlan, type PreviewOptions, planCycle } from "./cycle/plan-cycle.ts";
import { Scheduler } from "./cycle/schedule/scheduler.ts";
import { JobControl } from "./job-control.ts";
import { type OnDemandOptions, type OnDemandReport, provisionOnDemand } from "./on-demand/on-demand.ts";
import { allowDeletions, rejectDeletions, retryFailed } from "./operator-decisions.ts";
import type { Rules } from "./plan/rules.ts";
import type { EngineSettings } from "./plan/settings.ts";
import { Ledger } from "./record/ledger.ts";
import { RunnerLease } from "./recovery/lease.ts";

/** What an engine consists of. */
export type EngineOptions = {
	readonly directory: Directory;
	/** Interactive requests take precedence over a cycle's. */
	readonly target: (priority: Priority, permit: Permit) => Target;
	readonly roleNames: RoleNames;
	readonly store: Store;
	readonly mappings: CompiledMappings;
	readonly scope: CompiledScope;
	readonly settings: EngineSettings;
	readonly clock: Clock;
	/** Must not throw. */
	readonly emit: Emit;
	/** Identifies this process to others: `host, process 4711`. */
	readonly holder: string;
	/** Shows other processes whether this one is still running. */
	readonly process?: LeaseProcess;
	/** Awaited between two users of a cycle: applies what other processes saved, with `configure`. Must not reject. */
	readonly refresh?: () => Promise<void>;
	/**
	 * Awaited before a cycle, before provisioning on demand and before a repair, and before provisioning is switched On. Rejects when
	 * something else provisions the same application.
	 */
	readonly assertAlone?: (signal?: AbortSignal) => Promise<void>;
	/** Awaited from time to time between two users of a cycle. Rejects when something else has begun to provision the same application. */
	readonly assertStillAlone?: (signal?: AbortSignal) => Promise<void>;
	/** Awaited after each cycle, repair and manual change in which anything changed or failed. Must not reject. */
	readonly onChanged?: () => Promise<void>;
};

/** The status of a profile, known without running it. */
export type EngineStatus = JobState & {
	/** Whether a cycle is running in this process. */
	readonly running: boolean;
	/** Another process that runs this profile; null when there is none. */
	readonly otherRunner: string | null;
};

/**
 * Provisions one source into one target. Methods that run or change something throw `ProfileBusyError` while another process
 * runs the profile; every method throws `StoreError`.
 */
export interface Engine {
	/**
	 * Runs one cycle and waits for its end. During a cycle, `auto` is queued once and runs after it. Rejects with `LinkError` during a
	 * cycle when users are to be left out.
	 */
	run(options?: CycleOptions): Promise<CycleSummary>;
	/** What a cycle would do, without writing anything. Throws `ScimError`, `DirectoryError`, `ScopeError`. */
	plan(options?: PreviewOptions): Promise<CyclePlan>;
	/** Provisions one user now, and reports each step. */
	provision(userId: string, options: OnDemandOptions): Promise<OnDemandReport>;
	/**
	 * Sets mappings, scope and settings. A running cycle stops between two users, plans again and continues with them; everything else
	 * uses them from its next start. A changed interval also moves the next cycle.
	 */
	configure(rules: Rules): Promise<void>;
	status(): Promise<EngineStatus>;
	/**
	 * On: a cycle now, then one per interval while `watch` is active; clears a quarantine that switched it Off.
	 * Off: stops after the in-flight requests.
	 */
	setEnabled(enabled: boolean): Promise<void>;
	/** Starts running scheduled cycles while On. */
	watch(): void;
	/** Stops the running cycle after the in-flight requests. */
	stop(): Promise<void>;
	/**
	 * The next cycle compares all users and is due now; `full` also removes all links. Ends a quarantine, and a running cycle
	 * after the in-flight requests.
	 */
	restart(options: { readonly full: boolean }): Promise<void>;
	escrow(): Promise<readonly Escrow[]>;
	/** The next cycle retries failed users; all of them when no ids are given. */
	retryNow(sourceIds?: readonly string[] | "all"): Promise<void>;
	/** Allows the held-back deactivations and deletions one time. False when none are held back. */
	allowDeletions(seen?: string): Promise<boolean>;
	/** Revokes what was allowed. Held-back changes stay held back until their cause is fixed. */
	rejectDeletions(): Promise<void>;
	/** Ends a quarantine manually: the next cycle is due now. */
	clearQuarantine(): Promise<void>;
	/** Compares every managed account with the target, reports what was changed there, and repairs it if requested. */
	drift(options: DriftOptions): Promise<DriftReport>;
	/** Every account in the target, and its owner. */
	accounts(signal?: AbortSignal): Promise<readonly DiscoveredAccount[]>;
	/** Links a source user with an account that does not match: users by id or principal name, accounts by id or userName. */
	link(source: string, target: string, operator: string): Promise<LogEntry>;
	/** Unlinks an account, given by id or userName, from its user. The next cycle re-matches the user. */
	unlink(target: string, operator: string): Promise<LogEntry>;
	/** All inactive accounts in the target. */
	inactive(signal?: AbortSignal): Promise<readonly InactiveAccount[]>;
	/** Deletes a deactivated account, after a snapshot. */
	deleteAccount(shown: ShownAccount, content: ContentHandling, byHand: ByHand): Promise<LogEntry>;
	/** Deletes the account that blocks a user, and provisions the user. Returns both entries, or only the first when it failed. */
	deleteAndProvision(
		shown: ShownAccount,
		content: ContentHandling,
		byHand: ByHand,
	): Promise<readonly LogEntry[]>;
	/** Creates the account of a snapshot again. */
	recreate(snapshotId: string, byHand: ByHand): Promise<LogEntry>;
	/**
	 * Stops scheduled and running cycles; directory, target and store stay open. `replaced`: another engine follows, on another
	 * connection, so a cycle that is stopped is due again immediately.
	 */
	close(options?: { readonly replaced?: boolean }): Promise<void>;
	/** Whether another engine follows or has followed this one. */
	isReplaced(): boolean;
}

/** Creates an engine. Nothing is read or sent until a method is called. */
export function createEngine(options: EngineOptions): Engine {
	const { store, clock, emit, holder } = options;
	const lease = new RunnerLease(store, clock, holder, options.process ?? null);
	const current: { rules: Rules; isReplaced: boolean } = { rules: options, isReplaced: false };
	const parts: EngineParts = {
		directory: options.directory,
		target: (priority, permit) =>
			options.target(priority, async () => {
				await permit?.();
				await lease.confirm();
			}),
		roleNames: options.roleNames,
		store,
		clock,
		emit,
		ledger: new Ledger(store, clock, emit, lease.token),
		lease,
		rules: () => current.rules,
		refresh: async () => options.refresh?.(),
		assertStillAlone: async (signal) => options.assertStillAlone?.(signal),
	};
	const assertAlone = async (signal?: AbortSignal) => options.assertAlone?.(signal);
	const onChanged = async () => options.onChanged?.();
	/** A cycle that may not start stays visible like one that could not. */
	const mayStart = recordingFailedStart(assertAlone, { store, clock, emit });
	const scheduler = new Scheduler({
		store,
		clock,
		intervalMs: () => current.rules.settings.intervalMinutes * 60_000,
		mayStart,
		async run({ kind, excluded, signal }) {
			const summary = await runCycle(parts, { kind, excluded, signal });
			// A repair would also change the accounts of users who were left out.
			const repaired = excluded.length > 0 ? null : await driftAfterCycle(parts, summary, signal);
			if (hasChanged(summary) || (repaired && hasChanged(repaired))) await onChanged();
			return summary;
		},
		warn: (message) => warn(parts, message),
	});
	const control = new JobControl({ store, clock, lease, scheduler, assertAlone });

	const betweenCycles = async <T>(work: () => Promise<T>): Promise<T> => {
		if (scheduler.isRunning)
			throw new LinkError("cycle-running", "A cycle is running. Wait until it ends, or stop it.");
		return work();
	};

	/** A lost snapshot or manual link cannot be restored from anywhere else. */
	const keptSafe = async <T>(work: Promise<T>): Promise<T> => {
		const result = await work;
		await onChanged();
		return result;
	};

	return {
		run: (how = {}) => {
			const run = () => scheduler.runNow(how);
			// Another cycle that starts first would leave these users out instead.
			return how.excluded?.length ? betweenCycles(run) : run();
		},
		plan: (preview) => planCycle(parts, preview),
		async provision(userId, how) {
			if (how.perform) await assertAlone(how.signal);
			return provisionOnDemand(parts, userId, how);
		},
		async configure(changed) {
			const { settings } = current.rules;
			if (changed.settings.reactivation !== settings.reactivation) await store.setState({ enabling: null });
			current.rules = changed;
			if (changed.settings.intervalMinutes !== settings.intervalMinutes) await scheduler.reschedule();
		},
		async status() {
			const [state, held] = await Promise.all([store.state(), store.lease()]);
			const otherRunner = held && held.holder !== holder ? held.holder : null;
			return { ...state, running: scheduler.isRunning, otherRunner };
		},
		setEnabled: (enabled) => control.setEnabled(enabled),
		watch: () => scheduler.start(),
		stop: () => scheduler.stopCycle(),
		restart: (how) => control.restart(how),
		escrow: () => store.escrow(),
		retryNow: (sourceIds = "all") => retryFailed(store, sourceIds, clock.now()),
		allowDeletions: (seen) => allowDeletions(store, seen),
		rejectDeletions: () => rejectDeletions(store),
		clearQuarantine: () => control.clearQuarantine(),
		async drift(how) {
			if (scheduler.isRunning)
				throw new NotComparableError("A cycle is running. Wait until it ends, or stop it.");
			if (how.repair) await assertAlone(how.signal);
			const report = await checkDrift(parts, how);
			if (hasChanged(report.counts)) await onChanged();
			return report;
		},
		accounts: (signal) => discoverAccounts(parts, signal),
		// A running cycle would miss the changed link, and then move the watermark past it.
		link: (source, account, operator) =>
			betweenCycles(() => keptSafe(linkByHand(parts, source, account, operator))),
		unlink: (account, operator) => betweenCycles(() => keptSafe(unlinkByHand(parts, account, operator))),
		inactive: (signal) => listInactive(parts, signal),
		deleteAccount: (shown, content, byHand) => keptSafe(deleteAccount(parts, shown, content, byHand)),
		async deleteAndProvision(shown, content, byHand) {
			const assigned = await assignedAsShown(parts, shown);
			await assertAlone();
			const deleted = await keptSafe(deleteAccount(parts, shown, content, byHand));
			if (deleted.status !== "success") return [deleted];
			const { entry } = await provisionOnDemand(parts, assigned.sourceId, { perform: true });
			return entry ? [deleted, entry] : [deleted];
		},
		recreate: (snapshotId, byHand) => keptSafe(recreate(parts, snapshotId, byHand)),
		isReplaced: () => current.isReplaced,
		async close({ replaced = false } = {}) {
			current.isReplaced ||= replaced;
			const wasRunning = scheduler.isRunning;
			await scheduler.close(
				replaced
					? "Source, target or credentials were changed: the cycle was stopped, and continues with them."
					: undefined,
			);
			if (replaced && wasRunning && (await store.state()).enabled)
				await store.setState({ nextRun: clock.now() });
		},
	};
}

/** The user who gets a new account after the deletion. Throws `AccountError` if that is not the one who was shown. */
async function assignedAsShown(parts: EngineParts, { targetId, userName, assignedAgain }: ShownAccount) {
	const assigned = (await listInactive(parts)).find((one) => one.targetId === targetId)?.assignedAgain;
	if (!assigned)
		throw new AccountError("nobody-assigned", `No assigned user is blocked by the account of ${userName}.`);
	if (assigned.sourceId !== assignedAgain?.sourceId) {
		throw new AccountError(
			"account-changed",
			`Nothing was deleted: the account of ${userName} now blocks another user, ${assigned.displayName}. Refresh the list.`,
		);
	}
	return assigned;
}

/** Whether anything was changed, held back, skipped or failed. A user who is only linked counts as skipped. */
function hasChanged(counts: CycleCounts): boolean {
	const { created, updated, disabled, enabled, deleted, skipped, failed, notApplied = 0, staged } = counts;
	return created + updated + disabled + enabled + deleted + skipped + failed + notApplied + staged > 0;
}
