import type { LastPlan } from "../../app/provisioning/provisioning.ts";
import { counted } from "../../text/counted.ts";
import { duration, logTime } from "../text/show-time.ts";

const types = [
	["create", "create"],
	["update", "update"],
	["enable", "reactivation"],
	["disable", "deactivation"],
	["delete", "deletion"],
	["fail", "failure"],
] as const;

/** How many actions of each type a plan has for users who are left out of the cycle. */
export type LeftOut = Readonly<Partial<Record<(typeof types)[number][0] | "skip", number>>>;

/** What a cycle would do by a plan, in sentences for a confirmation; users who are left out are not counted. `now`: milliseconds since 1970. */
export function plannedCounts(plan: LastPlan, leftOut: LeftOut, now: number): readonly string[] {
	const { forecastSeconds, madeAt, isOutdated } = plan;
	const countOf = (type: (typeof types)[number][0]) => plan.counts[type] - (leftOut[type] ?? 0);
	const guard = guardWithout(plan.guard, (leftOut.disable ?? 0) + (leftOut.delete ?? 0));
	const parts = types.flatMap(([type, word]) => (countOf(type) > 0 ? [counted(countOf(type), word)] : []));
	const lines = [`Plan of ${logTime(madeAt, now)}: ${parts.length === 0 ? "no changes" : parts.join(", ")}.`];
	if (parts.length > 0 && forecastSeconds > 0) lines.push(`It takes about ${duration(forecastSeconds)}.`);
	if (guard !== null)
		lines.push(
			`The deletion guard would hold back ${counted(guard.held, "deactivation or deletion", "deactivations and deletions")}.${guard.reason === null ? "" : ` ${guard.reason}`}`,
		);
	if (isOutdated)
		lines.push("The plan is out of date: a cycle has run, or something was changed since then.");
	return lines;
}

/**
 * The guard holds back all removals of a cycle, or none: with fewer, they may be within its threshold, and an account stays. A source that
 * shows too few users shows as few of them when some are left out.
 */
function guardWithout(
	guard: LastPlan["guard"],
	removals: number,
): { readonly held: number; readonly reason: string | null } | null {
	if (guard === null || removals === 0) return guard;
	const held = guard.held - removals;
	if (guard.cause === "source") return held > 0 ? { held, reason: guard.reason } : null;
	return held > guard.threshold ? { held, reason: null } : null;
}
