import { Box, Text } from "ink";
import { useMemo, useState } from "react";
import type { PlanReport, ProvisioningStatus } from "../../../app/provisioning/provisioning.ts";
import type { PlannedAction } from "../../../engine/plan/action/planned-action.ts";
import { andMore } from "../../../text/and-more.ts";
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
import { ProvisioningDialog } from "../../provisioning/provisioning-dialog.tsx";
import { useProvisioning } from "../../provisioning/use-provisioning.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { firstLines, wrapText } from "../../text/fit-text.ts";
import { paint } from "../../theme/theme.ts";
import { ActionDialog } from "./action-dialog.tsx";
import { leftOutLines, leftOutOf, useLeftOut } from "./left-out.ts";
import { planCommands } from "./plan-commands.ts";
import { PlanHead, planHeadLines } from "./plan-head.tsx";
import { failedText, planNotices } from "./plan-notices.ts";
import { keyOf, type PlanRow, planColumns, rowsOf, textOf } from "./plan-rows.ts";
import { type PlannedKind, plannedDetails, plannedKind, plannedRank } from "./planned-text.ts";
import { type Planning, usePlan } from "./use-plan.ts";

const none: readonly PlanRow[] = [];

/** The filters of `F`: all types, then each type in the plan. */
function typesOf(report: PlanReport | null): readonly (PlannedKind | null)[] {
	const actions = (report?.actions ?? []).toSorted((left, right) => plannedRank(left) - plannedRank(right));
	return [null, ...new Set(actions.map(plannedKind))];
}

/** Whether there are no users at all. A plan of only what has changed since a cycle shows none either, so no cycle may have run. */
function isWithoutUsers(
	{ counts }: PlanReport,
	{ lastCycle, recentCycles = [], hosted }: ProvisioningStatus,
): boolean {
	const hasCompleted = [lastCycle, ...recentCycles].some((cycle) => cycle?.outcome === "completed");
	return hosted === undefined && counts.unchanged === 0 && !hasCompleted;
}

/** Differences named when a plan no longer holds. */
const maxDifferences = 3;

/** What a cycle would do for each user. Writes nothing. */
export function PlanScreen({ session, width, height, arrival }: ScreenProps) {
	const { go, copy, hint, keysTo, toast } = useShell();
	const age = useNow(ageInterval);
	const planning = usePlan(session, arrival);
	const { report, progress, failed } = planning;
	const status = useProvisioningStatus(session);
	const [chosenType, setType] = useState<PlannedKind | null>(null);
	/** What was opened stays open when a new plan does not have it. */
	const [opened, setOpened] = useState<PlannedAction | null>(null);
	const { leftOut, toggle, clear } = useLeftOut();
	const actions = useProvisioning(session, status);
	const types = useMemo(() => typesOf(report), [report]);
	// A new plan may have no actions of the chosen type.
	const type = types.includes(chosenType) ? chosenType : null;
	const rows = useMemo(
		() =>
			report === null
				? none
				: rowsOf(report, leftOut)
						.filter(({ action }) => type === null || plannedKind(action) === type)
						.sort((left, right) => plannedRank(left.action) - plannedRank(right.action)),
		[report, type, leftOut],
	);
	const list = useList({ items: rows, keyOf, textOf, columns: planColumns });
	const current = list.current?.action;
	const copyAction = (action: PlannedAction) => copy(JSON.stringify(action, null, 2), "the planned action");

	const run = async () => {
		actions.cancel();
		const checked = toast.note("Checking that the plan still holds…");
		const without = [...leftOut.keys()];
		const differences = await planning.verify(without).finally(checked);
		if (differences.length > 0) {
			const named = andMore(differences.slice(0, maxDifferences), differences.length);
			toast.warn(
				`Nothing was run: the plan no longer holds. ${named}.`,
				`This is the new plan. Press ${keyFor("provision")} to run it.`,
			);
			return;
		}
		clear();
		go("provisioning");
		await actions.run(without);
	};

	useCommands(planCommands, {
		current,
		ready: report !== null && progress === null,
		isEmpty: report?.actions.length === 0,
		otherRunner: status.otherRunner,
		missing: session.provisioning.missing,
		open: () => setOpened(current ?? null),
		nextType: () => setType(types[(types.indexOf(type) + 1) % types.length] ?? null),
		again: planning.again,
		run: () => actions.view.ask("run"),
		exclude: () => current && toggle(current),
		copy: () => current && copyAction(current),
	});

	if (report === null) return <NoPlan failed={failed} progress={progress} width={width} />;
	const noRun = session.provisioning.missing("runNow");
	const notices = planNotices(report, { failed, noRun }).flatMap((notice) =>
		firstLines(notice, width, height < 30 ? 2 : 4),
	);
	return (
		<Box flexDirection="column" width={width} height={height}>
			<PlanHead
				{...{ report, planning, type, noRun, notices, width }}
				leftOut={leftOut.size}
				isRunning={status.running !== null}
			/>
			<Split
				width={width}
				height={height - planHeadLines - notices.length}
				details={current ? plannedDetails(current, { hint, matters: status.openMatters, now: age }) : []}
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
							report.actions.length > 0
								? "No actions match."
								: isWithoutUsers(report, status)
									? `No user is assigned and in scope yet. To assign users or groups, press ${keysTo("people")}.`
									: "Nothing to do: Sumo Logic already matches the source."
						}
					/>
				)}
			</Split>
			<ProvisioningDialog
				actions={actions}
				session={session}
				status={status}
				notes={leftOutLines(leftOut)}
				leftOut={leftOutOf(report, leftOut)}
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

/** The first plan is being made, or failed. */
function NoPlan({
	failed,
	progress,
	width,
}: Pick<Planning, "failed" | "progress"> & { readonly width: number }) {
	return (
		<Box paddingX={1} paddingTop={1}>
			{failed === null ? (
				<Spinner label={progress ? `Planning: ${counted(progress, "user")} so far…` : "Planning…"} />
			) : (
				<Text {...paint("bad")}>{wrapText(failedText(failed), width - 2).join("\n")}</Text>
			)}
		</Box>
	);
}
