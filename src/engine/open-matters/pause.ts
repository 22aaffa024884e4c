import type { Cycle } from "../../ports/store/cycle.ts";

/** Cycles that the target stopped one after the other, because it takes no requests for now. */
export type Pause = {
	/** The newest of them. */
	readonly cycleId: string;
	/** When the first of them stopped, milliseconds since 1970. */
	readonly since: number;
	readonly attempts: number;
	/** Why, and until when if the target said. */
	readonly reason: string;
};

/**
 * The pause that the target asked for, as long as it lasts: until its end, or, when the target did not give one, until a
 * cycle ends otherwise. A cycle that the operator stopped meanwhile shows nothing of the target.
 *
 * @param cycles newest first.
 */
export function pauseOf(cycles: readonly Cycle[], pausedUntil: number | null, now: number): Pause | null {
	const ended = cycles.filter(({ endedAt, outcome }) => endedAt !== null && outcome !== "interrupted");
	const other = ended.findIndex(({ outcome }) => outcome !== "paused");
	const paused = other === -1 ? ended : ended.slice(0, other);
	const [last] = paused;
	if (last === undefined || (pausedUntil !== null && pausedUntil <= now)) return null;
	const first = paused.at(-1) ?? last;
	return {
		cycleId: last.id,
		since: first.endedAt ?? first.startedAt,
		attempts: paused.length,
		reason: last.error ?? "The target takes no requests for now.",
	};
}
