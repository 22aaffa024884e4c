import type { Person } from "../../../app/people/people.ts";
import { actionName } from "../../../ports/log/log-action-name.ts";
import type { Column } from "../../components/list/column.ts";
import { markOf, statusWords } from "../../text/outcome-mark.ts";
import { dateTime, nearTime } from "../../text/show-time.ts";
import type { Tone } from "../../theme/theme.ts";
import { assignedText, kindOf } from "./person/person-text.ts";
import { linkMark, markText, type Standings, targetMark } from "./person/standing.ts";
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
	const near = (time: number) => nearTime(time, now());
	const last = ({ id }: Person, timeText = near): { readonly text: string; readonly tone: Tone } => {
		const run = runs.get(id);
		if (run !== undefined) {
			const mark = runMark(run);
			return { text: markText(mark), tone: mark.tone };
		}
		const entry = results.get(id);
		if (entry === undefined) return { text: "–", tone: "plain" };
		const { glyph, tone } = markOf(entry.status);
		// Only what went wrong stands out.
		return {
			text: `${glyph} ${timeText(entry.time)} ${actionName(entry)}`,
			tone: entry.status === "success" ? "plain" : tone,
		};
	};
	return [
		{ title: "Name", width: { min: 14, grow: 2 }, text: ({ displayName }) => displayName },
		{ title: "User name", width: { min: 20, grow: 3 }, optional: 3, text: ({ userName }) => userName },
		{ title: "Mail", width: { min: 20, grow: 2 }, optional: 4, text: ({ mail }) => mail },
		{
			title: source,
			width: 10,
			optional: 2,
			text: (person) => markText(kindOf(person)),
			tone: (person) => kindOf(person).tone,
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
			text: (person) => markText(linkMark(standings, person)),
			tone: (person) => linkMark(standings, person).tone,
		},
		{
			title: "Sumo",
			width: 10,
			text: (person) => markText(targetMark(standings, person)),
			tone: (person) => targetMark(standings, person).tone,
		},
		{
			title: "Last result",
			names: ["status"],
			words: ({ id }) => statusWords(results.get(id)?.status),
			width: { min: 14, grow: 1 },
			optional: 1,
			order: ({ id }) => results.get(id)?.time ?? null,
			text: (person) => last(person).text,
			exported: (person) => last(person, dateTime).text,
			tone: (person) => last(person).tone,
		},
	];
}
