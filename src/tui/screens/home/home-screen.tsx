import { Box, Text, useIsScreenReaderEnabled } from "ink";
import { useMemo, useState } from "react";
import type { ProvisioningStatus } from "../../../app/provisioning/provisioning.ts";
import type { Session } from "../../../app/session.ts";
import type { LogEntry } from "../../../ports/log/log-entry.ts";
import { changesHeldBack, type OpenMatter } from "../../../ports/open-matter.ts";
import type { Cycle } from "../../../ports/store/cycle.ts";
import { Split } from "../../components/detail/split.tsx";
import { DetailsDialog } from "../../components/dialog/details-dialog.tsx";
import { List } from "../../components/list/list.tsx";
import { type ScreenId, useShell } from "../../context/shell-context.ts";
import { EntryDialog } from "../../entry/entry-dialog.tsx";
import { useList } from "../../hooks/use-list.ts";
import { useLoad } from "../../hooks/use-load.ts";
import { ageInterval, useNow } from "../../hooks/use-now.ts";
import { useProvisioningStatus } from "../../hooks/use-provisioning-status.ts";
import { useSessionValue } from "../../hooks/use-session-value.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { provisioningCommands } from "../../provisioning/provisioning-commands.ts";
import { ProvisioningDialog } from "../../provisioning/provisioning-dialog.tsx";
import { useProvisioning } from "../../provisioning/use-provisioning.ts";
import { FirstSteps, firstStepsLines } from "../../setup/first-steps.tsx";
import type { ScreenProps } from "../../shell/screen.ts";
import { cycleMark } from "../../text/cycle-mark.ts";
import { type RemedyHint, withHint } from "../../text/what-to-do.ts";
import { paint } from "../../theme/theme.ts";
import { WhyDialog } from "../../why/why-dialog.tsx";
import type { CountTable } from "./count-table.tsx";
import { cycleColumns, cycleDetails } from "./cycle-text.ts";
import { cycleCommands, homeCommands } from "./home-commands.ts";
import { HomeHead, headLines } from "./home-head.tsx";
import { type HomeMatter, homeMatters } from "./home-matter.ts";
import {
	type MatterRow,
	matterColumns,
	matterDetails,
	matterId,
	matterSubject,
	matterSubjects,
} from "./matter-text.ts";
import { solutionOf } from "./solution.ts";

/** Cells of the last cycles beside what needs the operator: as many as on a narrow terminal, so that a wider one never shows less. */
const cyclesWidth = 80;

/** From this width, they are there, and the details still beside what needs the operator. */
const widest = 192;

/** From this height, the counts of a cycle are a table. */
const tableFrom = 28;

/** Failed entries shown in a cycle. */
const shownFailures = 50;

const rowId = ({ id }: MatterRow) => id;
const rowText = ({ matter, subject, solvedBy }: MatterRow) =>
	[
		matter.kind,
		subject,
		matterSubject(matter),
		"user" in matter ? matter.user.userName : "",
		matter.reason,
		solvedBy,
	].join(" ");
const cycleId = ({ id }: Cycle) => id;
const cycleText = ({ kind, outcome, error }: Cycle) => [kind, outcome, error].join(" ");
const noCycles: readonly Cycle[] = [];
const firstCycleRuns = "The first cycle is running.";

type Opened =
	| { readonly type: "entry"; readonly entry: LogEntry }
	| {
			readonly type: "cycle";
			readonly cycle: Cycle;
			readonly failures: readonly LogEntry[];
			readonly counts: CountTable;
	  }
	| { readonly type: "why"; readonly user: { readonly id: string; readonly displayName: string } };

function nothingOpen({ hosted }: ProvisioningStatus, hint: RemedyHint): string {
	const problem = hosted?.problem ?? hosted?.logProblem ?? null;
	if (problem !== null) return `Failing users are not known: ${withHint(problem, hosted?.remedy, hint)}`;
	return "No failing users, nothing held back. Tab shows the last cycles.";
}

