import type { Remedy } from "./errors/remedy.ts";
import type { LogEntry, NewLogEntry } from "./log/log-entry.ts";
import type { Cycle, CycleCounts, CycleKind } from "./store/cycle.ts";

/** The progress of a cycle. `total` is null until the work is known; `secondsLeft` is null until it can be estimated. */
export type Progress = {
	readonly phase: "settling" | "reading source" | "reading target" | "provisioning" | "finishing";
	readonly done: number;
	readonly total: number | null;
	readonly counts: CycleCounts;
	readonly secondsLeft: number | null;
	/** Requests to the target in the last second, for the header. */
	readonly requestsPerSecond: number;
};

/** The last line of `--json` and the end of every cycle. */
export type CycleSummary = CycleCounts & {
	readonly cycleId: string;
	readonly kind: CycleKind;
	readonly outcome: Cycle["outcome"];
	readonly seconds: number;
	readonly error: string | null;
	/** Users whose turn did not come because the cycle ended early. They have not failed. */
	readonly notReached: number;
	/** Users who fail: those who failed in this cycle, and those who failed before and wait for their next attempt. */
	readonly stillFailing: number;
	/** What the operator can do about it; null when there is no error or no known fix. */
	readonly remedy: Remedy | null;
	/** For outcome `paused`: until when the target asked to send nothing, milliseconds since 1970; null when it did not say. */
	readonly pausedUntil?: number | null;
};

/**
 * A creation that the target answered with success, and whose entry follows once its account was compared. It has no status until then.
 * `changeId` is that of the entry.
 */
export type AnsweredCreation = Pick<NewLogEntry, "changeId" | "cycleId" | "action" | "source" | "target">;

/** All events of the engine. The log screen, the progress bar, `--json` and notifications read this one stream. */
export type EngineEvent =
	| {
			readonly type: "cycleStarted";
			readonly time: number;
			readonly cycleId: string;
			readonly kind: CycleKind;
			readonly reason: string;
	  }
	| {
			readonly type: "progress";
			readonly time: number;
			readonly cycleId: string;
			readonly progress: Progress;
	  }
	| { readonly type: "entry"; readonly time: number; readonly entry: LogEntry }
	| ({ readonly type: "creationAnswered"; readonly time: number } & AnsweredCreation)
	| {
			readonly type: "warning";
			readonly time: number;
			readonly message: string;
			readonly remedy?: Remedy;
	  }
	| { readonly type: "cycleEnded"; readonly time: number; readonly summary: CycleSummary };

/** Delivers an event to all that listen. Does not throw. */
export type Emit = (event: EngineEvent) => void;
