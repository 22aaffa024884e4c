import type { Engine } from "../../engine/engine.ts";
import type { LimiterStats } from "../../http/limiter.ts";
import type { CycleSummary, EngineEvent, Progress } from "../../ports/event.ts";
import type { Cycle, Store } from "../../ports/store.ts";
import type { Provisioning, ProvisioningStatus } from "./provisioning.ts";

/** What the provisioning commands need of the workspace. */
export type ProvisioningSource = {
	readonly engine: () => Promise<Engine>;
	readonly store: Store;
	readonly now: () => number;
	/** This process's name as a runner. */
	readonly self: string;
	/** Use of the target's allowance; null before anything was sent. */
	readonly limiter: () => LimiterStats | null;
	readonly requestsPerSecond: () => number;
	/** Told after the status changed for another reason than an event. */
	readonly changed: () => void;
};

export type ProvisioningService = Provisioning & {
	/** Takes every engine event, in order. */
	readonly tell: (event: EngineEvent) => void;
	/** Reads from the store what other processes may have changed. */
	readonly refresh: () => Promise<void>;
	/** The same, and tells the newest log entry when another process wrote it. */
	readonly lookAround: () => Promise<void>;
};

/** What the store knows of the job, as last read. */
type Known = Pick<ProvisioningStatus, "enabled" | "nextRun" | "quarantine" | "otherRunner" | "staged">;

/** Runs, plans and tells. The status is kept here, so that whoever draws it never waits. */
export function createProvisioningService(source: ProvisioningSource): ProvisioningService {
	const { engine, store, limiter, requestsPerSecond, changed } = source;
	const listeners = new Set<(event: EngineEvent) => void>();
	let known: Known = { enabled: false, nextRun: null, quarantine: null, otherRunner: null, staged: 0 };
	/** Warnings that nobody was there to hear. */
	const early: EngineEvent[] = [];
	let running: Progress | null = null;
	let lastCycle: CycleSummary | null = null;
	/** Sequence of the newest entry that was told. */
	let told = 0;
	const announce = (event: EngineEvent) => {
		for (const listener of listeners) listener(event);
	};

	const refresh = async () => {
		const before = lastCycle;
		const [state, held, ended] = await Promise.all([
			store.state(),
			store.lease(source.now()),
			lastEnded(store),
		]);
		const { enabled, nextRun, quarantine, stagedDeletions } = state;
		const otherRunner = held !== undefined && held.holder !== source.self ? held.holder : null;
		if (lastCycle === before) lastCycle = ended ?? before; // else one ended here meanwhile
		const read: Known = {
			enabled,
			nextRun,
			quarantine: quarantine && { since: quarantine.since, reason: quarantine.reason },
			otherRunner,
			staged: stagedDeletions?.count ?? 0,
		};
		if (lastCycle?.cycleId === before?.cycleId && JSON.stringify(read) === JSON.stringify(known)) return;
		known = read;
		changed();
	};
	const lookAround = async () => {
		await refresh();
		const [newest] = await store.log({ order: "descending", limit: 1 });
		if (newest === undefined || newest.sequence <= told) return;
		told = newest.sequence;
		announce({ type: "entry", time: newest.time, entry: newest });
	};
	const after = async <T>(work: (engine: Engine) => Promise<T>): Promise<T> => {
		try {
			return await work(await engine());
		} finally {
			await refresh();
		}
	};

	return {
		status: () => ({
			...known,
			running,
			lastCycle,
			limit: { perSecond: requestsPerSecond(), used: limiter()?.perSecond ?? 0 },
		}),
		subscribe: (listener) => {
			listeners.add(listener);
			for (const event of early.splice(0)) listener(event);
			return () => listeners.delete(listener);
		},
		tell: (event) => {
			if (event.type === "entry") told = Math.max(told, event.entry.sequence);
			if (event.type === "progress") running = event.progress;
			if (event.type === "cycleEnded") {
				running = null;
				lastCycle = event.summary;
			}
			if (listeners.size === 0 && event.type === "warning") early.push(event);
			announce(event);
		},
		refresh,
		lookAround,
		setEnabled: (enabled) => after((to) => to.setEnabled(enabled)),
		runNow: (signal) => after((to) => to.run(signal === undefined ? {} : { signal })),
		stop: () => after((to) => to.stop()),
		plan: async (options = {}) => (await engine()).plan(options),
		restart: (options) => after((to) => to.restart(options)),
		allowDeletions: () =>
			after(async (to) => {
				if (!(await to.allowDeletions())) throw new Error("No disables or deletes are held back.");
			}),
		rejectDeletions: () => after((to) => to.rejectDeletions()),
		heldBack: async () => {
			const { stagedDeletions } = await store.state();
			if (stagedDeletions === null) return [];
			const { cycleId, count } = stagedDeletions;
			return store.log({
				cycleId,
				actions: ["StagedDelete", "StagedAction"],
				order: "ascending",
				limit: count,
			});
		},
		failed: () => store.escrow(),
		retryNow: (sourceIds) => after((to) => to.retryNow(sourceIds)),
		onDemand: (userId, options) => after((to) => to.provision(userId, options)),
		log: (query) => store.log(query),
		countLog: (query) => store.countLog(query),
	};
}

/** The summary of the newest cycle that came to an end, whoever ran it. */
async function lastEnded(store: Store): Promise<CycleSummary | null> {
	const isCycle = ({ kind, endedAt }: Cycle) =>
		endedAt !== null && (kind === "initial" || kind === "incremental");
	const cycle = (await store.cycles(20)).find(isCycle);
	if (cycle === undefined) return null;
	const { id, kind, startedAt, endedAt, outcome, counts, error } = cycle;
	return {
		...counts,
		cycleId: id,
		kind,
		outcome,
		error,
		remedy: null,
		seconds: ((endedAt ?? startedAt) - startedAt) / 1000,
	};
}
