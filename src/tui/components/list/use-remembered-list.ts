import { useMemo, useSyncExternalStore } from "react";
import { useShell } from "../../context/shell-context.ts";
import type { SavedFilter } from "../../hooks/filter-completion.ts";

/** What is kept of a list; the same objects until it changes. */
export type KeptOfList = {
	readonly history: readonly string[];
	readonly saved: readonly SavedFilter[];
	/** The titles of the chosen columns in order; null for the list's own. */
	readonly columns: readonly string[] | null;
};

const nothing: KeptOfList = { history: [], saved: [], columns: null };

/** What is kept of the list with that name; nothing without a name. */
export function useRememberedList(name: string | undefined): KeptOfList {
	const { lists } = useShell();
	const remembered = useSyncExternalStore(lists.subscribe, () =>
		name === undefined ? null : lists.of(name),
	);
	return useMemo(() => {
		if (remembered === null) return nothing;
		const saved = Object.entries(remembered.saved).map(([one, filter]) => ({ name: one, filter }));
		return { ...remembered, saved };
	}, [remembered]);
}
