import type { ProvisioningError } from "../../ports/errors/error-code.ts";
import type { NewLogEntry } from "../../ports/log/log-entry.ts";
import type { Outcome } from "../../ports/store/outcome.ts";
import { asSentence } from "../../text/as-sentence.ts";
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
	return entryOfCycle({
		...{ cycleId, changeId: `${cycleId}-end`, time: endedAt, action: "Cycle", durationMs, error },
		status: error === null ? "warning" : "failure",
		words: `${asSentence(words)}${notReachedWords(notReached)}`,
	});
}

/** The same as what the store records: no user's link or escrow changes. */
export function cycleOutcome(ending: CycleEnding): Outcome {
	return ofNoUser(cycleEntry(ending));
}

/** Something that concerns a whole cycle and is not its end, such as new rules. */
export type CycleNote = Pick<NewLogEntry, "cycleId" | "changeId" | "time" | "status" | "error"> & {
	/** What happened, in sentences. */
	readonly words: string;
};

/** What the store records of a note on a cycle. */
export function cycleNote(note: CycleNote): Outcome {
	return ofNoUser(entryOfCycle({ ...note, action: "Other", durationMs: 0 }));
}

function ofNoUser(entry: NewLogEntry): Outcome {
	return { entry, link: { type: "keep" }, escrow: { type: "keep" } };
}

function entryOfCycle({
	words,
	...given
}: CycleNote & Pick<NewLogEntry, "action" | "durationMs">): NewLogEntry {
	return {
		...given,
		source: null,
		target: null,
		initiatedBy: "cycle",
		steps: [step("processing", given.status, words)],
		modifiedProperties: [],
		skipReason: null,
	};
}

function notReachedWords(count: number | null): string {
	if (count === null || count === 0) return "";
	return ` ${counted(count, "user was", "users were")} not reached.`;
}
