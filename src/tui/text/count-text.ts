import type { CycleCounts } from "../../ports/store/cycle.ts";

const words = [
	["created", "created"],
	["updated", "updated"],
	["enabled", "enabled"],
	["disabled", "disabled"],
	["deleted", "deleted"],
	["skipped", "skipped"],
	["staged", "held back"],
	["failed", "failed"],
	["notApplied", "not applied"],
	["notReached", "not reached"],
] as const satisfies readonly (readonly [keyof CycleCounts, string])[];

/** `3 created · 1 failed`: the counts above zero; `none` when all are zero. */
export function countText(counts: CycleCounts, none = "nothing to do"): string {
	const parts = words.flatMap(([name, word]) => {
		const count = counts[name] ?? 0;
		return count > 0 ? [`${count} ${word}`] : [];
	});
	return parts.length === 0 ? none : parts.join(" · ");
}
