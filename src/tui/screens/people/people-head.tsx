import { Box, Text } from "ink";
import { counted } from "../../../text/counted.ts";
import { thousands } from "../../../text/thousands.ts";
import { useViewClick } from "../../components/list/use-view-click.ts";
import { widthOf } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { type PeopleCounts, type PeopleView, peopleViews } from "./people-view.ts";

/** The first line: counts, failing users, number of selected rows, and the views where they fit, otherwise the current one. */
export function PeopleHead({
	counts,
	failing,
	view,
	selected,
	writable,
	width,
	onView,
}: {
	/** Null before users and groups were read. */
	readonly counts: PeopleCounts | null;
	/** Users who fail. */
	readonly failing: number;
	readonly view: PeopleView;
	readonly selected: number;
	readonly writable: boolean;
	readonly width: number;
	/** Called with a view whose name was clicked. */
	readonly onView: (view: PeopleView) => void;
}) {
	const known = counts === null ? "Users and groups: not read yet" : countsText(counts);
	const bad = failing > 0 ? ` · ✗ ${thousands(failing)} failing` : "";
	const chosen = selected > 0 ? ` · ● ${thousands(selected)} selected` : "";
	const readOnly = writable ? "" : " · ! read-only source";
	const names = peopleViews.map((name) => (name === view ? ` [${name}]` : ` ${name}`));
	const before = `${known}${bad}${chosen}${readOnly}   view:`;
	const room = width - widthOf(before);
	const fits = widthOf(names.join("")) <= room;
	const line = useViewClick({ before, views: fits ? peopleViews : [view], view }, onView);
	return (
		<Box ref={line} width={width}>
			<Text wrap="truncate-end">
				<Text bold>{known}</Text>
				<Text {...paint("bad")}>{bad}</Text>
				<Text {...paint("accent")}>{chosen}</Text>
				<Text {...paint("caution")}>{readOnly}</Text>
				<Text dimColor>{"   view:"}</Text>
				{peopleViews.map((name) =>
					name === view ? (
						<Text key={name} bold {...paint("accent")}>{` [${name}]`}</Text>
					) : (
						fits && <Text key={name} dimColor>{` ${name}`}</Text>
					),
				)}
			</Text>
		</Box>
	);
}

function countsText({ users, groups, assigned }: PeopleCounts): string {
	return `${counted(users, "user")} · ${counted(groups, "group")} · ${thousands(assigned)} assigned`;
}
