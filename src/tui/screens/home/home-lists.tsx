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

/** Lines of a short list of the last cycles, with the line above it and its header. */
const fewestCycleLines = 7;

/** Lines for what needs the operator when little does: its details are beside it. */
const fewestMatterLines = 13;

/**
 * Lines of the last cycles below what needs the operator: those that it leaves free, since it comes first. 0 where those are too few: the
 * cycles then have a view of their own. A terminal with more lines shows more of both.
 */
export function cycleLines(height: number, matters: number, cycles: number): number {
	const free = height - Math.max(fewestMatterLines, matters + listHead);
	return cycles === 0 || free < fewestCycleLines ? 0 : free;
}

/** Lines of a list besides its rows: the header, and the filter line while there is one. */
const listHead = 2;

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
	const linesFor = (lines: number) => (isReader ? 0 : cycleLines(lines, matters.total, cycles.total));
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
			<Split
				width={width}
				height={height - 1}
				details={details}
				of={(shown === "matters" ? matters : cycles).current?.id}
				rows={(shown === "matters" ? matters : cycles).total}
				always
			>
				{(size) => {
					const below = linesFor(size.height);
					return (
						<Box flexDirection="column">
							{(shown === "matters" || below > 0) && (
								<List
									name="matters"
									list={matters}
									columns={matterColumns}
									width={size.width}
									height={size.height - below}
									empty={nothingOpen(status, hint, below > 0)}
									active={shown === "matters"}
									onClicked={() => onShow("matters")}
								/>
							)}
							{below > 0 && (
								<Text dimColor>{`── Cycles ${"─".repeat(size.width)}`.slice(0, size.width)}</Text>
							)}
							{(shown === "cycles" || below > 0) && (
								<List
									name="cycles"
									list={cycles}
									columns={columns}
									width={size.width}
									height={below > 0 ? below - 1 : size.height}
									empty={`${noCycles}${toRunOne}`}
									active={shown === "cycles"}
									onClicked={() => onShow("cycles")}
								/>
							)}
						</Box>
					);
				}}
			</Split>
		</>
	);
}

function nothingOpen({ hosted }: ProvisioningStatus, hint: RemedyHint, hasCycles: boolean): string {
	const problem = hosted?.problem ?? hosted?.logProblem ?? null;
	if (problem !== null) return `Failing users are not known: ${withHint(problem, hosted?.remedy, hint)}`;
	return `No failing users, nothing held back.${hasCycles ? "" : " Tab shows the last cycles."}`;
}
