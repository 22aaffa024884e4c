import type { Drift, DriftReport } from "../../../engine/accounts/drift.ts";
import type { PlannedType } from "../../../engine/plan/planned-action.ts";
import { changeText } from "../../entry/entry-details.ts";
import { some } from "../../text/count-text.ts";

/** What a repair sends; empty for what it cannot mend. */
const sends: Readonly<Record<PlannedType, string>> = {
	create: "Creates the account anew",
	update: "Sets",
	enable: "Activates the account",
	disable: "Deactivates the account",
	delete: "Deletes the account, after a snapshot",
	link: "Links the account that matches",
	unlink: "Forgets the link",
	skip: "",
	fail: "",
};

/** Whether a repair would change anything. */
export function isRepairable({ mend }: Drift): boolean {
	return sends[mend] !== "";
}

/** What repairing one would send. */
export function mendText({ mend, changes }: Drift): string {
	if (mend === "skip") return "Nothing: the profile's target actions do not permit it.";
	if (mend === "fail")
		return "Nothing: Sumo Logic does not take the account back. The deactivated users (7) lead on.";
	const values = changes.map(changeText).join(", ");
	if (mend === "update") return `Sets ${values}.`;
	return mend === "create" || values === "" ? `${sends[mend]}.` : `${sends[mend]}: ${values}.`;
}

/** What can be repaired of what was chosen. */
export type Repair = {
	readonly drifts: readonly Drift[];
	/** How many no repair can mend. */
	readonly left: number;
};

/** Leaves out what no repair can mend. */
export function repairOf(chosen: readonly Drift[]): Repair {
	const drifts = chosen.filter(isRepairable);
	return { drifts, left: chosen.length - drifts.length };
}

/** So many are named in a confirmation. */
const most = 5;

/** What will be sent and to whom, for the confirmation. */
export function repairLines({ drifts, left }: Repair): readonly string[] {
	const named = drifts.slice(0, most);
	const more = drifts.length - named.length;
	const lines = [
		`${some(drifts.length, "change")} in Sumo Logic, each written to the provisioning log:`,
		...named.map((drift) => `• ${drift.source?.displayName ?? "–"}: ${mendText(drift)}`),
	];
	if (more > 0) lines.push(`… and ${more} more.`);
	if (left > 0) lines.push(`${some(left, "other account")} cannot be repaired from here.`);
	if (drifts.some(({ mend }) => mend === "create"))
		lines.push("An account that somebody deleted gets a new id; its content does not come back.");
	return lines;
}

/** What became of a repair, for the status line. */
export function repairedText({ found, pending }: Pick<DriftReport, "found" | "pending">): string {
	const count = (outcome: Drift["outcome"]) => found.filter((one) => one.outcome === outcome).length;
	const parts = (
		[
			["repaired", "repaired"],
			["failed", "failed"],
			["held", "held back by the deletion guard"],
			["found", "not permitted"],
		] as const
	).flatMap(([outcome, words]) => (count(outcome) > 0 ? [`${count(outcome)} ${words}`] : []));
	if (pending > 0) parts.push(`${pending} left to the next cycle, which knows of a newer change`);
	return parts.length === 0 ? "Nothing differs any more." : `${parts.join(", ")}.`;
}
