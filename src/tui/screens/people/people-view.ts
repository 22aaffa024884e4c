import type { Person } from "../../../app/people/people.ts";

/** Which rows are shown, before the filter. */
export const peopleViews = ["all", "assigned", "not assigned", "groups"] as const;
export type PeopleView = (typeof peopleViews)[number];

/** The view after this one; the first after the last. */
export function nextView(view: PeopleView): PeopleView {
	return peopleViews[(peopleViews.indexOf(view) + 1) % peopleViews.length] ?? "all";
}

/** The rows of a view. The list itself when nothing is left out. */
export function inView(people: readonly Person[], view: PeopleView): readonly Person[] {
	switch (view) {
		case "all":
			return people;
		case "assigned":
			return people.filter(({ assigned }) => assigned.length > 0);
		case "not assigned":
			return people.filter(({ assigned }) => assigned.length === 0);
		case "groups":
			return people.filter(({ type }) => type === "Group");
	}
}

/** How many there are of each. */
export type PeopleCounts = { readonly users: number; readonly groups: number; readonly assigned: number };

/** Counts users, groups, and the users who are assigned, in one pass. */
export function countPeople(people: readonly Person[]): PeopleCounts {
	let groups = 0;
	let assigned = 0;
	for (const person of people) {
		if (person.type === "Group") groups += 1;
		else if (person.assigned.length > 0) assigned += 1;
	}
	return { users: people.length - groups, groups, assigned };
}
