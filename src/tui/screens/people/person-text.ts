import type { Person } from "../../../app/people/people.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import type { Mark } from "../../text/outcome-mark.ts";

const marks = {
	user: { glyph: "·", word: "user", tone: "plain" },
	guest: { glyph: "◇", word: "guest", tone: "plain" },
	group: { glyph: "▣", word: "group", tone: "accent" },
	disabled: { glyph: "–", word: "disabled", tone: "dim" },
} as const satisfies Readonly<Record<string, Mark>>;

/** The kind of a row as a glyph and a word. A disabled guest is shown as disabled; the details show both. */
export function kindOf({ type, enabled, guest }: Person): Mark {
	if (type === "Group") return marks.group;
	if (!enabled) return marks.disabled;
	return guest ? marks.guest : marks.user;
}

/** `Analyst, User through Staff`; empty when not assigned. */
export function assignedText({ assigned }: Person): string {
	return assigned.map(({ role, via }) => (via === null ? role : `${role} through ${via}`)).join(", ");
}

/** The text that the filter searches. */
export function personText(person: Person): string {
	const { displayName, userName, mail } = person;
	return `${displayName} ${userName} ${mail} ${kindOf(person).word} ${assignedText(person)}`;
}

/** `Ada Brink, Ben Otieno and 98 more`. */
export function namesText(people: readonly Person[], max = 6): string {
	const names = people.slice(0, max).map(({ displayName }) => displayName);
	const more = people.length - names.length;
	return more === 0 ? names.join(", ") : `${names.join(", ")} and ${more} more`;
}

/** All details of a user or group, with each assignment. */
export function personDetails(person: Person): readonly Detail[] {
	const { id, type, displayName, userName, mail, enabled, guest, assigned } = person;
	const fields: readonly Detail[] =
		type === "Group"
			? [{ label: "Kind", text: "▣ group" }]
			: [
					{ label: "User name", text: userName || "–" },
					{ label: "Mail", text: mail || "– none" },
					{ label: "Kind", text: guest ? "◇ guest" : "· user" },
					{
						label: "Account",
						text: enabled ? "✓ enabled" : "– disabled",
						tone: enabled ? "good" : "caution",
					},
				];
	return [
		{ label: "Name", text: displayName },
		...fields,
		{ label: "Object ID", text: id },
		{ text: "" },
		{ text: "Assignments", bold: true, tone: "accent" },
		...(assigned.length === 0 ? [{ text: "– Not assigned.", tone: "dim" as const }] : []),
		...assigned.map(({ role, via, assignmentId }) => ({
			label: role,
			text: `${via === null ? "directly" : `through ${via}`} · ${assignmentId}`,
		})),
	];
}
