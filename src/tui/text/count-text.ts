import type { Cycle, CycleCounts } from "../../ports/store/cycle.ts";
import { thousands } from "../../text/thousands.ts";

const words = [
	["created", "created"],
	["updated", "updated"],
	["enabled", "reactivated"],
	["disabled", "deactivated"],
	["deleted", "deleted"],
	["skipped", "skipped"],
	["staged", "held back"],
	["failed", "failed"],
	["notApplied", "not applied"],
	["notReached", "not reached"],
] as const satisfies readonly (readonly [keyof CycleCounts, string])[];

/** The counts above zero with their words. */
export function countsShown(counts: CycleCounts): readonly (readonly [word: string, count: number])[] {
	return words.flatMap(([name, word]) => {
		const count = counts[name] ?? 0;
		return count > 0 ? [[word, count] as const] : [];
	});
}

/** What a cycle did. Only one that completed had nothing to do: another one did not come to it. */
export function cycleCountText({ outcome, counts }: Pick<Cycle, "outcome" | "counts">): string {
	return countText(counts, outcome === "completed" ? "nothing to do" : "nothing changed");
}

/** `3 created · 1 failed`: the counts above zero; `none` when all are zero. */
export function countText(counts: CycleCounts, none: string): string {
	const parts = countsShown(counts).map(([word, count]) => `${thousands(count)} ${word}`);
	return parts.length === 0 ? none : parts.join(" · ");
}
