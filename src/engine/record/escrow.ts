import type { ErrorCode, ProvisioningError } from "../../ports/error-code.ts";
import type { Escrow } from "../../ports/store.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** How long after each failure in a row the next attempt waits; the last one repeats. */
const waits = [6 * hour, 12 * hour, day] as const;

/** How long a failing user is tried at all. */
export const escrowLifetime = 28 * day;

/**
 * Puts a failed user into escrow, or moves their next attempt further away: 6 h, 12 h, 24 h, then daily.
 * A user who changed in between starts over. Times in milliseconds since 1970.
 *
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works#errors-and-retries
 */
export function afterFailure(
	previous: Escrow | undefined,
	failed: { readonly sourceId: string; readonly displayName: string; readonly fingerprint: string },
	error: ProvisioningError,
	now: number,
): Escrow {
	const isSame = previous !== undefined && previous.fingerprint === failed.fingerprint;
	const attempts = isSame ? previous.attempts + 1 : 1;
	const wait = waits[Math.min(attempts, waits.length) - 1] ?? day;
	const { sourceId, displayName, fingerprint } = failed;
	const { code, reason, remedy } = error;
	const firstFailed = isSame ? previous.firstFailed : now;
	return {
		sourceId,
		displayName,
		code,
		reason,
		attempts,
		firstFailed,
		lastFailed: now,
		nextAttempt: now + wait,
		role: remedy.type === "create-role" ? remedy.role : null,
		fingerprint,
	};
}

/** Given up: failing for 28 days. Such a user is tried again when they change, or in the next initial cycle. */
export function isGivenUp(escrow: Escrow, now: number): boolean {
	return now - escrow.firstFailed >= escrowLifetime;
}

/** These failures are the user's own and found without a request: looking again costs nothing, and shows at once when they are mended. */
const free: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
	"AttributeValidationFailed",
	"DuplicateSourceEntries",
	"ExpressionFailed",
	"MandatoryFieldsMissing",
]);

/** Whether it is this user's turn: due, changed since, or free to look at. */
export function isDue(escrow: Escrow, fingerprint: string, now: number): boolean {
	if (escrow.fingerprint !== fingerprint) return true;
	return !isGivenUp(escrow, now) && escrow.nextAttempt <= now;
}

/** Whether looking at the user again before they are due costs no request. */
export function isFreeToRetry(escrow: Escrow): boolean {
	return free.has(escrow.code);
}

/** Whether a failure says nothing new: the same as before, for a user who is not due. */
export function isOldNews(
	escrow: Escrow | undefined,
	fingerprint: string,
	error: ProvisioningError,
	now: number,
): boolean {
	return (
		escrow !== undefined &&
		!isDue(escrow, fingerprint, now) &&
		escrow.code === error.code &&
		escrow.reason === error.reason
	);
}
