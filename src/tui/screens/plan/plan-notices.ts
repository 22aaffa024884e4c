import type { PlanReport } from "../../../app/provisioning/provisioning.ts";
import { counted } from "../../../text/counted.ts";
import { keyFor } from "../../keys/key-table.ts";

/** Why there is no plan, or no newer one. */
export function failedText(failed: string): string {
	return `✗ ${failed} Fix the cause, then press ${keyFor("refresh")} to refresh the plan.`;
}

/**
 * What an operator must know before the plan is run, as lines above it.
 *
 * @param failed why the plan could not be refreshed
 * @param noRun why no cycle can be run here
 */
export function planNotices(
	report: PlanReport,
	{ failed, noRun }: { readonly failed: string | null; readonly noRun: string | null },
): readonly string[] {
	const guard = guardText(report);
	return [
		...(failed === null ? [] : [failedText(failed)]),
		...(guard === null ? [] : [guard]),
		...(noRun === null ? [] : [noRun]),
		...(report.warnings ?? []).map(({ message }) => `! ${message}`),
		...noteTexts(report.notes ?? []),
	];
}

/** Notes shown above the plan; the others are counted. */
const maxNotes = 3;

/** What may differ from the plan, the first few notes. */
function noteTexts(notes: readonly string[]): readonly string[] {
	const more = notes.length - maxNotes;
	return [
		...notes.slice(0, maxNotes).map((note) => `! ${note}`),
		...(more > 0 ? [`! and ${counted(more, "more note")}: sumo-provision job plan lists all of them`] : []),
	];
}

function guardText({ guard }: PlanReport): string | null {
	if (guard === null) return null;
	return `! The deletion guard would hold back ${counted(guard.held, "deactivation or deletion", "deactivations and deletions")}. ${guard.reason} After the cycle, press ${keyFor("allow")} on the log screen to allow them one time.`;
}
