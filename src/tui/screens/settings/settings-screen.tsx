import { Box, Text } from "ink";
import { use, useEffect, useMemo, useState } from "react";
import { ProfileConflictError } from "../../../app/profile/profile-conflict-error.ts";
import type { ShownSetting } from "../../../app/settings/profile-settings.ts";
import { detailPlace } from "../../components/detail/detail-place.ts";
import { Split } from "../../components/detail/split.tsx";
import { ChoiceDialog } from "../../components/dialog/choice-dialog.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { UnsavedDialog } from "../../components/dialog/unsaved-dialog.tsx";
import { CandidateLines, usePathCandidates } from "../../components/input/path-input.tsx";
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
import { SettingRow } from "./setting-row.tsx";
import { settingEditingCommands, settingsCommands } from "./settings-commands.ts";
import { rowsOf } from "./settings-rows.ts";

/** A risky change that waits for confirmation. */
type Question = {
	readonly setting: ShownSetting;
	readonly text: string | null;
	readonly risk: string;
	readonly seen: string;
};

/** Lines of the meaning below the list, with the line above it. */
const detailLines = 7;

const keyOf = ({ id }: ShownSetting) => id;
/** What the filter searches besides the columns. */
const textOf = ({ meaning, group }: ShownSetting) => `${meaning} ${group}`;

