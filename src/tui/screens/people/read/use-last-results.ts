import { useEffect, useState } from "react";
import type { Person } from "../../../../app/people/people.ts";
import type { Session } from "../../../../app/session.ts";
import type { LogEntry } from "../../../../ports/log/log-entry.ts";
import { createPauses } from "../../../hooks/pauses.ts";
import { useSessionValue } from "../../../hooks/use-session-value.ts";

/** The last log entry of each user, by the source user's id. */
export type LastResults = ReadonlyMap<string, LogEntry>;

/** Newest entries that are read at once: the last results of most users are among them. */
const newest = 500;

/** Users whose last entries are one read of the store: 3 ms, so that keys don't wait. */
const step = 100;

/** Users who are searched before what was found is shown. */
const shownStep = 5000;

const none: LastResults = new Map();

/**
 * The last result of each user: from the newest entries of the log, then by searching the log for the others, many at once, and from new
 * entries as they are written. In hosted mode, where a search would read all of Entra's log, only what was read of it counts.
 */
export function useLastResults(session: Session, people: readonly Person[]): LastResults {
	const { provisioning } = session;
	const [results, setResults] = useState(none);
	const isHosted = useSessionValue(session, provisioning.mode) === "hosted";

	useEffect(() => {
		let gone = false;
		let timer: NodeJS.Timeout | undefined;
		const found = new Map<string, LogEntry>();
		const take = (entry: LogEntry) => {
			const id = entry.source?.id;
			if (id !== undefined && (found.get(id)?.sequence ?? -1) < entry.sequence) found.set(id, entry);
		};
		const show = () => {
			timer = undefined;
			if (!gone) setResults(new Map(found));
		};
		const read = async () => {
			const entries = await provisioning.log({ order: "descending", limit: newest });
			for (const entry of entries) take(entry);
			show();
			if (entries.length < newest) return;
			const others = people.filter(({ id, type }) => type !== "Group" && !found.has(id)).map(({ id }) => id);
			// What was read of Entra's log is in memory, and each search goes through all of it.
			const size = isHosted ? others.length : step;
			const pause = createPauses();
			for (let from = 0; from < others.length && !gone; from += size) {
				for (const entry of await provisioning.newestOfEach(others.slice(from, from + size))) take(entry);
				if ((from + size) % shownStep === 0) show();
				await pause();
			}
			if (others.length > 0) show();
		};
		// What can't be read is shown by the log itself; the column then stays empty.
		if (people.length > 0) read().catch(show);
		const leave = provisioning.subscribe((event) => {
			if (event.type !== "entry") return;
			take(event.entry);
			timer ??= setTimeout(show, 250);
		});
		return () => {
			gone = true;
			clearTimeout(timer);
			leave();
		};
	}, [provisioning, people, isHosted]);

	return results;
}
