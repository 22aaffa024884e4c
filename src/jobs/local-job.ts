import type { Engine } from "../engine/engine.ts";
import type { CycleSummary } from "../ports/event.ts";
import type { Cycle, Store } from "../ports/store.ts";
import type { ProvisioningJob } from "./provisioning-job.ts";

export type LocalJobOptions = {
	/** The engine for the source and target in use; opened when it is first needed. */
	readonly engine: () => Promise<
		Pick<
			Engine,
			| "run"
			| "isReplaced"
			| "stop"
			| "plan"
			| "provision"
			| "setEnabled"
			| "restart"
			| "retryNow"
			| "allowDeletions"
			| "rejectDeletions"
		>
	>;
	readonly store: Pick<Store, "state" | "lease" | "cycles" | "escrow" | "log" | "countLog">;
	/** This process's name as a runner. */
	readonly holder: string;
};

/** The job that this program's engine runs. Reading its status needs only the store: neither source nor target is opened. */
export function createLocalJob({ engine, store, holder }: LocalJobOptions): ProvisioningJob {
	return {
		capabilities: {
			runNow: { perform: (signal) => runOnNewest(engine, signal) },
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
			rejectDeletions: { perform: async () => (await engine()).rejectDeletions() },
			failed: { perform: () => store.escrow() },
			retryNow: { perform: async (sourceIds) => (await engine()).retryNow(sourceIds) },
		},
		status: async () => {
			const [state, lease, escrow] = await Promise.all([store.state(), store.lease(), store.escrow()]);
			const lastCycle = await lastEnded(store, escrow.length);
			const { enabled, nextRun, quarantine, stagedDeletions } = state;
			return {
				enabled,
				lastCycle,
				nextRun,
				quarantine: quarantine && { since: quarantine.since, reason: quarantine.reason },
				otherRunner: lease !== undefined && lease.holder !== holder ? lease.holder : null,
				staged: stagedDeletions?.count ?? 0,
			};
		},
		newestEntry: async () => (await store.log({ order: "descending", limit: 1 }))[0],
		setEnabled: async (enabled) => (await engine()).setEnabled(enabled),
		restart: async (scope) => (await engine()).restart({ full: scope === "full" }),
		onDemand: async (userId, options) => (await engine()).provision(userId, options),
		allowDeletions: async () => {
			if (!(await (await engine()).allowDeletions()))
				throw new Error("No deactivations or deletions are held back.");
		},
		log: (query) => store.log(query),
		countLog: (query) => store.countLog(query),
	};
}

/** Runs a cycle; one that was stopped because another engine replaced this one is run again on that. */
async function runOnNewest(engine: LocalJobOptions["engine"], signal?: AbortSignal): Promise<CycleSummary> {
	for (;;) {
		const current = await engine();
		const summary = await current.run(signal === undefined ? {} : { signal });
		if (summary.outcome !== "interrupted" || signal?.aborted || !current.isReplaced()) return summary;
	}
}

/** The summary of the newest cycle that came to an end, whichever process ran it. `stillFailing`: users who fail now. */
async function lastEnded(store: Pick<Store, "cycles">, stillFailing: number): Promise<CycleSummary | null> {
	const isCycle = ({ kind, endedAt }: Cycle) =>
		endedAt !== null && (kind === "initial" || kind === "incremental");
	const cycle = (await store.cycles(20)).find(isCycle);
	if (cycle === undefined) return null;
	const { id, kind, startedAt, endedAt, outcome, counts, error } = cycle;
	const seconds = ((endedAt ?? startedAt) - startedAt) / 1000;
	const { notReached = 0 } = counts;
	return { ...counts, cycleId: id, kind, outcome, error, remedy: null, seconds, notReached, stillFailing };
}
