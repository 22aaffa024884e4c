import { actionLabel, skipLabel } from "../ports/log/log-action-label.ts";
import { otherAction } from "../ports/log/log-action-name.ts";
import type { LogEntry } from "../ports/log/log-entry.ts";
import type { LogQuery } from "../ports/store/log-query.ts";
import { searchable } from "../text/searchable.ts";

/** The entries that a query asks for, in its order. The given ones are ascending by number. */
export function selectEntries<Entry extends LogEntry>(
	entries: readonly Entry[],
	query: LogQuery,
): readonly Entry[] {
	const { order, limit, cursor } = query;
	const isAscending = order === "ascending";
	const ordered = isAscending ? entries : entries.toReversed();
	const { text = "", phrases = [], without = [] } = query;
	const words = [...text.split(/\s+/u), ...phrases].map(plainWords).filter((word) => word !== "");
	const excluded = without.map(plainWords).filter((word) => word !== "");
	const found: Entry[] = [];
	for (const entry of ordered) {
		if (found.length >= limit) break;
		if (cursor !== undefined && (isAscending ? entry.sequence <= cursor : entry.sequence >= cursor)) continue;
		if (passes(entry, query, words, excluded)) found.push(entry);
	}
	return found;
}

function passes(
	entry: LogEntry,
	{ statuses, actions, others, cycleId, sourceId, since, until }: LogQuery,
	words: readonly string[],
	excluded: readonly string[],
): boolean {
	return (
		(statuses === undefined || statuses.includes(entry.status)) &&
		(actions === undefined || actions.includes(entry.action)) &&
		(others === undefined || entry.action !== "Other" || others.includes(otherAction(entry))) &&
		(cycleId === undefined || entry.cycleId === cycleId) &&
		(sourceId === undefined || entry.source?.id === sourceId) &&
		(since === undefined || entry.time >= since) &&
		(until === undefined || entry.time < until) &&
		((words.length === 0 && excluded.length === 0) || matchesWords(entry, words, excluded))
	);
}

/** Whether names, ids, reasons and values of an entry hold all words, and none of the excluded ones. */
function matchesWords(entry: LogEntry, words: readonly string[], excluded: readonly string[]) {
	const { source, target, error, modifiedProperties } = entry;
	const text = plainWords(
		[source, target]
			.flatMap((side) => (side === null ? [] : [side.id, side.displayName, side.userName]))
			.concat(error === null ? [] : [error.code, error.reason], skipLabel(entry), actionLabel(entry))
			.concat(modifiedProperties.flatMap(({ name, old, new: next }) => [name, old ?? "", next ?? ""]))
			.join(" "),
	);
	return words.every((word) => text.includes(word)) && !excluded.some((word) => text.includes(word));
}

/** Folded words without the signs between them, like the index of our own log. */
function plainWords(text: string): string {
	return searchable(text)
		.replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, " ")
		.trim();
}
