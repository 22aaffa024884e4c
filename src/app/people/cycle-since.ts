import type { ProvisioningStatus } from "../provisioning/provisioning.ts";

/** What is needed of the status to know which cycles have run. */
export type CycleKnowledge = Pick<ProvisioningStatus, "running" | "recentCycles" | "hosted">;

/**
 * Why a change at the source can no longer be undone without leaving its effect in the target: a cycle is running, or has ended since.
 * Null when neither is the case.
 *
 * @param at milliseconds since 1970
 */
export function cycleSince(
	{ running, recentCycles = [], hosted }: CycleKnowledge,
	at: number,
): string | null {
	const isRunning =
		running !== null ||
		recentCycles.some(({ endedAt }) => endedAt === null) ||
		(hosted?.job?.progress.length ?? 0) > 0;
	if (isRunning) return "A cycle is running, and may already have applied the change.";
	const ended = [
		...recentCycles.flatMap(({ endedAt }) => endedAt ?? []),
		Date.parse(hosted?.job?.lastExecution?.timeEnded ?? ""),
	].filter((time) => time >= at);
	const [last] = ended.toSorted((one, other) => other - one);
	if (last === undefined) return null;
	return `A cycle has run since the change: it ended at ${new Date(last).toISOString()}.`;
}
