import { useState } from "react";
import type { PlanReport } from "../../../app/provisioning/provisioning.ts";
import type { PlannedAction, PlannedType } from "../../../engine/plan/action/planned-action.ts";
import { andMore } from "../../../text/and-more.ts";
import { counted } from "../../../text/counted.ts";
import type { LeftOut } from "../../provisioning/planned-counts.ts";

/** Names in the question before the others are counted. */
const maxNames = 3;

/** The users who are left out of the next run: their names, by source id. */
export function useLeftOut() {
	const [leftOut, setLeftOut] = useState<ReadonlyMap<string, string>>(new Map());
	const toggle = ({ source }: Pick<PlannedAction, "source">) => {
		if (source === null) return;
		const next = new Map(leftOut);
		if (!next.delete(source.id)) next.set(source.id, source.displayName || source.userName || source.id);
		setLeftOut(next);
	};
	return { leftOut, toggle, clear: () => setLeftOut(new Map()) };
}

/** The plan's actions for users who are left out, by type. */
export function leftOutOf({ actions }: PlanReport, leftOut: ReadonlyMap<string, string>): LeftOut {
	const counts: Partial<Record<PlannedType, number>> = {};
	for (const { type, source } of actions)
		if (source !== null && leftOut.has(source.id)) counts[type] = (counts[type] ?? 0) + 1;
	return counts;
}

/** Who is left out of the run, for its question. */
export function leftOutLines(leftOut: ReadonlyMap<string, string>): readonly string[] {
	const names = [...leftOut.values()];
	if (names.length === 0) return [];
	const who = counted(names.length, "user of the plan is", "users of the plan are");
	return [
		`${who} left out of this run: ${andMore(names.slice(0, maxNames), names.length)}. The next cycle includes them.`,
	];
}
