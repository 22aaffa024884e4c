import type { Person } from "../../../app/people/people.ts";
import type { Column } from "../../components/list/column.ts";
import { assignedText, kindOf } from "./person-text.ts";

/** The columns of users and groups. */
export const peopleColumns: readonly Column<Person>[] = [
	{ title: "Name", width: { min: 18, grow: 2 }, text: ({ displayName }) => displayName },
	{ title: "User name", width: { min: 20, grow: 3 }, text: ({ userName }) => userName },
	{ title: "Mail", width: { min: 20, grow: 2 }, optional: 1, text: ({ mail }) => mail },
	{
		title: "Kind",
		width: 10,
		text: (person) => `${kindOf(person).glyph} ${kindOf(person).word}`,
		tone: (person) => kindOf(person).tone,
	},
	{
		title: "Assigned as",
		width: { min: 14, grow: 2 },
		text: (person) => assignedText(person) || "–",
		tone: ({ assigned }) => (assigned.length === 0 ? "dim" : "plain"),
	},
];
