import { useMemo } from "react";
import type { Person } from "../../../../app/people/people.ts";
import type { Session } from "../../../../app/session.ts";
import type { LogEntry } from "../../../../ports/log/log-entry.ts";
import { restMs } from "../../../components/detail/split.tsx";
import { useLoad } from "../../../hooks/use-load.ts";
import { useSettled } from "../../../hooks/use-settled.ts";

/** Log entries in the details of a user; `H` shows the others. */
const shownEntries = 8;

/** The newest log entries of the current user, read again when any result changes; null until they are read. */
export function useUserHistory(
	session: Session,
	person: Person | undefined,
	results: unknown,
): readonly LogEntry[] | null {
	const id = useSettled(person?.type === "User" ? person.id : null, restMs);
	const on = useMemo(() => ({ id, results }), [id, results]);
	const { value = null, of } = useLoad(
		on,
		async ({ id: sourceId }) =>
			sourceId === null
				? null
				: session.provisioning.log({ order: "descending", limit: shownEntries, sourceId }),
		{ quiet: true },
	);
	return of?.id === person?.id ? value : null;
}
