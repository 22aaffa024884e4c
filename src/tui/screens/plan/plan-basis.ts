import type { PlanReport } from "../../../app/provisioning/provisioning.ts";

type Basis = PlanReport["basis"];

const parts = ["mapping", "scope", "source", "target"] as const;

/** What a plan rests on that has another version by now, by the basis of a newer plan. Empty when one of them is not known. */
export function changedParts(shown: Basis, newer: Basis): readonly (typeof parts)[number][] {
	if (shown === undefined || newer === undefined) return [];
	return parts.filter((part) => shown[part] !== newer[part]);
}
