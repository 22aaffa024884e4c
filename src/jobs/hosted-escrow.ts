import type { HostedLogEntry } from "../ports/hosted-service.ts";

/** Entries of Entra's log, as read or as numbered here. */
type Entry = Pick<HostedLogEntry, "source" | "status" | "time" | "error">;

/** A user whose last attempt failed. Times in milliseconds since 1970. */
export type HostedEscrow<E = unknown> = {
	/** The first failure of the row, as far as the entries reach. */
	readonly since: number;
	readonly attempts: number;
	readonly nextAttempt: number;
	readonly code: string;
	/** The last failure. */
	readonly last: E;
};

const hour = 3_600_000;

/**
 * Failed users of Entra's job as its log shows them, by source id, and when each is due: 6, 12 and 24 hours after a failure, then
 * daily. An entry of unknown status shows neither a failure nor its end. A change of the user in Entra ID makes the next attempt due immediately, which the log cannot show.
 *
 * @param entries oldest first
 * @see https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works#errors-and-retries
 */
export function escrowFromLog<E extends Entry>(entries: readonly E[]): ReadonlyMap<string, HostedEscrow<E>> {
	const failed = new Map<string, HostedEscrow<E>>();
	for (const last of entries) {
		const { source, status, time, error } = last;
		if (source === null || status === "unknown") continue;
		if (status !== "failure") {
			failed.delete(source.id);
			continue;
		}
		const before = failed.get(source.id);
		const attempts = (before?.attempts ?? 0) + 1;
		const delay = Math.min(6 * 2 ** (attempts - 1), 24) * hour;
		const since = before?.since ?? time;
		failed.set(source.id, { since, attempts, nextAttempt: time + delay, code: error?.code ?? "", last });
	}
	return failed;
}
