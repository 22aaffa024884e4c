import { useEffect, useMemo, useState } from "react";
import type { Session } from "../../../../app/session.ts";
import type { LogEntry } from "../../../../ports/log/log-entry.ts";
import { refreshBeat } from "../../../hooks/refresh-beat.ts";
import { useLoad } from "../../../hooks/use-load.ts";
import { useSessionValue } from "../../../hooks/use-session-value.ts";
import { accountsByUser, type Links, type Standings } from "../person/standing.ts";
import { accountsSince, linksSince } from "../person/written-since.ts";

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
	const isHosted = useSessionValue(session, provisioning.mode) === "hosted";
	const cycle = useSessionValue(session, () => provisioning.status().lastCycle?.cycleId ?? null);
	const on = useMemo(() => ({ people, cycle }), [people, cycle]);
	const links = useLoad(on, () => accounts.links(), { quiet: true });
	// The accounts are shared with the accounts screen: leaving this screen must not abort the read.
	const read = useLoad(on, (_, { refresh }) => accounts.list({ refresh }), { quiet: true });
	// The links are here sooner than the accounts: each keeps what was written until it is read again itself.
	const sinceLinks = useWritten(session, links.value);
	const sinceAccounts = useWritten(session, read.value);
	const byUser = useMemo(() => (read.value === undefined ? null : accountsByUser(read.value)), [read.value]);
	const standings = useMemo(
		(): Standings => ({
			links: linksSince(links.value ?? noLinks, sinceLinks),
			accounts: accountsSince(byUser, sinceAccounts),
			isReading: read.loading,
			problem: read.failed,
			isHosted,
		}),
		[links.value, sinceLinks, byUser, sinceAccounts, read.loading, read.failed, isHosted],
	);
	return {
		standings,
		reload() {
			links.reload();
			read.reload();
		},
	};
}

const nothing: readonly LogEntry[] = [];

/** The entries that were logged since something was read, as the beat of the session shows them. */
function useWritten(session: Session, asRead: object | undefined): readonly LogEntry[] {
	const [written, setWritten] = useState<{
		readonly of: typeof asRead;
		readonly entries: readonly LogEntry[];
	}>({
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
