import { Box, Text, useIsScreenReaderEnabled } from "ink";
import { useMemo, useState } from "react";
import type { PlanReport } from "../../../app/provisioning/provisioning.ts";
import type { PlannedAction, PlannedType } from "../../../engine/plan/action/planned-action.ts";
import { counted } from "../../../text/counted.ts";
import { Split } from "../../components/detail/split.tsx";
import { List } from "../../components/list/list.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { useShell } from "../../context/shell-context.ts";
import { useList } from "../../hooks/use-list.ts";
import { ageInterval, useNow } from "../../hooks/use-now.ts";
import { useProvisioningStatus } from "../../hooks/use-provisioning-status.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { LeftOut } from "../../provisioning/planned-counts.ts";
import { ProvisioningDialog } from "../../provisioning/provisioning-dialog.tsx";
import { useProvisioning } from "../../provisioning/use-provisioning.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { firstLines, widthOf, wrapText } from "../../text/fit-text.ts";
import type { Mark } from "../../text/outcome-mark.ts";
import { duration, logTime } from "../../text/show-time.ts";
import { paint } from "../../theme/theme.ts";
import { ActionDialog } from "./action-dialog.tsx";
import { planCommands } from "./plan-commands.ts";
import { keyOf, type PlanRow, planColumns, rowsOf, textOf } from "./plan-rows.ts";
import {
	countParts,
	kindMark,
	type PlannedKind,
	plannedDetails,
	plannedKind,
	plannedRank,
} from "./planned-text.ts";
import { usePlan } from "./use-plan.ts";

const none: readonly PlanRow[] = [];

/** The filters of `F`: all types, then each type in the plan. */
function typesOf(report: PlanReport | null): readonly (PlannedKind | null)[] {
	const actions = (report?.actions ?? []).toSorted((left, right) => plannedRank(left) - plannedRank(right));
	return [null, ...new Set(actions.map(plannedKind))];
}

/** Differences named when a plan no longer holds. */
const maxDifferences = 3;