/** The first screen: the state of the job, what needs the operator, and the last cycles. */
export function HomeScreen({ session, width, height }: ScreenProps) {
	const { hint, place, go, copy, now, toast } = useShell();
	const age = useNow(ageInterval);
	const { provisioning } = session;
	const status = useProvisioningStatus(session);
	const { openMatters, recentCycles = noCycles } = status;
	const [view, setView] = useState<"matters" | "cycles">("matters");
	const [opened, setOpened] = useState<Opened | null>(null);
	const heldBack = useHeldBack(session, openMatters);
	const { drift } = status;
	// The check of the sign-in finds out later when a client secret expires.
	const checked = useSessionValue(session, session.permissions.current);
	const expiring = useLoad(checked, () => session.expiring(), { quiet: true }).value;
	const rows = useMemo(() => {
		const all = homeMatters({ openMatters, ...(drift === undefined ? {} : { drift }) }, heldBack, expiring);
		const subjects = matterSubjects(all);
		return all.map(
			(matter, index): MatterRow => ({
				id: matterId(matter),
				matter,
				subject: subjects[index] ?? "",
				solvedBy: solutionOf(place(matter.remedy)).label,
			}),
		);
	}, [openMatters, drift, heldBack, expiring, place]);
	const columns = useMemo(() => cycleColumns(now), [now]);
	const matters = useList({ items: rows, keyOf: rowId, textOf: rowText, columns: matterColumns });
	const cycles = useList({ items: recentCycles, keyOf: cycleId, textOf: cycleText, columns });
	const actions = useProvisioning(session, status);
	const isDemo = session.profile().source.type === "demo";
	const isFirst = status.lastCycle === null && recentCycles.length === 0 && provisioning.mode() !== "hosted";

	const openCycle = async (cycle: Cycle | undefined) => {
		if (cycle === undefined) {
			go("provisioning");
			return;
		}
		const [failures, { countTable }] = await Promise.all([
			provisioning.log({
				order: "ascending",
				limit: shownFailures,
				cycleId: cycle.id,
				statuses: ["failure"],
			}),
			// What draws tables would make the first frame late.
			import("./count-table.tsx"),
		]);
		setOpened({ type: "cycle", cycle, failures, counts: countTable(cycle) });
	};
	const openMatter = async (matter: HomeMatter) => {
		if (matter.kind === "heldBackUser") {
			setOpened({ type: "entry", entry: matter.entry });
			return;
		}
		if (matter.kind === "expires") {
			go("credentials");
			return;
		}
		if (matter.kind === "drift") {
			go("accounts");
			return;
		}
		if (matter.kind === "missingRole") {
			const [sourceId] = matter.users;
			const [entry] =
				sourceId === undefined
					? []
					: await provisioning.log({
							...{ order: "descending", limit: 1, sourceId, statuses: ["failure"] },
						});
			if (entry === undefined) toast.note("The log no longer has an entry about this role.");
			else setOpened({ type: "entry", entry });
			return;
		}
		if (!("user" in matter)) {
			const id = "cycleId" in matter ? matter.cycleId : recentCycles[0]?.id;
			await openCycle(recentCycles.find((cycle) => cycle.id === id));
			return;
		}
		const [entry] = await provisioning.log({
			order: "descending",
			limit: 1,
			sourceId: matter.user.id,
			statuses: [matter.kind === "userFails" ? "failure" : "warning"],
		});
		if (entry === undefined) toast.note(`The log no longer has an entry for ${matterSubject(matter)}.`);
		else setOpened({ type: "entry", entry });
	};

	/** The screens of users begin at the user whom the row is about. */
	const goToFix = (screen: ScreenId, userId: string | undefined) =>
		go(screen, screen === "people" || screen === "on-demand" ? userId : undefined);
	const row = view === "matters" ? matters.current : undefined;
	const cycle = view === "cycles" ? cycles.current : undefined;
	const solution = row === undefined ? null : solutionOf(place(row.matter.remedy));
	const subject = row?.matter ?? cycle;
	const user = row !== undefined && "user" in row.matter ? row.matter.user : null;
	useCommands(homeCommands, {
		open: row ? () => openMatter(row.matter) : cycle ? () => openCycle(cycle) : null,
		fix: solution?.screen == null ? null : () => solution.screen && goToFix(solution.screen, user?.id),
		explain: user && (() => setOpened({ type: "why", user })),
		switchView: () => setView(view === "matters" ? "cycles" : "matters"),
		copy: subject ? () => copy(JSON.stringify(subject, null, 2), "the row") : null,
	});
	useCommands(provisioningCommands, actions.view);

	const isReader = useIsScreenReaderEnabled();
	// A screen reader reads one list after the other: it gets the chosen one.
	const isWide = !isReader && width >= widest;
	const listsWidth = isWide ? width - cyclesWidth - 2 : width;
	const bodyHeight = height - headLines - 1 - (isFirst ? firstStepsLines(isDemo, width) : 0);
	const details =
		row !== undefined
			? matterDetails(row.matter, hint, age)
			: cycle !== undefined
				? cycleDetails(cycle, [], age)
				: [];
	return (
		<Box flexDirection="column" width={width} height={height}>
			<HomeHead
				status={status}
				isHosted={provisioning.mode() === "hosted"}
				expiring={expiring?.length ?? 0}
			/>
			{isFirst && <FirstSteps isDemo={isDemo} width={width} />}
			{isReader ? (
				<Text>{`List: ${view === "matters" ? "needs me" : "cycles"}. Needs me: ${rows.length}, cycles: ${recentCycles.length}.`}</Text>
			) : (
				<Text wrap="truncate-end">
					<Tab title="Needs me" count={rows.length} isShown={view === "matters"} />
					<Tab title="Cycles" count={recentCycles.length} isShown={view === "cycles"} />
				</Text>
			)}
			<Box columnGap={2}>
				<Split
					width={listsWidth}
					height={bodyHeight}
					details={details}
					of={row?.id ?? cycle?.id}
					rows={(view === "matters" || isWide ? rows : recentCycles).length}
					always
				>
					{(size) =>
						view === "matters" || isWide ? (
							<List
								{...size}
								name="matters"
								list={matters}
								columns={matterColumns}
								empty={nothingOpen(status, hint)}
								active={view === "matters"}
							/>
						) : (
							<List
								{...size}
								name="cycles"
								list={cycles}
								columns={columns}
								empty={
									status.running === null
										? `No cycles yet. Press ${keyFor("provision")} to run one.`
										: firstCycleRuns
								}
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
						height={bodyHeight}
						empty={status.running === null ? "No cycles yet." : firstCycleRuns}
						active={view === "cycles"}
					/>
				)}
			</Box>
			{opened?.type === "entry" && (
				<EntryDialog entry={opened.entry} width={width} height={height} onClose={() => setOpened(null)} />
			)}
			{opened?.type === "cycle" && (
				<DetailsDialog
					title={`Cycle · ${cycleMark(opened.cycle).word}`}
					{...(isReader || height < tableFrom ? {} : { above: opened.counts })}
					details={cycleDetails(opened.cycle, opened.failures, age)}
					subject={opened.cycle}
					commands={cycleCommands}
					width={width}
					height={height}
					onClose={() => setOpened(null)}
				/>
			)}
			{opened?.type === "why" && (
				<WhyDialog
					why={session.why}
					userId={opened.user.id}
					name={opened.user.displayName}
					width={width}
					height={height}
					onClose={() => setOpened(null)}
				/>
			)}
			<ProvisioningDialog actions={actions} session={session} status={status} />
		</Box>
	);
}

const nothingHeld: readonly LogEntry[] = [];

/** The entries of what is held back, read again when another set of changes is. */
function useHeldBack({ provisioning }: Session, matters: readonly OpenMatter[]): readonly LogEntry[] {
	const hash = changesHeldBack(matters)?.hash ?? null;
	const { value } = useLoad(
		hash,
		async (of) => ({ of, entries: of === null ? nothingHeld : await provisioning.heldBack() }),
		{ quiet: true },
	);
	return value?.of === hash ? value.entries : nothingHeld;
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
