import type { HostedLogEntry } from "../../ports/hosted-service.ts";

/** A user whose last attempt failed. Times in milliseconds since 1970. */
export type HostedEscrow = { readonly attempts: number; readonly nextAttempt: number; readonly code: string };

const hour = 3_600_000;

/**
 * Failed users of Entra's job as its log shows them, by source id, and when each is due: 6, 12 and 24 hours after a failure, then
 * daily. A change of the user in Entra ID makes the next attempt due immediately, which the log cannot show.
 *
 * @param entries oldest first
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works#errors-and-retries
 */
export function escrowFromLog(entries: readonly HostedLogEntry[]): ReadonlyMap<string, HostedEscrow> {
	const failed = new Map<string, HostedEscrow>();
	for (const { source, status, time, error } of entries) {
		if (source === null) continue;
		if (status !== "failure") {
			failed.delete(source.id);
			continue;
		}
		const attempts = (failed.get(source.id)?.attempts ?? 0) + 1;
		const delay = Math.min(6 * 2 ** (attempts - 1), 24) * hour;
		failed.set(source.id, { attempts, nextAttempt: time + delay, code: error?.code ?? "" });
	}
	return failed;
}
