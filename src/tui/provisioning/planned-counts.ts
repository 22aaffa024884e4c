import type { LastPlan } from "../../app/provisioning/provisioning.ts";
import { counted } from "../../text/counted.ts";
import { clockTime, duration } from "../text/show-time.ts";

const types = [
	["create", "create"],
	["update", "update"],
	["enable", "reactivation"],
	["disable", "deactivation"],
	["delete", "deletion"],
	["fail", "failure"],
] as const;

/** What a cycle would do by the last plan, in sentences for a confirmation. */
export function plannedCounts(plan: LastPlan | null): readonly string[] {
	if (plan === null) return ["No plan has been made yet. To see the changes first, press Esc, then d."];
	const { counts, guard, forecastSeconds, madeAt, isOutdated } = plan;
	const parts = types.flatMap(([type, word]) => (counts[type] > 0 ? [counted(counts[type], word)] : []));
	const lines = [`Plan of ${clockTime(madeAt)}: ${parts.length === 0 ? "no changes" : parts.join(", ")}.`];
	if (parts.length > 0) lines.push(`It takes about ${duration(forecastSeconds)}.`);
	if (guard !== null)
		lines.push(
			`The deletion guard would hold back ${counted(guard.held, "deactivation or deletion", "deactivations and deletions")}.`,
		);
	if (isOutdated)
		lines.push("The plan is out of date: a cycle has run, or something was changed since then.");
	return lines;
}
