import type { PlanReport } from "../../../app/provisioning/provisioning.ts";
import { remedyOf } from "../../../ports/errors/remediable-error.ts";
import type { CycleSummary, EngineEvent } from "../../../ports/event.ts";
import { errorMessage } from "../../../text/error-message.ts";

/** What the events of a cycle have shown so far. `cycleId` and `kind`: null before it has started. */
export type Seen = Pick<CycleSummary, "created" | "updated" | "disabled" | "enabled" | "deleted"> &
	Pick<CycleSummary, "skipped" | "failed" | "staged" | "requests"> & {
		readonly cycleId: string | null;
		readonly kind: CycleSummary["kind"] | null;
		readonly hasBegun: boolean;
	};

export const nothingSeen: Seen = {
	...{ created: 0, updated: 0, disabled: 0, enabled: 0, deleted: 0 },
	...{ skipped: 0, failed: 0, staged: 0, requests: 0 },
	...{ cycleId: null, kind: null, hasBegun: false },
};

/** The same after another event. */
export function withEvent(seen: Seen, event: EngineEvent): Seen {
	const begun = { ...seen, hasBegun: true };
	if (event.type === "cycleStarted") return { ...begun, cycleId: event.cycleId, kind: event.kind };
	return event.type === "progress" ? { ...begun, ...event.progress.counts } : begun;
}

/** The last line of a cycle. */
export function summaryRecord({ cycleId, kind, outcome, error, ...counts }: CycleSummary) {
	return { type: "summary", ...counts, cycleId, kind, outcome, error };
}

/** The last line of a plan. */
export function planRecord({
	counts,
	stillFailing,
	forecastSeconds,
	guard,
	warnings = [],
	basis,
}: PlanReport) {
	return {
		type: "summary",
		plan: true,
		created: counts.create,
		updated: counts.update,
		disabled: counts.disable,
		enabled: counts.enable,
		deleted: counts.delete,
		skipped: counts.skip + counts.unchanged,
		failed: counts.fail,
		notApplied: 0,
		stillFailing,
		notReached: 0,
		staged: guard?.held ?? 0,
		requests: 0,
		seconds: 0,
		forecastSeconds,
		warnings,
		...(basis === undefined ? {} : { basis }),
	};
}

/**
 * The last line of a cycle whose end could not be read or written, such as on a full disk: the counts of the last progress. What only the
 * store knows is null.
 */
export function brokenRecord({ hasBegun: _, ...seen }: Seen, error: unknown) {
	const unknown = { notReached: null, stillFailing: null, seconds: null };
	return {
		type: "summary",
		...seen,
		...unknown,
		remedy: remedyOf(error),
		outcome: "failed",
		error: errorMessage(error),
	};
}

/** The last line of a plan that could not be made to its end. */
export function brokenPlanRecord(error: unknown) {
	return { type: "summary", plan: true, outcome: "failed", error: errorMessage(error) };
}
