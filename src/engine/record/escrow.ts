import type { ErrorCode, ProvisioningError } from "../../ports/errors/error-code.ts";
import type { Escrow } from "../../ports/store/escrow.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** The wait before the next attempt after each consecutive failure; the last one repeats. */
const waits = [6 * hour, 12 * hour, day] as const;

/** How long a failing user is retried. */
export const escrowLifetime = 28 * day;

/**
 * Puts a failed user into escrow, or postpones their next attempt: 6 h, 12 h, 24 h, then daily.
 * After a change of the user the waits start over. Times in milliseconds since 1970.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works#errors-and-retries
 */
export function afterFailure(
	previous: Escrow | undefined,
	failed: Pick<Escrow, "sourceId" | "displayName" | "userName" | "fingerprint">,
	error: ProvisioningError,
	now: number,
): Escrow {
	const isSame = previous !== undefined && previous.fingerprint === failed.fingerprint;
	const attempts = isSame ? previous.attempts + 1 : 1;
	const wait = waits[Math.min(attempts, waits.length) - 1] ?? day;
	const { sourceId, displayName, userName, fingerprint } = failed;
	const firstFailed = isSame ? Math.min(previous.firstFailed + untriedTime(previous, now), now) : now;
	return {
		sourceId,
		displayName,
		userName,
		...causeOf(error),
		since: previous === undefined ? now : Math.min(failingSince(previous), now),
		failures: previous === undefined ? 1 : failuresOf(previous) + 1,
		attempts,
		firstFailed,
		lastFailed: now,
		nextAttempt: now + wait,
		fingerprint,
	};
}

/** The waiting user with the present cause of the failure: nothing was tried, so attempts and waits stay. */
export function withPresentCause(escrow: Escrow, error: ProvisioningError): Escrow {
	return { ...escrow, ...causeOf(error) };
}

function causeOf({ code, reason, recommendedAction, remedy }: ProvisioningError) {
	const role = remedy.type === "create-role" ? remedy.role : null;
	return { code, reason, recommendedAction, remedy, role };
}

/**
 * Given up: failing for 28 days. The user is retried after a change, or in the next initial cycle. Days on which the user was due and was
 * not tried do not count: provisioning was off, or the clock was wrong.
 */
export function isGivenUp(escrow: Escrow, now: number): boolean {
	return now - untriedTime(escrow, now) - escrow.firstFailed >= escrowLifetime;
}

/** When the user first failed, milliseconds since 1970. */
export function failingSince({ since, firstFailed }: Escrow): number {
	return since ?? firstFailed;
}

/** How often the user has failed in all. */
export function failuresOf({ failures, attempts }: Escrow): number {
	return failures ?? attempts;
}

/** Time in which the user was due, and was not tried. */
function untriedTime({ nextAttempt }: Escrow, now: number): number {
	return Math.max(0, now - nextAttempt - 2 * day);
}

/** These failures lie in the user's data and are found without a request: checking again costs nothing, and a fix shows immediately. */
const free: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
	"AttributeValidationFailed",
	"DuplicateSourceEntries",
	"ExpressionFailed",
	"MandatoryFieldsMissing",
]);

/** When a failed user is retried; null for one who was given up. */
export function nextAttemptOf(escrow: Escrow, now: number): number | null {
	if (isGivenUp(escrow, now)) return null;
	return isFromTheFuture(escrow, now) ? now : escrow.nextAttempt;
}

/** Whether this user is due for an attempt: the wait is over, or the user has changed since. */
export function isDue(escrow: Escrow, fingerprint: string, now: number): boolean {
	if (escrow.fingerprint !== fingerprint) return true;
	const next = nextAttemptOf(escrow, now);
	return next !== null && next <= now;
}

/** Whether failure or next attempt lie further in the future than any wait: the clock was ahead, so the times are ignored. */
function isFromTheFuture({ lastFailed, nextAttempt }: Escrow, now: number): boolean {
	return lastFailed > now || nextAttempt > now + day;
}

/**
 * Whether the user is checked whenever the source changes, before they are due: checking costs no request, or the failure ends with
 * another user's change, such as one that gives up an address.
 */
export function isFreeToRetry({ code, remedy }: Escrow): boolean {
	return free.has(code) || remedy?.type === "wait";
}

/** Whether a failure is the same as before, for a user who is not due. */
export function isOldNews(
	escrow: Escrow | undefined,
	fingerprint: string,
	error: ProvisioningError,
	now: number,
): boolean {
	return escrow !== undefined && !isDue(escrow, fingerprint, now) && escrow.code === error.code;
}
