import type { Store } from "../../ports/store.ts";

/** Cycles to search: on-demand and manual runs are among them. */
const newest = 200;

/** When the newest cycle that completed started, in milliseconds since 1970; null when none did. */
export async function lastCompleted(store: Pick<Store, "cycles">): Promise<number | null> {
	const completed = (await store.cycles(newest)).find(
		({ kind, outcome }) => outcome === "completed" && (kind === "initial" || kind === "incremental"),
	);
	return completed?.startedAt ?? null;
}
