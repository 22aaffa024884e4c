import type { Person } from "../../../../app/people/people.ts";
import type { Mark } from "../../../text/outcome-mark.ts";

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

/** `Ada Brink, Ben Otieno +98 more`. */
export function namesText(names: readonly string[], max = 6): string {
	const more = names.length - max;
	return more <= 0 ? names.join(", ") : `${names.slice(0, max).join(", ")} +${more} more`;
}

/** The display names of users and groups, the first few. */
export function peopleText(people: readonly Person[], max?: number): string {
	return namesText(
		people.map(({ displayName }) => displayName),
		max,
	);
}
