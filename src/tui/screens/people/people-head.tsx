import { Text } from "ink";
import { counted } from "../../../text/counted.ts";
import { paint } from "../../theme/theme.ts";
import { type PeopleCounts, type PeopleView, peopleViews } from "./people-view.ts";

/** The first line: counts, number of selected rows, and the current view. */
export function PeopleHead({
	counts,
	view,
	selected,
	writable,
}: {
	/** Null before users and groups were read. */
	readonly counts: PeopleCounts | null;
	readonly view: PeopleView;
	readonly selected: number;
	readonly writable: boolean;
}) {
	return (
		<Text wrap="truncate-end">
			<Text bold>{counts === null ? "Users and groups: not read yet" : countsText(counts)}</Text>
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

function countsText({ users, groups, assigned }: PeopleCounts): string {
	return `${counted(users, "user")} · ${counted(groups, "group")} · ${assigned} assigned`;
}