/** The settings of the profile that have no screen of their own. Each change is saved on its own, as soon as it is entered. */
export function SettingsScreen({ session, width, height }: ScreenProps) {
	const { provisioning } = session;
	const appearance = use(AppearanceContext);
	const settings = useMemo(
		() => withConsoleSettings(session.settings, appearance),
		[session.settings, appearance],
	);
	const { toast } = useShell();
	const [items, setItems] = useState(settings.list);
	const list = useList({ items, keyOf, textOf, columns: settingColumns, sortable: false });
	const [typed, setTyped] = useState<string | null>(null);
	/** The setting of the present edit, and the saved value that it began with. */
	const [began, setBegan] = useState({ id: "", seen: "" });
	/** Whether saving the typed text was tried: from then on its problem is shown. */
	const [tried, setTried] = useState(false);
	const [asking, setAsking] = useState(false);
	const candidates = usePathCandidates();
	const [choosing, setChoosing] = useState(false);
	const [question, setQuestion] = useState<Question | null>(null);
	const [top, setTop] = useState(0);
	const task = useTask();
	useEffect(() => {
		const read = () => setItems(settings.list());
		read();
		const ends = [session.subscribe(read), appearance.subscribe(read)];
		return () => {
			for (const end of ends) end();
		};
	}, [session, settings, appearance]);

	const isEditing = typed !== null || choosing;
	/** An edited setting stays, whatever its value is by now and the filter says. */
	const setting = isEditing ? items.find(({ id }) => id === began.id) : list.current;
	/** A secret whose field is still empty: it stays as it is. */
	const untouched = setting?.kind === "secret" && typed === "";
	const problem = setting && typed !== null && !untouched ? settings.check(setting.id, typed) : undefined;
	const shownProblem = tried ? problem : undefined;
	const isBeside = detailPlace({ width, height }, true) === "beside";
	const filterHeight = filterLines(list);
	const page = Math.max(3, height - 1 - (isBeside ? 0 : detailLines) - filterHeight);
	const isShown = setting === undefined || list.rows.includes(setting);
	const rows = rowsOf(isShown ? list.rows : items, page);
	const cursor = rows.findIndex((row) => row.type === "setting" && row.setting.id === setting?.id);
	const shownTop = windowTop(top, cursor, page, rows.length);

	const move = (by: number) => {
		list.move({ by }, page);
		setTop(shownTop);
	};
	const begin = (one: ShownSetting) => setBegan({ id: one.id, seen: seenOf(one) });
	const type = (text: string | null) => {
		setTyped(text);
		setTried(false);
		candidates.show([]);
	};
	const save = async (one: ShownSetting, text: string | null, seen: string) => {
		setQuestion(null);
		setChoosing(false);
		const saved = await task.run("Saving…", async () => {
			try {
				return await settings.change(one.id, text, seen);
			} catch (error) {
				const present = settings.list().find(({ id }) => id === one.id);
				if (error instanceof ProfileConflictError && present) begin(present);
				throw error;
			}
		});
		if (saved === undefined) return;
		type(null);
		const { otherRunner } = provisioning.status();
		if (typeof saved.from !== "string")
			toast.warn(`Saved, but overridden by ${saved.from.flag}.`, "Start without it to use the saved value.");
		else if (otherRunner !== null)
			toast.warn(
				`${saved.label}: ${saved.shown}.`,
				`${otherRunner} runs this profile. Restart it to apply the change.`,
			);
		else toast.done(`${saved.label}: ${saved.shown}. Takes effect ${saved.effect}.`);
	};
	/** @param text null for the default */
	const propose = async (one: ShownSetting, text: string | null, seen: string) => {
		const risk = settings.risk(one.id, text);
		if (risk === undefined || text === one.text) return await save(one, text, seen);
		setChoosing(false);
		setQuestion({ setting: one, text, risk, seen });
	};
	const saveTyped = () => {
		setAsking(false);
		setTried(true);
		if (untouched) type(null);
		else if (setting && typed !== null && problem === undefined)
			return propose(setting, typed.trim(), began.seen);
		return undefined;
	};

	useCommands(
		settingsCommands,
		{
			choice: setting?.kind === "choice",
			changed: setting !== undefined && setting.from !== "default",
			busy: task.busy !== null,
			move,
			page,
			filter: () => list.setFiltering(true),
			clearFilter: list.filter === "" ? null : () => list.setFilter(""),
			edit() {
				if (setting === undefined) return;
				begin(setting);
				if (setting.kind === "choice") setChoosing(true);
				else type(setting.text);
			},
			async next() {
				if (setting === undefined) return;
				const at = setting.options.findIndex(({ value }) => value === setting.text);
				const next = setting.options[(at + 1) % setting.options.length];
				if (next) await propose(setting, next.value, seenOf(setting));
			},
			reset: () => setting && propose(setting, null, seenOf(setting)),
			async testNotification() {
				const ways = await task.run("Sending a test notification…", settings.testNotification);
				if (ways === undefined) return;
				const failed = ways.filter((way) => way.problem !== null);
				if (ways.length === 0)
					toast.warn("No notification channel is configured.", "Enter a program or a webhook above.");
				else if (failed.length === 0)
					toast.done(`Sent the test to ${ways.map(({ name }) => name).join(" and ")}.`);
				else
					toast.error(
						new Error(failed.map((way) => `The test to ${way.name} failed: ${way.problem}`).join(" ")),
					);
			},
		},
		{ active: typed === null && !list.filtering },
	);
	useCommands(
		settingEditingCommands,
		{
			save: saveTyped,
			cancel() {
				if (typed === setting?.text) type(null);
				else setAsking(true);
			},
		},
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
		{ active: !isEditing },
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
									<SettingDetails setting={setting} problem={shownProblem} {...size} />
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
						<Box ref={rowsBox} flexDirection="column" flexShrink={0}>
							{rows.slice(shownTop, shownTop + page).map((row) =>
								row.type === "head" ? (
									<Text key={row.title} dimColor>
										{row.title}
									</Text>
								) : (
									<SettingRow
										key={row.setting.id}
										setting={row.setting}
										focused={row.setting.id === setting?.id}
										typed={row.setting.id === setting?.id ? typed : null}
										problem={shownProblem}
										width={size.width}
										candidates={candidates}
										onType={setTyped}
									/>
								),
							)}
						</Box>
					</Box>
				)}
			</Split>
			{asking && setting && (
				<UnsavedDialog
					what={`The setting "${setting.label}"`}
					onSave={saveTyped}
					onDiscard={() => {
						setAsking(false);
						type(null);
					}}
					onKeep={() => setAsking(false)}
				/>
			)}
			{choosing && setting && (
				<ChoiceDialog
					title={setting.label}
					options={setting.options}
					value={setting.text}
					onTake={(text) => propose(setting, text, began.seen)}
					onClose={() => setChoosing(false)}
				/>
			)}
			{question !== null && (
				<ConfirmDialog
					title={`${question.setting.label}: ${shownValue(question.setting, question.text)}?`}
					lines={[question.risk]}
					verb="Save"
					danger
					onConfirm={() => save(question.setting, question.text, question.seen)}
					onCancel={() => setQuestion(null)}
				/>
			)}
		</Box>
	);
}

/** What the operator saw of a setting when its edit began. */
function seenOf({ text, mark }: ShownSetting): string {
	return mark ?? text;
}

/** A value as the setting shows it. */
function shownValue({ options }: ShownSetting, text: string | null): string {
	if (text === null) return "the default";
	return options.find(({ value }) => value === text)?.label ?? text;
}
