import { Box, Text, useIsScreenReaderEnabled } from "ink";
import type { ProvisioningStatus } from "../../../app/provisioning/provisioning.ts";
import type { Cycle } from "../../../ports/store/cycle.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import { Split } from "../../components/detail/split.tsx";
import type { Column } from "../../components/list/column.ts";
import { List } from "../../components/list/list.tsx";
import { useShell } from "../../context/shell-context.ts";
import type { ListState } from "../../hooks/use-list.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useClick } from "../../keys/use-click.ts";
import { type RemedyHint, withHint } from "../../text/what-to-do.ts";
import { paint } from "../../theme/theme.ts";
import { type MatterRow, matterColumns } from "./matter-text.ts";

/**
 * Cells of the last cycles beside what needs the operator, which has its details beside it: at least as many as on a narrow terminal, so
 * that a wider one never shows less.
 */
function cyclesCells(width: number): number {
	return Math.max(80, Math.min(110, width - 122));
}

/** From this width, they are there, and the details still beside what needs the operator. */
const widest = 192;

/** The list of Home that keys act on. Where there is no room for both, it is the one shown. */
export type ShownList = "matters" | "cycles";

/** What needs the operator, the last cycles, and the details of the current row. */
export function HomeLists({
	shown,
	matters,
	cycles,
	columns,
	details,
	status,
	width,
	height,
	onShow,
}: {
	readonly shown: ShownList;
	readonly matters: ListState<MatterRow>;
	readonly cycles: ListState<Cycle>;
	readonly columns: readonly Column<Cycle>[];
	readonly details: readonly Detail[];
	readonly status: ProvisioningStatus;
	readonly width: number;
	/** All lines, the tabs included. */
	readonly height: number;
	/** Called with a list that was clicked. */
	readonly onShow: (list: ShownList) => void;
}) {
	const { hint } = useShell();
	const tabs = [
		{ list: "matters", label: `Needs me ${matters.total}` },
		{ list: "cycles", label: `Cycles ${cycles.total}` },
	] as const;
	const tabLine = useClick((x) => {
		const first = tabs[0].label.length + 3;
		const clicked = x < first ? tabs[0] : x < first + tabs[1].label.length + 3 ? tabs[1] : undefined;
		if (clicked !== undefined) onShow(clicked.list);
		return undefined;
	});
	// A screen reader reads one list after the other: it gets the chosen one.
	const isReader = useIsScreenReaderEnabled();
	// Without cycles, as with Entra's own job, all the room is for what needs the operator.
	const isWide = !isReader && width >= widest && cycles.total > 0;
	const cyclesWidth = cyclesCells(width);
	const listsHeight = height - 1;
	const hasMatters = shown === "matters" || isWide;
	const isRunning = status.running !== null;
	const noCycles = isRunning ? "The first cycle is running." : "No cycles yet.";
	const toRunOne = isRunning ? "" : ` Press ${keyFor("provision")} to run one.`;
	return (
		<>
			{isReader ? (
				<Text>{`List: ${shown === "matters" ? "needs me" : "cycles"}. Needs me: ${matters.total}, cycles: ${cycles.total}.`}</Text>
			) : (
				<Box ref={tabLine} width={width}>
					<Text wrap="truncate-end">
						{tabs.map(({ list, label }) => (
							<Text key={list} bold={list === shown} {...paint(list === shown ? "accent" : "dim")}>
								{list === shown ? `[${label}] ` : ` ${label}  `}
							</Text>
						))}
					</Text>
				</Box>
			)}
			<Box columnGap={2}>
				<Split
					width={isWide ? width - cyclesWidth - 2 : width}
					height={listsHeight}
					details={details}
					of={(shown === "matters" ? matters : cycles).current?.id}
					rows={(hasMatters ? matters : cycles).total}
					always
				>
					{(size) =>
						hasMatters ? (
							<List
								{...size}
								name="matters"
								list={matters}
								columns={matterColumns}
								empty={nothingOpen(status, hint)}
								active={shown === "matters"}
								onClicked={() => onShow("matters")}
							/>
						) : (
							<List
								{...size}
								name="cycles"
								list={cycles}
								columns={columns}
								empty={`${noCycles}${toRunOne}`}
							/>
						)
					}
				</Split>
				{isWide && (
					<List
						name="cycles"
						list={cycles}
						columns={columns}
						width={cyclesWidth}
						height={listsHeight}
						empty={noCycles}
						active={shown === "cycles"}
						onClicked={() => onShow("cycles")}
					/>
				)}
			</Box>
		</>
	);
}

function nothingOpen({ hosted }: ProvisioningStatus, hint: RemedyHint): string {
	const problem = hosted?.problem ?? hosted?.logProblem ?? null;
	if (problem !== null) return `Failing users are not known: ${withHint(problem, hosted?.remedy, hint)}`;
	return "No failing users, nothing held back. Tab shows the last cycles.";
}
