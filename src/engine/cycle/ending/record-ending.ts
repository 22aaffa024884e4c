import type { CycleKind } from "../../../ports/store/cycle.ts";
import type { JobState } from "../../../ports/store/job-state.ts";
import { LeaseLostError } from "../../../ports/store/lease.ts";
import { errorMessage } from "../../../text/error-message.ts";
import { provisioningError } from "../../errors/error-catalog.ts";
import { cycleNote, cycleOutcome } from "../../record/cycle-entry.ts";
import type { EngineParts } from "../parts/engine-parts.ts";
import { warn } from "../parts/warn.ts";
import { inQuarantine, isHopeless, type Quarantine } from "../schedule/quarantine.ts";
import type { EarlyEnding } from "./ending.ts";
import { afterFailedCycle } from "./failed-cycle.ts";

/** A cycle that did not complete. */
export type EndedCycle = {
	readonly id: string;
	readonly kind: CycleKind;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	readonly durationMs: number;
	readonly notReached: number;
	/** The state of the job when the cycle started. */
	readonly state: JobState;
};

type Recording = Pick<EngineParts, "store" | "ledger" | "clock" | "emit">;

const howItEnded: Readonly<Record<EarlyEnding["outcome"], string>> = {
	interrupted: "was interrupted",
	paused: "stopped for a pause",
	failed: "failed",
	quarantined: "failed",
};

/** Logs the end of a cycle that did not complete, and keeps what stays open. A store that is full or lost must not hide the cause. */
export async function recordEnding(ending: EarlyEnding, cycle: EndedCycle, parts: Recording): Promise<void> {
	const { ledger, clock } = parts;
	const { id: cycleId, kind, startedAt, durationMs, notReached } = cycle;
	const error = "error" in ending ? ending.error : null;
	const why = "error" in ending ? ending.error.reason : ending.words;
	const words = `The ${kind} cycle ${howItEnded[ending.outcome]}: ${why}`;
	const times = { startedAt, endedAt: clock.now(), durationMs };
	const outcome = cycleOutcome({ cycleId, ...times, error, words, notReached });
	ledger.reopen();
	const results = await Promise.allSettled([ledger.settle(outcome), keepOpen(ending, cycle, parts)]);
	for (const result of results) {
		// The process that took over the lease records the end.
		if (result.status === "fulfilled" || result.reason instanceof LeaseLostError) continue;
		warn(parts, `The end of the cycle could not be logged: ${errorMessage(result.reason)}`);
	}
}

/** Keeps what stays open after a cycle that did not complete: failed cycles, the pause, or the quarantine. */
async function keepOpen(ending: EarlyEnding, { id, state }: EndedCycle, parts: Recording): Promise<void> {
	const { store, clock } = parts;
	const now = clock.now();
	if (ending.outcome === "interrupted") return;
	if (ending.outcome === "paused") {
		warn(parts, ending.words, { type: "wait" });
		await store.setState({ pausedUntil: ending.until });
		return;
	}
	const { error } = ending;
	if (ending.outcome === "failed") {
		await store.setState({ failedCycles: afterFailedCycle(state.failedCycles, id, error, now) });
		return;
	}
	const { code, reason, remedy } = error;
	const entered = inQuarantine(state.quarantine, code, reason, now);
	if (state.quarantine?.code !== code) warn(parts, `Provisioning is in quarantine: ${reason}`, remedy);
	if (state.enabled && isHopeless(entered)) await switchOff(id, entered, parts);
	else await store.setState({ quarantine: entered });
}

/** The console may be closed by then, so the log has it as well. */
async function switchOff(cycleId: string, quarantine: Quarantine, parts: Recording): Promise<void> {
	const { store, clock, ledger } = parts;
	const words = "Provisioning was in quarantine for 28 days and is now Off.";
	const { code, reason } = quarantine;
	const advice = "Fix the cause, then switch provisioning On again.";
	await store.setState({
		enabled: false,
		nextRun: null,
		quarantine: { ...quarantine, switchedOff: true },
	});
	const error = provisioningError(code, `${words} ${reason}`, { advice, remedy: { type: "switch-on" } });
	const note = { cycleId, changeId: clock.id(), time: clock.now() };
	await ledger.settle(cycleNote({ ...note, status: "failure", words, error }));
	warn(parts, words, { type: "switch-on" });
}
