import { useMemo } from "react";
import type { Session } from "../../../../app/session.ts";
import { useLoad } from "../../../hooks/use-load.ts";
import { accountsByUser, type Links, type Standings } from "../person/standing.ts";

const noLinks: Links = new Map();

/**
 * Links and accounts of all users. The links are stored here; the accounts are read from the target once they have been shown, and again
 * after a cycle, with the same read as the accounts screen. Changes only when something was read.
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
	const standings = useMemo(
		(): Standings => ({
			links: links.value ?? noLinks,
			accounts: read.value === undefined ? null : accountsByUser(read.value),
			problem: read.failed,
			isHosted,
		}),
		[links.value, read.value, read.failed, isHosted],
	);
	return {
		standings,
		reload() {
			links.reload();
			read.reload();
		},
	};
}
