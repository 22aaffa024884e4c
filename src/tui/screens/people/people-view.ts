import type { Person } from "../../../app/people/people.ts";

/** The views of the list, applied before the filter. */
export const peopleViews = ["all", "assigned", "not assigned", "failing", "groups"] as const;
export type PeopleView = (typeof peopleViews)[number];

/** The view after this one; the first after the last. */
export function nextView(view: PeopleView): PeopleView {
	return peopleViews[(peopleViews.indexOf(view) + 1) % peopleViews.length] ?? "all";
}

/** The rows of a view; the same array when the view shows all. */
export function inView(
	people: readonly Person[],
	view: PeopleView,
	failing: ReadonlySet<string>,
): readonly Person[] {
	switch (view) {
		case "all":
			return people;
		case "assigned":
			return people.filter(({ assigned }) => assigned.length > 0);
		case "not assigned":
			return people.filter(({ assigned }) => assigned.length === 0);
		case "failing":
			return people.filter(({ id }) => failing.has(id));
		case "groups":
			return people.filter(({ type }) => type === "Group");
	}
}

/** Counts of the list. */
export type PeopleCounts = { readonly users: number; readonly groups: number; readonly assigned: number };

/** Counts users, groups, and assigned users. */
export function countPeople(people: readonly Person[]): PeopleCounts {
	let groups = 0;
	let assigned = 0;
	for (const person of people) {
		if (person.type === "Group") groups += 1;
		else if (person.assigned.length > 0) assigned += 1;
	}
	return { users: people.length - groups, groups, assigned };
}

/** What the empty list of a view says. */
export function emptyText(view: PeopleView): string {
	switch (view) {
		case "all":
			return "No users or groups.";
		case "assigned":
			return "No user or group is assigned.";
		case "not assigned":
			return "All users and groups are assigned.";
		case "failing":
			return "No user fails.";
		case "groups":
			return "No groups.";
	}
}
