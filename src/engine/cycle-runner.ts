import type { CycleSummary } from "../ports/event.ts";
import type { CycleCounts } from "../ports/store/cycle.ts";
import { driftAfterCycle } from "./accounts/drift-after-cycle.ts";
import { LinkError } from "./accounts/link-by-hand.ts";
import { type CycleOptions, runCycle } from "./cycle/cycle.ts";
import type { EngineParts } from "./cycle/parts/engine-parts.ts";
import { warn } from "./cycle/parts/warn.ts";
import { Scheduler } from "./cycle/schedule/scheduler.ts";

/** What cycles are run with. */
export type CycleRunnerOptions = {
	readonly parts: EngineParts;
	/** Awaited before each cycle. Rejects when it may not start. */
	readonly mayStart: (signal: AbortSignal) => Promise<void>;
	/** Awaited after each cycle in which anything changed or failed. Must not reject. */
	readonly onChanged: () => Promise<void>;
};

/** Runs the cycles of an engine, scheduled and requested, each followed by the comparison for drift that is due. */
export class CycleRunner {
	/** Runs the cycles that are due. */
	readonly scheduler: Scheduler;
	readonly #options: CycleRunnerOptions;
	#nextKind: NonNullable<CycleOptions["kind"]> = "auto";
	#nextExcluded: readonly string[] = [];

	constructor(options: CycleRunnerOptions) {
		const { parts } = options;
		this.#options = options;
		this.scheduler = new Scheduler({
			store: parts.store,
			clock: parts.clock,
			intervalMs: () => parts.rules().settings.intervalMinutes * 60_000,
			run: (signal) => this.#cycle(signal),
			warn: (message) => warn(parts, message),
		});
	}

	/** Runs a cycle and waits for its end; during a cycle, it is queued. Rejects with `LinkError` during a cycle when users are to be left out. */
	async run({ kind, excluded = [], signal }: CycleOptions = {}): Promise<CycleSummary> {
		// Another cycle that starts first would leave these users out instead.
		if (excluded.length > 0) this.assertNoneRuns();
		if (kind !== undefined) this.#nextKind = kind;
		this.#nextExcluded = excluded;
		return this.scheduler.runNow(signal);
	}

	/** Throws `LinkError` during a cycle. */
	assertNoneRuns(): void {
		if (this.scheduler.isRunning)
			throw new LinkError("cycle-running", "A cycle is running. Wait until it ends, or stop it.");
	}

	async #cycle(signal: AbortSignal): Promise<CycleSummary> {
		const { parts, mayStart, onChanged } = this.#options;
		const excluded = this.#nextExcluded;
		this.#nextExcluded = [];
		await mayStart(signal);
		const kind = this.#nextKind;
		this.#nextKind = "auto";
		const summary = await runCycle(parts, { kind, excluded, signal });
		// A repair would also change the accounts of users who were left out.
		const repaired = excluded.length > 0 ? null : await driftAfterCycle(parts, summary, signal);
		if (hasChanged(summary) || (repaired && hasChanged(repaired))) await onChanged();
		return summary;
	}
}

/** Whether anything was changed, held back or failed. */
export function hasChanged(counts: CycleCounts): boolean {
	const { created, updated, disabled, enabled, deleted, failed, notApplied = 0, staged } = counts;
	return created + updated + disabled + enabled + deleted + failed + notApplied + staged > 0;
}
