import { longestPauseMs } from "./pause.ts";
import { type Quarantine, quarantineDelay } from "./quarantine.ts";

/** All times in milliseconds since 1970, all spans in milliseconds. */
export type ScheduleInput = {
	readonly now: number;
	readonly intervalMs: number;
	/** When the last cycle started; null when there was none. */
	readonly lastStart: number | null;
	readonly quarantine: Quarantine | null;
	/** Until when the target asked for a pause; null if it did not. */
	readonly pausedUntil?: number | null;
};

/**
 * When the next cycle is due: an interval after the last one started, later while in quarantine or while the target asks for
 * a pause, and now when that has passed: one cycle makes up for all that were missed while the machine slept. A last start in the
 * future (the clock was set back) counts as now.
 */
export function nextRun({
	now,
	intervalMs,
	lastStart,
	quarantine,
	pausedUntil = null,
}: ScheduleInput): number {
	const afterPause = Math.min(pausedUntil ?? now, now + longestPauseMs);
	if (lastStart === null) return Math.max(now, afterPause);
	const wait = quarantine ? quarantineDelay(quarantine, intervalMs) : intervalMs;
	return Math.max(now, afterPause, Math.min(lastStart, now) + wait);
}

/** A stored due time, limited to the longest wait from now, since the clock may have been set back. */
export function dueAt(
	kept: number | null,
	{ now, intervalMs, quarantine, pausedUntil = null }: Omit<ScheduleInput, "lastStart">,
): number {
	if (kept === null) return now;
	const wait = quarantine ? quarantineDelay(quarantine, intervalMs) : intervalMs;
	const longest = pausedUntil === null ? wait : Math.max(wait, Math.min(pausedUntil - now, longestPauseMs));
	return kept > now + longest ? now + longest : kept;
}
