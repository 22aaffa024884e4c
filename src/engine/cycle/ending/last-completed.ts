import { recentCycles } from "../../../ports/recent-cycles.ts";
import type { Store } from "../../../ports/store/store.ts";

/** When the newest cycle that completed started, in milliseconds since 1970; null when none did. */
export async function lastCompleted(store: Pick<Store, "cycles">): Promise<number | null> {
	const completed = (await recentCycles(store)).find(({ outcome }) => outcome === "completed");
	return completed?.startedAt ?? null;
}
