import type { Clock } from "../../ports/clock.ts";
import type { RoleNames } from "../../ports/target.ts";
import { ChangesToProve } from "../execute/prove-changes.ts";
import { ReadBacks, readBackAlways } from "../execute/read-backs.ts";
import { pageSize } from "../plan/accounts/account-index.ts";
import { hasReferences } from "../plan/references.ts";
import type { Rules } from "../plan/rules.ts";
import type { BothSides } from "./read/read-both-sides.ts";

/** How a cycle finds out whether its changes were made: by reads while it runs, and by a comparison at its end. */
export type Evidence = { readonly readBacks: ReadBacks; readonly unproved: ChangesToProve };

/** The same roles, and how many requests they took. */
export function countedRoles(read: RoleNames): {
	readonly roleNames: RoleNames;
	readonly requests: () => number;
} {
	let requests = 0;
	const roleNames: RoleNames = async (signal) => {
		requests = 1;
		const names = await read(signal);
		requests = names === null ? 0 : 1;
		return names;
	};
	return { roleNames, requests: () => requests };
}

/**
 * @param both what the cycle has read. `sent`: the requests that this took; `ofRoles`: those for the roles, asked when the first account is
 * created, for which roles have been read.
 */
export function evidenceOf(
	both: BothSides,
	rules: Rules,
	{
		isInitial,
		sent,
		ofRoles,
		clock,
	}: {
		readonly isInitial: boolean;
		readonly sent: number;
		readonly ofRoles: () => number;
		readonly clock: Pick<Clock, "sleep">;
	},
): Evidence {
	const mayRead = () => hasRoomToRead(both, sent + ofRoles());
	const mayHold = isInitial && isFew(both) && !hasReferences(rules);
	return {
		readBacks: new ReadBacks(rules.mappings.set.dialect, isInitial ? { clock, mayRead } : undefined),
		unproved: new ChangesToProve({ isInitial, isHolding: () => mayHold && !mayRead() }),
	};
}

/** Whether so few users can get an account that the log can wait for the end of the cycle. */
function isFew({ read }: BothSides): boolean {
	return read.workQueue.sought.unlinked <= readBackAlways;
}

/**
 * An initial cycle of N creations over M accounts sends at most N + ⌈M/1000⌉ + 3 requests. Whether one of them can be for an account before
 * the last page. `sent`: with that for the roles.
 */
function hasRoomToRead({ total, requests, read }: BothSides, sent: number): boolean {
	const pages = Math.max(1, Math.ceil((total ?? 0) / pageSize));
	const lastPage = read.workQueue.sought.unlinked > 1 ? 1 : 0;
	return (total === 0 ? 0 : pages) + 3 - sent - requests - lastPage > 0;
}