/** What a cycle would do for each user. Writes nothing. */
export function PlanScreen({ session, width, height, arrival }: ScreenProps) {
	const { go, copy, hint, toast } = useShell();
	const age = useNow(ageInterval);
	const { report, madeAt, stale, changed, progress, failed, again, verify } = usePlan(session, arrival);
	const status = useProvisioningStatus(session);
	const [chosenType, setType] = useState<PlannedKind | null>(null);
	/** What was opened stays open when a new plan does not have it. */
	const [opened, setOpened] = useState<PlannedAction | null>(null);
	/** Names of users who are left out of the next run, by source id. */
	const [excluded, setExcluded] = useState<ReadonlyMap<string, string>>(new Map());
	const actions = useProvisioning(session, status);
	const types = useMemo(() => typesOf(report), [report]);
	// A new plan may have no actions of the chosen type.
	const type = types.includes(chosenType) ? chosenType : null;
	const rows = useMemo(
		() =>
			report === null
				? none
				: rowsOf(report, excluded)
						.filter(({ action }) => type === null || plannedKind(action) === type)
						.sort((left, right) => plannedRank(left.action) - plannedRank(right.action)),
		[report, type, excluded],
	);
	const list = useList({ items: rows, keyOf, textOf, columns: planColumns });
	const current = list.current?.action;
	const copyAction = (action: PlannedAction) => copy(JSON.stringify(action, null, 2), "the planned action");

	/** Why no cycle can be run here; null when one can. */
	const noRun = session.provisioning.missing("runNow");

	const run = async () => {
		actions.cancel();
		const checked = toast.note("Checking that the plan still holds…");
		const leftOut = [...excluded.keys()];
		const differences = await verify(leftOut).finally(checked);
		if (differences.length > 0) {
			const more =
				differences.length > maxDifferences ? ` and ${differences.length - maxDifferences} more` : "";
			toast.warn(
				`Nothing was run: the plan no longer holds. ${differences.slice(0, maxDifferences).join(", ")}${more}.`,
				`This is the new plan. Press ${keyFor("provision")} to run it.`,
			);
			return;
		}
		setExcluded(new Map());
		go("provisioning");
		await actions.run(leftOut);
	};

	useCommands(planCommands, {
		current,
		ready: report !== null && progress === null,
		otherRunner: status.otherRunner,
		missing: session.provisioning.missing,
		open: () => setOpened(current ?? null),
		nextType: () => setType(types[(types.indexOf(type) + 1) % types.length] ?? null),
		again,
		run: () => actions.view.ask("run"),
		exclude() {
			const source = current?.source ?? null;
			if (source === null) return;
			const next = new Map(excluded);
			if (!next.delete(source.id)) next.set(source.id, source.displayName || source.userName || source.id);
			setExcluded(next);
		},
		copy: () => current && copyAction(current),
	});

	const isReader = useIsScreenReaderEnabled();
	if (report === null) {
		return (
			<Box paddingX={1} paddingTop={1}>
				{failed === null ? (
					<Spinner label={progress ? `Planning: ${counted(progress, "user")} so far…` : "Planning…"} />
				) : (
					<Text {...paint("bad")}>
						{wrapText(
							`✗ ${failed} Fix the cause, then press ${keyFor("refresh")} to refresh the plan.`,
							width - 2,
						).join("\n")}
					</Text>
				)}
			</Box>
		);
	}
	const guard = guardText(report);
	const notices = [
		...(failed === null
			? []
			: [`✗ ${failed} Fix the cause, then press ${keyFor("refresh")} to refresh the plan.`]),
		...(guard === null ? [] : [guard]),
		...(noRun === null ? [] : [noRun]),
		...(report.warnings ?? []).map(({ message }) => `! ${message}`),
		...noteTexts(report.notes ?? []),
	];
	const counts = fittingCounts(countParts(report), width);
	const roomy = counts.reduce((cells, { word }) => cells + widthOf(word) + 4, -2) <= width;
	const gap = roomy && !isReader ? "  " : " ";
	const noticeLines = notices.flatMap((notice) => firstLines(notice, width, height < 30 ? 2 : 4));
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Box flexShrink={0} flexDirection="column">
				<Text wrap="truncate-end">
					<Text bold>{`Plan ${logTime(madeAt, age)} `}</Text>
					{failed !== null ? (
						<Text bold {...paint("bad")}>
							NOT REFRESHED
						</Text>
					) : status.running !== null ? (
						<Text {...paint("caution")}>made before the running cycle; refreshed when it ends</Text>
					) : stale ? (
						<Text bold {...paint("caution")}>
							STALE{changed.length === 0 ? "" : `: ${changed.join(", ")} changed`}
							{progress === null ? "" : ": planning again…"}
						</Text>
					) : (
						<Text {...paint("good")}>{progress === null ? "fresh" : "checking…"}</Text>
					)}
					<Text dimColor>{type === null ? "" : ` · only ${kindMark(type).word}`}</Text>
					{excluded.size > 0 && <Text {...paint("caution")}>{` · ${excluded.size} left out`}</Text>}
					{report.stillFailing > 0 && (
						<Text {...paint("bad")}>{` · ${counted(report.stillFailing, "user fails", "users fail")}`}</Text>
					)}
					{status.running === null && (
						<Text dimColor>
							{noRun === null
								? `${report.forecastSeconds === 0 ? "" : ` · takes about ${duration(report.forecastSeconds)}`} · nothing has been written`
								: " · predicts Entra's next cycle · nothing has been written"}
						</Text>
					)}
				</Text>
				<Text wrap="truncate-end">
					{counts.map(({ glyph, word, tone }, index) => (
						<Text key={word} {...paint(tone)}>
							{index === 0 ? "" : gap}
							{isReader ? `${word},` : `${glyph} ${word}`}
						</Text>
					))}
				</Text>
				{noticeLines.length > 0 && <Text {...paint("caution")}>{noticeLines.join("\n")}</Text>}
			</Box>
			<Split
				width={width}
				height={height - 2 - noticeLines.length}
				details={
					current === undefined
						? []
						: plannedDetails(current, { hint, matters: status.openMatters, now: age })
				}
				of={list.current?.id}
				rows={list.rows.length}
			>
				{(size) => (
					<List
						name="plan"
						{...size}
						list={list}
						columns={planColumns}
						empty={
							report.actions.length === 0
								? "Nothing to do: Sumo Logic already matches the source."
								: "No actions match."
						}
					/>
				)}
			</Split>
			<ProvisioningDialog
				actions={actions}
				session={session}
				status={status}
				notes={excludedLines([...excluded.values()])}
				leftOut={leftOutOf(report, excluded)}
				onConfirm={run}
			/>
			{opened !== null && (
				<ActionDialog
					action={opened}
					matters={status.openMatters}
					width={width}
					height={height}
					onCopy={() => copyAction(opened)}
					onClose={() => setOpened(null)}
				/>
			)}
		</Box>
	);
}

/** The counts that a line holds; what is unchanged, the last one, is left out first. */
function fittingCounts(counts: readonly Mark[], width: number): readonly Mark[] {
	const cells = counts.reduce((sum, { word }) => sum + widthOf(word) + 3, -1);
	return cells > width && counts.at(-1)?.word.endsWith("unchanged") ? counts.slice(0, -1) : counts;
}

/** Notes shown above the plan; the others are counted. */
const maxNotes = 3;

/** What may differ from the plan, the first few notes. */
function noteTexts(notes: readonly string[]): readonly string[] {
	const more = notes.length - maxNotes;
	return [
		...notes.slice(0, maxNotes).map((note) => `! ${note}`),
		...(more > 0 ? [`! and ${counted(more, "more note")}: sumo-provision job plan lists all of them`] : []),
	];
}

/** The plan's actions for users who are left out, by type. */
function leftOutOf({ actions }: PlanReport, excluded: ReadonlyMap<string, string>): LeftOut {
	const counts: Partial<Record<PlannedType, number>> = {};
	for (const { type, source } of actions)
		if (source !== null && excluded.has(source.id)) counts[type] = (counts[type] ?? 0) + 1;
	return counts;
}

/** Who is left out of the run, for its question. */
function excludedLines(names: readonly string[]): readonly string[] {
	if (names.length === 0) return [];
	const shown = names.slice(0, maxDifferences).join(", ");
	const more = names.length > maxDifferences ? ` and ${names.length - maxDifferences} more` : "";
	const who = counted(names.length, "user of the plan is", "users of the plan are");
	return [`${who} left out of this run: ${shown}${more}. The next cycle includes them.`];
}

function guardText({ guard }: PlanReport): string | null {
	if (guard === null) return null;
	return `! The deletion guard would hold back ${counted(guard.held, "deactivation or deletion", "deactivations and deletions")} (limit: ${guard.threshold}). After the cycle, press ${keyFor("allow")} on the log screen to allow them one time.`;
}
