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
import { type RemedyHint, withHint } from "../../text/what-to-do.ts";
import { paint } from "../../theme/theme.ts";
import { type MatterRow, matterColumns } from "./matter-text.ts";

/** Cells of the last cycles beside what needs the operator: as many as on a narrow terminal, so that a wider one never shows less. */
const cyclesWidth = 80;

/** From this width, they are there, and the details still beside what needs the operator. */
const widest = 192;

/** Which of the two lists of Home has the keys, and is shown where there is no room for both. */
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
}) {
	const { hint } = useShell();
	// A screen reader reads one list after the other: it gets the chosen one.
	const isReader = useIsScreenReaderEnabled();
	const isWide = !isReader && width >= widest;
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
				<Text wrap="truncate-end">
					<Tab title="Needs me" count={matters.total} isShown={shown === "matters"} />
					<Tab title="Cycles" count={cycles.total} isShown={shown === "cycles"} />
				</Text>
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

function Tab({
	title,
	count,
	isShown,
}: {
	readonly title: string;
	readonly count: number;
	readonly isShown: boolean;
}) {
	const label = `${title} ${count}`;
	return (
		<Text bold={isShown} {...paint(isShown ? "accent" : "dim")}>
			{isShown ? `[${label}] ` : ` ${label}  `}
		</Text>
	);
}
