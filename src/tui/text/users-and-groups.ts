import type { Person } from "../../app/people/people.ts";
import { counted } from "../../text/counted.ts";

/** `1 user`, `2 groups`, `3 users and 1 group`: how many of each. */
export function usersAndGroups(those: readonly Pick<Person, "type">[]): string {
	const groups = those.filter(({ type }) => type === "Group").length;
	const users = those.length - groups;
	if (groups === 0) return counted(users, "user");
	return users === 0 ? counted(groups, "group") : `${counted(users, "user")} and ${counted(groups, "group")}`;
}
