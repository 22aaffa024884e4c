import type { ErrorCode } from "../../../ports/errors/error-code.ts";
import type { Escrow } from "../../../ports/store/escrow.ts";
import type { Store } from "../../../ports/store/store.ts";
import type { RoleNames } from "../../../ports/target.ts";
import { ScimError } from "../../../scim/errors.ts";

/**
 * Failed users, with those due whose missing role now exists in the target, as if they had changed.
 * Takes one request, and only while a user waits for a role. If the target does not list its roles, all users wait as before.
 */
export async function withFixedCauses(
	escrow: readonly Escrow[],
	roleNames: RoleNames,
	now: number,
	signal?: AbortSignal,
): Promise<readonly Escrow[]> {
	if (!escrow.some(({ role, nextAttempt }) => role !== null && nextAttempt > now)) return escrow;
	const present = await askForRoles(roleNames, signal);
	return escrow.map((failed) => {
		if (failed.role === null || !present.has(failed.role)) return failed;
		return { ...failed, fingerprint: "", firstFailed: now, nextAttempt: now };
	});
}

const heldUp: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
	"BlockedByDeactivatedAccount",
	"Conflict",
	"DuplicateTargetEntries",
]);

/** Whether a user fails because of another account. */
export function isHeldUp({ code }: Pick<Escrow, "code">): boolean {
	return heldUp.has(code);
}

/** After an account was deleted: makes users due who were blocked by an account. */
export async function retryHeldUp(store: Store, now: number): Promise<void> {
	const waiting = (await store.escrow()).filter(isHeldUp);
	await store.retryEscrow(
		waiting.map(({ sourceId }) => sourceId),
		now,
	);
}

async function askForRoles(roleNames: RoleNames, signal?: AbortSignal): Promise<ReadonlySet<string>> {
	try {
		return (await roleNames(signal)) ?? new Set();
	} catch (error) {
		if (error instanceof ScimError) return new Set(); // the cycle's own requests will say what is wrong
		throw error;
	}
}
