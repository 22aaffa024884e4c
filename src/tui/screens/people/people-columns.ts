import type { Person } from "../../../app/people/people.ts";
import { actionName } from "../../../ports/log/log-action-name.ts";
import { type Column, markCell } from "../../components/list/column.ts";
import { type Mark, markOf, statusWords } from "../../text/outcome-mark.ts";
import { dateTime, timeOrDate } from "../../text/show-time.ts";
import { assignedText, kindOf } from "./person/person-text.ts";
import { linkMark, type Standings, targetMark } from "./person/standing.ts";
import type { LastResults } from "./read/use-last-results.ts";
import { runMark } from "./run/run-text.ts";
import type { Runs } from "./run/use-on-demand.ts";

export type PeopleColumnsOptions = {
	/** What the source is called: `Entra`, or `Source` for a file. */
	readonly source: string;
	readonly standings: Standings;
	readonly results: LastResults;
	readonly runs: Runs;
	readonly now: () => number;
};

/** The columns of users and groups: source, assignment, link and account, then the last result, each readable on a narrow terminal. */
export function peopleColumns({
	source,
	standings,
	results,
	runs,
	now,
}: PeopleColumnsOptions): readonly Column<Person>[] {
	const near = (time: number) => timeOrDate(time, now());
	const last = ({ id }: Person): Mark => {
		const run = runs.get(id);
		if (run !== undefined) return runMark(run);
		const entry = results.get(id);
		if (entry === undefined) return { glyph: "–", word: "", tone: "plain" };
		const { glyph, tone } = markOf(entry.status);
		// Only what went wrong stands out.
		return {
			glyph,
			word: `${near(entry.time)} ${actionName(entry)}`,
			tone: entry.status === "success" ? "plain" : tone,
		};
	};
	const exportedLast = (person: Person) => {
		const entry = runs.has(person.id) ? undefined : results.get(person.id);
		if (entry === undefined) return last(person).word;
		return `${markOf(entry.status).word} ${dateTime(entry.time)} ${actionName(entry)}`;
	};
	return [
		{ title: "Name", width: { min: 14, grow: 2 }, text: ({ displayName }) => displayName },
		{ title: "User name", width: { min: 20, grow: 3 }, optional: 3, text: ({ userName }) => userName },
		{ title: "Mail", width: { min: 20, grow: 2 }, optional: 4, text: ({ mail }) => mail },
		{
			title: source,
			width: 10,
			optional: 2,
			...markCell(kindOf),
		},
		{
			title: "Assigned as",
			names: ["role"],
			width: { min: 12, grow: 2 },
			text: (person) => assignedText(person) || "–",
		},
		{
			title: "Link",
			width: 10,
			late: 10,
			...markCell((person) => linkMark(standings, person)),
		},
		{
			title: "Sumo",
			width: 10,
			late: 10,
			...markCell((person) => targetMark(standings, person)),
		},
		{
			title: "Last result",
			names: ["status"],
			words: ({ id }) => statusWords(results.get(id)?.status),
			width: { min: 14, grow: 1 },
			late: 15,
			optional: 1,
			order: ({ id }) => results.get(id)?.time ?? null,
			...markCell(last),
			exported: exportedLast,
		},
	];
}
