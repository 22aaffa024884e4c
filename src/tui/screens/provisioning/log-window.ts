import type { LogEntry } from "../../../ports/log/log-entry.ts";

/** Maximum entries kept: more than an operator scrolls through without a filter. */
const maxEntries = 5000;

/** Merges two lists of entries: ascending, without duplicates. The oldest entries are dropped when there are too many. */
export function mergeEntries(known: readonly LogEntry[], more: readonly LogEntry[]): readonly LogEntry[] {
	if (more.length === 0) return known;
	const last = known.at(-1)?.sequence ?? -1;
	const fresh = more.toSorted((a, b) => a.sequence - b.sequence);
	if ((fresh[0]?.sequence ?? 0) > last) return known.concat(fresh).slice(-maxEntries);
	const bySequence = new Map([...known, ...fresh].map((entry) => [entry.sequence, entry]));
	return [...bySequence.values()].toSorted((a, b) => a.sequence - b.sequence);
}
