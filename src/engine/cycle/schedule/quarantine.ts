import type { ErrorCode } from "../../../ports/errors/error-code.ts";
import type { JobState } from "../../../ports/store/job-state.ts";

export type Quarantine = NonNullable<JobState["quarantine"]>;

const day = 24 * 3_600_000;

/**
 * How long a quarantine may last before provisioning is switched off.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-quarantine-status
 */
export const quarantineLifetime = 28 * day;

/** A cycle is stopped after this many calls if more than this share of them failed. */
const minCalls = 50;
const maxFailedShare = 0.4;

/** A cycle was stopped because most of its calls failed. */
export class QuarantineError extends Error {
	override readonly name = "QuarantineError";
	readonly code: ErrorCode;

	constructor(code: ErrorCode, message: string) {
		super(message);
		this.code = code;
	}
}

/** Watches the calls of one cycle. */
export class CallHealth {
	#calls = 0;
	readonly #failures = new Map<ErrorCode, number>();

	/** Counts one call. Throws `QuarantineError` when too many have failed. */
	note(failure: ErrorCode | null): void {
		this.#calls += 1;
		if (failure === null) return;
		this.#failures.set(failure, (this.#failures.get(failure) ?? 0) + 1);
		const failed = this.#failures.values().reduce((sum, count) => sum + count, 0);
		if (this.#calls < minCalls || failed <= this.#calls * maxFailedShare) return;
		const [most] = [...this.#failures].sort((left, right) => right[1] - left[1]);
		const code = most?.[0] ?? failure;
		const message = `The cycle was stopped: ${failed} of ${this.#calls} calls to the target failed, most of them with ${code}.`;
		throw new QuarantineError(code, message);
	}
}

/** The quarantine after one more cycle that failed. */
export function inQuarantine(
	before: Quarantine | null,
	code: ErrorCode,
	reason: string,
	now: number,
): Quarantine {
	const attempts = (before?.attempts ?? 0) + 1;
	const since = Math.min(before?.since ?? now, now);
	const lastedMs = before === null ? 0 : lastedUntil(before, now);
	return {
		since,
		lastFailed: now,
		lastedMs,
		code,
		reason,
		attempts,
		switchedOff: before?.switchedOff ?? false,
	};
}

/**
 * How long a quarantine has lasted: the times between its attempts, each counted as a day at most. An attempt is due at least daily, so
 * a longer time shows that the clock was set, or that nothing ran.
 */
function lastedUntil({ since, lastFailed, lastedMs, attempts }: Quarantine, now: number): number {
	if (lastFailed === undefined || lastedMs === undefined) return within(now - since, attempts * day);
	return lastedMs + within(now - lastFailed, day);
}

function within(ms: number, mostMs: number): number {
	return Math.min(Math.max(ms, 0), mostMs);
}

/** How long the next cycle waits: the interval, doubled for each failed attempt, up to a day. Milliseconds. */
export function quarantineDelay({ attempts }: Quarantine, intervalMs: number): number {
	return Math.min(intervalMs * 2 ** Math.min(attempts, 20), day);
}

/** Whether provisioning is to be switched off permanently. */
export function isHopeless({ lastedMs = 0 }: Quarantine): boolean {
	return lastedMs >= quarantineLifetime;
}
