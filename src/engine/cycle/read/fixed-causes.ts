import type { ErrorCode } from "../../../ports/errors/error-code.ts";
import type { Escrow } from "../../../ports/store/escrow.ts";
import type { Store } from "../../../ports/store/store.ts";
import type { RoleNames } from "../../../ports/target.ts";
import { ScimError } from "../../../scim/errors.ts";
import type { Rules } from "../../plan/rules.ts";

type Present = {
	readonly roleNames: RoleNames;
	readonly rules: Rules;
	readonly now: number;
	readonly signal?: AbortSignal | undefined;
};

/**
 * Failed users, with those due, as if they had changed, whose missing role now exists in the target, or whose deactivated account may be
 * reactivated since that setting was changed. Takes one request, and only while a user waits for a role. If the target does not list its
 * roles, all users who wait for one do so as before.
 */
export async function withFixedCauses(
	escrow: readonly Escrow[],
	{ roleNames, rules: { settings }, now, signal }: Present,
): Promise<readonly Escrow[]> {
	const isWaitingForRole = escrow.some(({ role, nextAttempt }) => role !== null && nextAttempt > now);
	const present = isWaitingForRole ? await askForRoles(roleNames, signal) : new Set<string>();
	return escrow.map((failed) => {
		const hasRole = failed.role !== null && present.has(failed.role);
		const isAllowed = settings.reactivation === "try" && isBlockedBySetting(failed);
		return hasRole || isAllowed ? { ...failed, fingerprint: "", firstFailed: now, nextAttempt: now } : failed;
	});
}

function isBlockedBySetting({ remedy }: Escrow): boolean {
	return remedy?.type === "change-setting" && remedy.setting === "reactivation";
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
