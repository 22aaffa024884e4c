import { Box, Text } from "ink";
import { use, useEffect, useMemo, useState } from "react";
import type { Session } from "../../../app/session.ts";
import type { ShownSetting } from "../../../app/settings/profile-settings.ts";
import { detailPlace } from "../../components/detail/detail-place.ts";
import { Split } from "../../components/detail/split.tsx";
import { CandidateLines } from "../../components/input/path-input.tsx";
import { FilterLine, filterLines } from "../../components/list/filter-line.tsx";
import { useShell } from "../../context/shell-context.ts";
import { windowTop } from "../../hooks/list-window.ts";
import { useList } from "../../hooks/use-list.ts";
import { useTask } from "../../hooks/use-task.ts";
import { useClick } from "../../keys/use-click.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { AppearanceContext } from "../../theme/use-appearance.ts";
import { withConsoleSettings } from "./console-settings.ts";
import { settingColumns } from "./setting-columns.ts";
import { SettingDetails } from "./setting-details.tsx";
import { SettingDialogs } from "./setting-dialogs.tsx";
import { SettingList } from "./setting-list.tsx";
import { settingEditingCommands, settingsCommands } from "./settings-commands.ts";
import { rowsOf } from "./settings-rows.ts";
import { testNotification } from "./test-notification.ts";
import { useSettingEdit } from "./use-setting-edit.ts";

/** Lines of the meaning below the list, with the line above it. */
const detailLines = 7;

const keyOf = ({ id }: ShownSetting) => id;
/** What the filter searches besides the columns. */
const textOf = ({ meaning, group }: ShownSetting) => `${meaning} ${group}`;

/** The settings of profile and console, as they are by now. */
function useSettings(session: Session) {
	const appearance = use(AppearanceContext);
	const settings = useMemo(
		() => withConsoleSettings(session.settings, appearance),
		[session.settings, appearance],
	);
	const [items, setItems] = useState(settings.list);
	useEffect(() => {
		const read = () => setItems(settings.list());
		read();
		const ends = [session.subscribe(read), appearance.subscribe(read)];
		return () => {
			for (const end of ends) end();
		};
	}, [session, settings, appearance]);
	return { settings, items };
}

/** The settings of the profile that have no screen of their own. Each change is saved on its own, as soon as it is entered. */
export function SettingsScreen({ session, width, height }: ScreenProps) {
	const { provisioning } = session;
	const { toast } = useShell();
	const { settings, items } = useSettings(session);
	const list = useList({ items, keyOf, textOf, columns: settingColumns, sortable: false });
	const task = useTask();
	const otherRunner = () => provisioning.status().otherRunner;
	const edit = useSettingEdit({ settings, shown: items, selected: list.current, otherRunner, task });
	const { setting, typed, candidates } = edit;
	const [top, setTop] = useState(0);

	const isBeside = detailPlace({ width, height }, true) === "beside";
	const filterHeight = filterLines(list);
	const page = Math.max(3, height - 1 - (isBeside ? 0 : detailLines) - filterHeight);
	const isShown = setting === undefined || list.rows.includes(setting);
	const rows = rowsOf(isShown ? list.rows : items, page);
	const cursor = rows.findIndex((row) => row.type === "setting" && row.setting.id === setting?.id);
	const shownTop = windowTop(top, cursor, page, rows.length);

	useCommands(
		settingsCommands,
		{
			choice: setting?.kind === "choice",
			changed: setting !== undefined && setting.from !== "default",
			busy: task.busy !== null,
			move(by) {
				list.move({ by }, page);
				setTop(shownTop);
			},
			page,
			filter: () => list.setFiltering(true),
			clearFilter: list.filter === "" ? null : () => list.setFilter(""),
			edit: edit.begin,
			next: edit.next,
			reset: edit.reset,
			testNotification: () => testNotification(settings, task, toast),
		},
		{ active: typed === null && !list.filtering },
	);
	useCommands(
		settingEditingCommands,
		{ save: edit.saveTyped, cancel: edit.cancel },
		{ active: typed !== null },
	);

	const rowsBox = useClick(
		(_x, y) => {
			const row = rows[shownTop + y];
			if (row?.type !== "setting") return undefined;
			if (row.setting.id === setting?.id) return "enter";
			list.goTo(row.setting.id);
			setTop(shownTop);
			return undefined;
		},
		{ active: !edit.isEditing },
	);

	return (
		<Box flexDirection="column" width={width} height={height}>
			<Text wrap="truncate-end">
				<Text bold>{task.busy ?? `Settings of ${session.profile().name}`}</Text>
				<Text dimColor>{`   ${list.cursor + 1} of ${list.matching} · each change is saved immediately`}</Text>
			</Text>
			<Split
				width={width}
				height={height - 1}
				linesBelow={detailLines}
				rows={rows.length}
				always
				details={
					setting === undefined
						? null
						: (size) =>
								candidates.names.length > 0 ? (
									<CandidateLines names={candidates.names} {...size} />
								) : (
									<SettingDetails setting={setting} problem={edit.problem} {...size} />
								)
				}
			>
				{(size) => (
					<Box flexDirection="column" {...size} flexShrink={0} overflow="hidden">
						{filterHeight > 0 && (
							<FilterLine
								list={list}
								columns={settingColumns}
								name="settings"
								width={size.width}
								active={typed === null}
							/>
						)}
						{rows.length === 0 && <Text dimColor>{"  No settings match."}</Text>}
						<SettingList
							rows={rows.slice(shownTop, shownTop + page)}
							edit={edit}
							width={size.width}
							box={rowsBox}
						/>
					</Box>
				)}
			</Split>
			<SettingDialogs edit={edit} />
		</Box>
	);
}
