import { Box } from "ink";
import { useMemo, useState } from "react";
import type { Cycle } from "../../../ports/store/cycle.ts";
import { useShell } from "../../context/shell-context.ts";
import { useList } from "../../hooks/use-list.ts";
import { ageInterval, useNow } from "../../hooks/use-now.ts";
import { useProvisioningStatus } from "../../hooks/use-provisioning-status.ts";
import { useSessionValue } from "../../hooks/use-session-value.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { provisioningCommands } from "../../provisioning/provisioning-commands.ts";
import { ProvisioningDialog } from "../../provisioning/provisioning-dialog.tsx";
import { useProvisioning } from "../../provisioning/use-provisioning.ts";
import { FirstSteps, firstStepsLines } from "../../setup/first-steps.tsx";
import type { ScreenProps } from "../../shell/screen.ts";
import { cycleColumns, cycleDetails } from "./cycle-text.ts";
import { homeCommands } from "./home-commands.ts";
import { HomeHead, headLines } from "./home-head.tsx";
import { HomeLists, type ShownList } from "./home-lists.tsx";
import { type MatterRow, matterColumns, matterDetails, matterSubject } from "./matter-text.ts";
import { OpenedDialog } from "./opened-dialog.tsx";
import { solutionOf } from "./solution.ts";
import { useMatterRows } from "./use-matter-rows.ts";
import { useOpened } from "./use-opened.ts";

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

/** The first screen: the state of the job, what needs the operator, and the last cycles. */
export function HomeScreen({ session, width, height }: ScreenProps) {
	const { hint, place, go, copy, keysTo, now } = useShell();
	const age = useNow(ageInterval);
	const status = useProvisioningStatus(session);
	const { recentCycles = noCycles } = status;
	const [shown, setShown] = useState<ShownList>("matters");
	const { rows, expiring } = useMatterRows(session, status);
	const columns = useMemo(() => cycleColumns(now), [now]);
	const matters = useList({ items: rows, keyOf: rowId, textOf: rowText, columns: matterColumns });
	const cycles = useList({ items: recentCycles, keyOf: cycleId, textOf: cycleText, columns });
	const { opened, openMatter, openCycle, explain, close } = useOpened(session, recentCycles);
	const actions = useProvisioning(session, status);

	const row = shown === "matters" ? matters.current : undefined;
	const cycle = shown === "cycles" ? cycles.current : undefined;
	const subject = row?.matter ?? cycle;
	const user = row !== undefined && "user" in row.matter ? row.matter.user : null;
	const fixedIn = row === undefined ? null : solutionOf(place(row.matter.remedy)).screen;
	// The screens of users begin at the row's user.
	const isOfUser = fixedIn === "people" || fixedIn === "on-demand";
	useCommands(homeCommands, {
		open: row ? () => openMatter(row.matter) : cycle ? () => openCycle(cycle) : null,
		fix: fixedIn && (() => go(fixedIn, isOfUser ? user?.id : undefined)),
		explain: user && (() => explain(user)),
		switchView: () => setShown(shown === "matters" ? "cycles" : "matters"),
		copy: subject ? () => copy(JSON.stringify(subject, null, 2), "the row") : null,
	});
	useCommands(provisioningCommands, actions.view);

	const isHosted = session.provisioning.mode() === "hosted";
	const isDemo = session.profile().source.type === "demo";
	const hasSetup = session.entraSetup.unavailable() === undefined;
	const isNew = !useSessionValue(session, () => session.connection.secretsSaved().accessKey);
	const credentialsKeys = isNew ? keysTo("credentials") : null;
	const first = { isDemo, credentialsKeys, setupKeys: hasSetup ? keysTo("entra-setup") : null };
	const hasRun = status.lastCycle !== null || recentCycles.length > 0;
	// What is open comes first: it has a key of its own.
	const isFirst = !hasRun && !isHosted && status.openMatters.length === 0;
	const details = row
		? matterDetails(row.matter, hint, age)
		: cycle
			? cycleDetails(cycle, [], age, hint)
			: [];
	return (
		<Box flexDirection="column" width={width} height={height}>
			<HomeHead {...{ status, isHosted, credentialsKeys }} expiring={expiring?.length ?? 0} />
			{isFirst && <FirstSteps {...first} width={width} />}
			<HomeLists
				{...{ shown, matters, cycles, columns, details, status, width }}
				onShow={setShown}
				height={height - headLines - (isFirst ? firstStepsLines(first, width) : 0)}
			/>
			{opened && <OpenedDialog {...{ opened, width, height }} why={session.why} onClose={close} />}
			<ProvisioningDialog actions={actions} session={session} status={status} />
		</Box>
	);
}
