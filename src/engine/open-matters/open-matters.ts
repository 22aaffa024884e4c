import type { LogIdentity } from "../../ports/log/log-entry.ts";
import type { OpenMatter } from "../../ports/open-matter.ts";
import type { Escrow } from "../../ports/store/escrow.ts";
import type { JobState } from "../../ports/store/job-state.ts";
import { counted } from "../../text/counted.ts";
import { errorCatalog } from "../errors/error-catalog.ts";
import { failingSince, failuresOf, isGivenUp, nextAttemptOf } from "../record/escrow.ts";
import type { Pause } from "./pause.ts";

/** What is open, from what the store holds. */
export type OpenState = {
	readonly state: Pick<
		JobState,
		"enabled" | "nextRun" | "quarantine" | "failedCycles" | "stagedDeletions" | "allowedDeletions"
	>;
	readonly escrow: readonly Escrow[];
	/** What the target's pause has stopped; absent or null when there is none. */
	readonly pause?: Pause | null;
	/** The first users whose deactivation or deletion is held back. */
	readonly heldBack: readonly NonNullable<LogIdentity>[];
	/** Milliseconds since 1970. */
	readonly now: number;
};

/** Everything that is open: first what concerns all users, then users, those who have failed for longest first. */
export function openMatters({
	state,
	escrow,
	pause = null,
	heldBack,
	now,
}: OpenState): readonly OpenMatter[] {
	const { quarantine, failedCycles, stagedDeletions, allowedDeletions } = state;
	const nextCycle = state.enabled ? state.nextRun : null;
	const matters: OpenMatter[] = [];
	if (quarantine !== null) {
		const { since, attempts, reason, code, switchedOff } = quarantine;
		matters.push({
			...{ kind: "quarantine", code, switchedOff, since, attempts, nextAttempt: nextCycle, reason },
			recommendedAction: switchedOff
				? "Fix the cause, then switch provisioning On again."
				: errorCatalog[code].advice,
			remedy: switchedOff ? { type: "switch-on" } : errorCatalog[code].remedy,
		});
	}
	if (failedCycles !== null) {
		const { cycleId, since, attempts, error } = failedCycles;
		const { code, reason, recommendedAction, remedy } = error;
		matters.push({
			...{ kind: "cycleFailed", code, cycleId, since, attempts, nextAttempt: nextCycle },
			...{ reason, recommendedAction, remedy },
		});
	}
	if (pause !== null) {
		matters.push({
			...{ kind: "paused", ...pause, nextAttempt: nextCycle },
			recommendedAction: state.enabled
				? "No action needed. The next cycle runs after the pause."
				: "Run a cycle after the pause: provisioning is Off.",
			remedy: { type: "wait" },
		});
	}
	if (stagedDeletions !== null) {
		const { hash, count, threshold, cycleId, since, reason: cause } = stagedDeletions;
		const allowed = allowedDeletions === hash;
		const are = counted(count, "deactivation or deletion is", "deactivations and deletions are");
		matters.push({
			...{ kind: "changesHeldBack", hash, count, threshold, cycleId, since, allowed, users: heldBack },
			attempts: null,
			nextAttempt: allowed ? nextCycle : null,
			reason: allowed
				? `${are} allowed, and made in the next cycle.`
				: `${are} held back by the deletion guard${cause === undefined ? `; maximum per cycle: ${threshold}.` : `. ${cause}`}`,
			recommendedAction: allowed
				? "Run a cycle to make these changes."
				: "Allow these changes one time, or fix their cause and run a cycle.",
			remedy: allowed ? { type: "run-cycle" } : { type: "allow-deletions" },
		});
	}
	const byAge = escrow.toSorted((one, other) => failingSince(one) - failingSince(other));
	for (const failed of byAge) matters.push(userMatter(failed, now));
	return matters;
}

function userMatter(failed: Escrow, now: number): OpenMatter {
	const { sourceId: id, displayName, userName, code, reason, role } = failed;
	const known = errorCatalog[code];
	// Failures of an older version were stored without a remedy; the role was.
	const remedy = failed.remedy ?? (role === null ? known.remedy : { type: "create-role", role });
	const matter = {
		user: { id, displayName, userName },
		...{
			since: failingSince(failed),
			attempts: failuresOf(failed),
			nextAttempt: nextAttemptOf(failed, now),
			reason,
			remedy,
		},
		recommendedAction: isGivenUp(failed, now)
			? `Given up after 28 days. ${failed.recommendedAction ?? known.advice}`
			: (failed.recommendedAction ?? known.advice),
	};
	return code === "AcceptedButNotApplied"
		? { kind: "changeNotApplied", code, ...matter }
		: { kind: "userFails", code, ...matter };
}
