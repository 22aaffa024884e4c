import type { Person } from "../../../../app/people/people.ts";
import { counted } from "../../../../text/counted.ts";
import { peopleText } from "../person/person-text.ts";

/** The effect of unassigning the selected users and groups. */
export type Unassignment = {
	/** These lose their direct assignments. */
	readonly direct: readonly Person[];
	/** These are assigned only through a group and do not change. */
	readonly throughGroup: readonly Person[];
	readonly notAssigned: readonly Person[];
};

/** Groups the selected users and groups by the effect of unassigning them. */
export function unassignmentOf(chosen: readonly Person[]): Unassignment {
	const isDirect = ({ assigned }: Person) => assigned.some(({ via }) => via === null);
	return {
		direct: chosen.filter(isDirect),
		throughGroup: chosen.filter((person) => person.assigned.length > 0 && !isDirect(person)),
		notAssigned: chosen.filter(({ assigned }) => assigned.length === 0),
	};
}

/** Why users who are assigned only through groups can't be unassigned. */
function throughGroupText(people: readonly Person[]): string {
	const groups = [...new Set(people.flatMap(({ assigned }) => assigned.flatMap(({ via }) => via ?? [])))];
	const who = people.length === 1 ? "is assigned" : "are assigned";
	return `${peopleText(people, 3)} ${who} only through ${groups.slice(0, 3).join(", ")}. Unassign the group, or remove them from it.`;
}

/** Why there is no assignment to remove; null when there is one. */
export function whyNothing({ direct, throughGroup, notAssigned }: Unassignment): string | null {
	if (direct.length > 0) return null;
	if (throughGroup.length > 0) return throughGroupText(throughGroup);
	return `${peopleText(notAssigned, 3)} ${notAssigned.length === 1 ? "is" : "are"} not assigned.`;
}

/** What will happen to which users, one paragraph each. */
export function unassignLines({ direct, throughGroup, notAssigned }: Unassignment): readonly string[] {
	const users = direct.filter(({ type }) => type === "User");
	const groups = direct.filter(({ type }) => type === "Group");
	const kept = users.filter(({ assigned }) => assigned.some(({ via }) => via !== null));
	const lines = [`The direct assignment of ${peopleText(direct)} is removed.`];
	const lost = users.length - kept.length;
	if (lost > 0)
		lines.push(
			`The next cycle deactivates ${lost === 1 ? "their account" : `the accounts of ${lost} users`} in Sumo Logic, if any.`,
		);
	if (groups.length > 0)
		lines.push(
			`${counted(groups.length, "group")}: accounts of members without another assignment are also deactivated.`,
		);
	if (kept.length > 0)
		lines.push(`${peopleText(kept, 3)} ${kept.length === 1 ? "stays" : "stay"} assigned through a group.`);
	if (throughGroup.length > 0) lines.push(`Not changed: ${throughGroupText(throughGroup)}`);
	if (notAssigned.length > 0) lines.push(`Not assigned: ${peopleText(notAssigned, 3)}.`);
	return lines;
}
