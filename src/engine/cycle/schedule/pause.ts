import type { ScimError, ServerPause } from "../../../scim/errors.ts";

/** A target's pause is not waited for longer than this, ms: after a wrong date or a wrong clock it would never end. */
export const longestPauseMs = 24 * 3_600_000;

/** When the target accepts requests again, milliseconds since 1970; null when unknown. */
export function endOfPause({ ms }: ServerPause, now: number): number | null {
	return ms === null ? null : Math.ceil(now + Math.min(ms, longestPauseMs));
}

/** Why a cycle stopped between two users, and until when. */
export function pauseWords({ message, pause }: ScimError, until: number | null): string {
	return `${reasonOf(pause?.ms ?? null, until)}, so the cycle stopped. No user is marked as failed for it. ${message}`;
}

function reasonOf(ms: number | null, until: number | null): string {
	if (until === null) return "The target refuses requests for now";
	const time = new Date(until).toISOString();
	return (ms ?? 0) > longestPauseMs
		? `The target asks to send nothing for more than a day (the next attempt is at ${time})`
		: `The target asks to send nothing until ${time}`;
}
