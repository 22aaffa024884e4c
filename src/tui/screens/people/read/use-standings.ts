import { useEffect, useMemo, useState } from "react";
import type { Session } from "../../../../app/session.ts";
import type { LogEntry } from "../../../../ports/log/log-entry.ts";
import { refreshBeat } from "../../../hooks/refresh-beat.ts";
import { useLoad } from "../../../hooks/use-load.ts";
import { accountsByUser, type Links, type Standings } from "../person/standing.ts";
import { writtenSince } from "../person/written-since.ts";

const noLinks: Links = new Map();

/**
 * Links and accounts of all users. The links are stored here; the accounts are read from the target once they have been shown, and again
 * after a cycle, with the same read as the accounts screen; until then, the entries of the cycle show what was written. Changes only when
 * something was read or written.
 *
 * @param people the list of users: a new one after a change at the source
 */
export function useStandings(
	session: Session,
	people: unknown,
): { readonly standings: Standings; readonly reload: () => void } {
	const { accounts, provisioning } = session;
	const isHosted = provisioning.mode() === "hosted";
	const cycle = provisioning.status().lastCycle?.cycleId ?? null;
	const on = useMemo(() => ({ people, cycle }), [people, cycle]);
	const links = useLoad(on, () => accounts.links(), { quiet: true });
	// The accounts are shared with the accounts screen: leaving this screen must not abort the read.
	const read = useLoad(on, (_, { refresh }) => accounts.list({ refresh }), { quiet: true });
	const asRead = useMemo(
		(): Standings => ({
			links: links.value ?? noLinks,
			accounts: read.value === undefined ? null : accountsByUser(read.value),
			problem: read.failed,
			isHosted,
		}),
		[links.value, read.value, read.failed, isHosted],
	);
	const written = useWritten(session, asRead);
	const standings = useMemo(() => writtenSince(asRead, written), [asRead, written]);
	return {
		standings,
		reload() {
			links.reload();
			read.reload();
		},
	};
}

const nothing: readonly LogEntry[] = [];

/** The entries that were logged since the links and accounts were read, as the beat of the session shows them. */
function useWritten(session: Session, asRead: Standings): readonly LogEntry[] {
	const [written, setWritten] = useState<{ readonly of: Standings; readonly entries: readonly LogEntry[] }>({
		of: asRead,
		entries: nothing,
	});
	useEffect(() => {
		const beat = refreshBeat(session);
		let arrived: LogEntry[] = [];
		const leave = [
			beat.on(() => {
				if (arrived.length === 0) return;
				const more = arrived;
				arrived = [];
				setWritten(({ of, entries }) => ({
					of: asRead,
					entries: of === asRead ? [...entries, ...more] : more,
				}));
			}),
			session.provisioning.subscribe((event) => {
				if (event.type !== "entry") return;
				arrived.push(event.entry);
				beat.request();
			}),
		];
		return () => {
			for (const stop of leave) stop();
		};
	}, [session, asRead]);
	return written.of === asRead ? written.entries : nothing;
}
