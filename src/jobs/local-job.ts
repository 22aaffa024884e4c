import type { Engine } from "../engine/engine.ts";
import { readOpenMatters } from "../engine/open-matters/read-open-matters.ts";
import { allowDeletions, rejectDeletions, retryFailed } from "../engine/operator-decisions.ts";
import type { CycleSummary } from "../ports/event.ts";
import type { OpenMatter } from "../ports/open-matter.ts";
import { isCycle, recentRuns } from "../ports/recent-cycles.ts";
import type { Cycle } from "../ports/store/cycle.ts";
import type { Store } from "../ports/store/store.ts";
import type { ResetScope } from "../setup/reset-scope.ts";
import type { ProvisioningJob } from "./provisioning-job.ts";

type OpenEngine = () => Promise<
	Pick<
		Engine,
		"run" | "isReplaced" | "stop" | "plan" | "provision" | "setEnabled" | "restart" | "clearQuarantine"
	>
>;

export type LocalJobOptions = {
	/** The engine for the source and target in use; opened when it is first needed. */
	readonly engine: OpenEngine;
	/** The same for a cycle, which records it when the engine cannot be opened; default: `engine`. */
	readonly engineForCycles?: OpenEngine;
	readonly store: Pick<
		Store,
		| "state"
		| "lease"
		| "cycles"
		| "escrow"
		| "log"
		| "newestOfEach"
		| "countLog"
		| "findings"
		| "setState"
		| "retryEscrow"
	>;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** This process's name as a runner. */
	readonly holder: string;
	/** Awaited after provisioning was turned On or Off. */
	readonly onSwitched?: (enabled: boolean) => Promise<void>;
};

/** The last cycles in the status. */
const shownCycles = 20;

/** The job that this program's engine runs. Reading its status needs only the store: neither source nor target is opened. */
export function createLocalJob({
	engine,
	engineForCycles = engine,
	store,
	now,
	holder,
	onSwitched,
}: LocalJobOptions): ProvisioningJob {
	return {
		capabilities: {
			runNow: { perform: (signal, options) => runOnNewest(engineForCycles, signal, options?.excluded) },
			stop: { perform: async () => (await engine()).stop() },
			plan: { perform: async (options) => (await engine()).plan(options) },
			heldBack: {
				perform: async () => {
					const { stagedDeletions } = await store.state();
					if (stagedDeletions === null) return [];
					const { cycleId, count } = stagedDeletions;
					const actions = ["StagedDelete", "StagedAction"] as const;
					return store.log({ cycleId, actions, order: "ascending", limit: count });
				},
			},
			rejectDeletions: { perform: () => rejectDeletions(store) },
			failed: { perform: () => store.escrow() },
			preview: {
				perform: async (userId, options) =>
					(await engine()).provision(userId, { ...options, perform: false }),
			},
			reset: { perform: async (scopes) => reset(scopes, await engine(), store, now()) },
			retryNow: { perform: (sourceIds) => retryFailed(store, sourceIds ?? "all", now()) },
		},
		status: async () => {
			const [state, lease, runs, findings] = await Promise.all([
				store.state(),
				store.lease(),
				recentRuns(store),
				store.findings(),
			]);
			const cycles = runs.filter(isCycle);
			const compared = runs.find(({ kind, outcome }) => kind === "drift" && outcome === "completed");
			const matters = await readOpenMatters(store, state, cycles, now());
			const lastCycle = lastEnded(cycles, matters.filter(isFailing).length);
			const { enabled, nextRun, quarantine, stagedDeletions } = state;
			return {
				enabled,
				lastCycle,
				nextRun,
				quarantine: quarantine && { since: quarantine.since, reason: quarantine.reason },
				otherRunner: lease !== undefined && lease.holder !== holder ? lease.holder : null,
				staged: stagedDeletions?.count ?? 0,
				openMatters: matters,
				recentCycles: cycles.slice(0, shownCycles),
				drift: compared?.endedAt == null ? null : { found: findings.size, readAt: compared.endedAt },
			};
		},
		newestEntry: async () => (await store.log({ order: "descending", limit: 1 }))[0],
		async setEnabled(enabled) {
			await (await engine()).setEnabled(enabled);
			await onSwitched?.(enabled);
		},
		restart: async (scope) => (await engine()).restart({ full: scope === "full" }),
		onDemand: async (userId, options) => (await engine()).provision(userId, options),
		allowDeletions: async (seen) => {
			if (!(await allowDeletions(store, seen)))
				throw new Error("No deactivations or deletions are held back.");
		},
		log: (query) => store.log(query),
		newestOfEach: (sourceIds) => store.newestOfEach(sourceIds),
		countLog: (query) => store.countLog(query),
	};
}

/** A restart also forgets failures and ends a quarantine, so these are done by themselves only without one. */
async function reset(
	scopes: readonly ResetScope[],
	engine: Awaited<ReturnType<OpenEngine>>,
	store: LocalJobOptions["store"],
	now: number,
): Promise<void> {
	const has = (scope: ResetScope) => scopes.includes(scope);
	if (has("deletions") && !(await allowDeletions(store)))
		throw new Error("No deactivations or deletions are held back.");
	if (has("watermark") || has("links")) return engine.restart({ full: has("links") });
	if (has("escrows")) await retryFailed(store, "all", now);
	if (has("quarantine")) await engine.clearQuarantine();
}

/** Whether it concerns one user. */
function isFailing({ kind }: OpenMatter): boolean {
	return kind === "userFails" || kind === "changeNotApplied";
}

/** Runs a cycle; one that was stopped because another engine replaced this one is run again on that. */
async function runOnNewest(
	engine: OpenEngine,
	signal?: AbortSignal,
	excluded: readonly string[] = [],
): Promise<CycleSummary> {
	for (;;) {
		const current = await engine();
		const summary = await current.run({ excluded, ...(signal === undefined ? {} : { signal }) });
		if (summary.outcome !== "interrupted" || signal?.aborted || !current.isReplaced()) return summary;
	}
}

/** The summary of the newest cycle that came to an end, whichever process ran it. `stillFailing`: users who fail now. */
function lastEnded(cycles: readonly Cycle[], stillFailing: number): CycleSummary | null {
	const cycle = cycles.find(({ endedAt }) => endedAt !== null);
	if (cycle === undefined) return null;
	const { id, kind, startedAt, endedAt, outcome, counts, error } = cycle;
	const seconds = Math.max(0, (endedAt ?? startedAt) - startedAt) / 1000;
	const { notReached = 0 } = counts;
	return { ...counts, cycleId: id, kind, outcome, error, remedy: null, seconds, notReached, stillFailing };
}
