import type { SourceUser } from "../source/source-user.ts";

/** The attributes that a search for a user covers. */
const searched = ["displayName", "userPrincipalName", "mail", "givenName", "surname"] as const;

/** Users with the text in one of the searched attributes, in any case; those that begin with it come first. */
export function findUsers(users: Iterable<SourceUser>, text: string, limit: number): readonly SourceUser[] {
	const sought = text.trim().toLowerCase();
	const beginning: SourceUser[] = [];
	const containing: SourceUser[] = [];
	for (const user of users) {
		const at = positionIn(user, sought);
		if (at === 0) beginning.push(user);
		else if (at > 0 && containing.length < limit) containing.push(user);
		if (beginning.length >= limit) break;
	}
	return [...beginning, ...containing].slice(0, limit);
}

/** The earliest position of the text in any searched attribute, or -1. */
function positionIn(user: SourceUser, sought: string): number {
	let earliest = -1;
	for (const name of searched) {
		const value = user.attributes[name];
		if (typeof value !== "string") continue;
		const at = value.toLowerCase().indexOf(sought);
		if (at === 0) return 0;
		if (at > 0 && (earliest < 0 || at < earliest)) earliest = at;
	}
	return earliest;
}
