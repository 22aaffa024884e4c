import type { ProvisioningError } from "../../ports/error-code.ts";
import type { NewLogEntry } from "../../ports/log-entry.ts";
import type { Outcome } from "../../ports/store.ts";
import { counted } from "../../text/counted.ts";
import { step } from "../plan/plan-steps.ts";

/** How a cycle ended before it was complete. */
export type CycleEnding = {
	readonly cycleId: string;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	readonly endedAt: number;
	/** By default, the time between them, which is wrong after the clock was changed. */
	readonly durationMs?: number;
	/** Null for a cycle that was stopped or whose process ended: nothing is known to be wrong. */
	readonly error: ProvisioningError | null;
	/** What happened, in sentences. */
	readonly words: string;
	/** Users who were not reached; null when not known. */
	readonly notReached: number | null;
};

/**
 * The entry of a cycle that did not complete. Its change id follows from the cycle: of two processes that record the same
 * end, the store keeps the first.
 */
export function cycleEntry(ending: CycleEnding): NewLogEntry {
	const { cycleId, startedAt, endedAt, error, words, notReached } = ending;
	const { durationMs = Math.max(0, endedAt - startedAt) } = ending;
	const status = error === null ? "warning" : "failure";
	return {
		time: endedAt,
		cycleId,
		changeId: `${cycleId}-end`,
		action: "Cycle",
		status,
		durationMs,
		source: null,
		target: null,
		initiatedBy: "cycle",
		steps: [step("processing", status, `${sentence(words)}${notReachedWords(notReached)}`)],
		modifiedProperties: [],
		skipReason: null,
		error,
	};
}

/** The same as what the store records: no user's link or escrow changes. */
export function cycleOutcome(ending: CycleEnding): Outcome {
	return { entry: cycleEntry(ending), link: { type: "keep" }, escrow: { type: "keep" } };
}

function notReachedWords(count: number | null): string {
	if (count === null || count === 0) return "";
	return ` ${counted(count, "user was", "users were")} not reached.`;
}

/** Messages of other programs often end without a period. */
function sentence(words: string): string {
	return /[.!?]$/.test(words) ? words : `${words}.`;
}
