import type { Drift, DriftReport } from "../../../engine/accounts/drift/drift.ts";
import type { PlannedType } from "../../../engine/plan/action/planned-action.ts";
import { counted } from "../../../text/counted.ts";
import { changeText } from "../../entry/entry-details.ts";
import type { RemedyHint } from "../../text/what-to-do.ts";

/** What a repair sends; empty when it can't repair the account. */
const sends: Readonly<Record<PlannedType, string>> = {
	create: "Re-creates the account",
	update: "Sets",
	enable: "Activates the account",
	disable: "Deactivates the account",
	delete: "Deletes the account, after a snapshot",
	link: "Links the matching account",
	unlink: "Removes the link",
	skip: "",
	fail: "",
};

/** Whether a repair would change anything. */
export function isRepairable({ mend }: Drift): boolean {
	return sends[mend] !== "";
}

/** What repairing one would send. */
export function repairText({ mend, changes }: Drift, hint: RemedyHint): string {
	if (mend === "skip") return "None: the profile's target actions don't allow it.";
	if (mend === "fail")
		return `None: Sumo Logic does not reactivate the account. ${hint({ type: "delete-deactivated-account", account: null })}`;
	const values = changes.map(changeText).join(", ");
	if (mend === "update") return `Sets ${values}.`;
	return mend === "create" || values === "" ? `${sends[mend]}.` : `${sends[mend]}: ${values}.`;
}

/** The part of the selection that can be repaired. */
export type Repair = {
	readonly drifts: readonly Drift[];
	/** Number of accounts that can't be repaired. */
	readonly left: number;
};

/** Leaves out accounts that can't be repaired. */
export function repairOf(chosen: readonly Drift[]): Repair {
	const drifts = chosen.filter(isRepairable);
	return { drifts, left: chosen.length - drifts.length };
}

/** Maximum number of accounts listed in a confirmation. */
const maxListed = 5;

/** What will be sent for which accounts, for the confirmation. */
export function repairLines({ drifts, left }: Repair, hint: RemedyHint): readonly string[] {
	const named = drifts.slice(0, maxListed);
	const more = drifts.length - named.length;
	const lines = [
		`${counted(drifts.length, "change")} in Sumo Logic, each recorded in the provisioning log:`,
		...named.map((drift) => `• ${drift.source?.displayName ?? "–"}: ${repairText(drift, hint)}`),
	];
	if (more > 0) lines.push(`… and ${more} more.`);
	if (left > 0) lines.push(`${counted(left, "other account")} can't be repaired.`);
	if (drifts.some(({ mend }) => mend === "create"))
		lines.push("A re-created account gets a new ID. Its content is not restored.");
	return lines;
}

/** The result of a repair, for the status line. */
export function repairedText({ found, pending }: Pick<DriftReport, "found" | "pending">): string {
	const count = (outcome: Drift["outcome"]) => found.filter((one) => one.outcome === outcome).length;
	const parts = (
		[
			["repaired", "repaired"],
			["failed", "failed"],
			["held", "held back by the deletion guard"],
			["found", "not allowed"],
		] as const
	).flatMap(([outcome, words]) => (count(outcome) > 0 ? [`${count(outcome)} ${words}`] : []));
	if (pending > 0) parts.push(`${pending} left for the next cycle, which has newer changes`);
	return parts.length === 0 ? "No drift remains." : `${parts.join(", ")}.`;
}
