import { Text } from "ink";
import { counted } from "../../../text/counted.ts";
import { paint } from "../../theme/theme.ts";
import { type PeopleCounts, type PeopleView, peopleViews } from "./people-view.ts";

/** The first line: counts, number of selected rows, and the current view. */
export function PeopleHead({
	counts: { users, groups, assigned },
	view,
	selected,
	writable,
}: {
	readonly counts: PeopleCounts;
	readonly view: PeopleView;
	readonly selected: number;
	readonly writable: boolean;
}) {
	return (
		<Text wrap="truncate-end">
			<Text bold>{`${counted(users, "user")} · ${counted(groups, "group")} · ${assigned} assigned`}</Text>
			{selected > 0 && <Text {...paint("accent")}>{` · ● ${selected} selected`}</Text>}
			{!writable && <Text {...paint("caution")}>{" · ! read-only source"}</Text>}
			<Text dimColor>{"   view:"}</Text>
			{peopleViews.map((name) =>
				name === view ? (
					<Text key={name} bold {...paint("accent")}>{` [${name}]`}</Text>
				) : (
					<Text key={name} dimColor>{` ${name}`}</Text>
				),
			)}
		</Text>
	);
}
