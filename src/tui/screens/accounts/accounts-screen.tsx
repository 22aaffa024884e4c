import { Box } from "ink";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { DiscoveredAccount } from "../../../engine/accounts/account-discovery.ts";
import { Split } from "../../components/detail/split.tsx";
import { List } from "../../components/list/list.tsx";
import { readAgain } from "../../components/list/read-again.ts";
import { Spinner } from "../../components/spinner.tsx";
import { type Arrival, useShell } from "../../context/shell-context.ts";
import { useList } from "../../hooks/use-list.ts";
import { useLoad } from "../../hooks/use-load.ts";
import { useProvisioningStatus } from "../../hooks/use-provisioning-status.ts";
import { useTask } from "../../hooks/use-task.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { accountColumns } from "./account-columns.ts";
import { accountRowDetails } from "./account-details.ts";
import { type AccountRow, rowsOf, rowText } from "./account-row.ts";
import {
	type AccountOrder,
	type AccountView,
	accountOrders,
	accountViews,
	countAccounts,
	inOrder,
	inView,
	nextOf,
} from "./account-view.ts";
import { accountsCommands, sourceOf } from "./accounts-commands.ts";
import { AccountsDialog, type AccountsOver } from "./accounts-dialog.tsx";
import { AccountsHead, AccountsState, progressText } from "./accounts-head.tsx";
import { isRepairable, repairOf } from "./repair.ts";
import { useAccountChanges } from "./use-account-changes.ts";
import { useComparison } from "./use-comparison.ts";

const keyOf = ({ id }: AccountRow) => id;
const none: readonly DiscoveredAccount[] = [];

/** All accounts in Sumo Logic with their users, their drift and its repair. */
export function AccountsScreen({ session, width, height, arrival }: ScreenProps) {
	const { accounts } = session;
	const { hint, go } = useShell();
	const newest = useProvisioningStatus(session).lastCycle?.cycleId ?? null;
	const { value, loading, failed, reload } = useLoad(accounts, async (from, options) => ({
		list: await from.list(options),
		cycleId: session.provisioning.status().lastCycle?.cycleId ?? null,
	}));
	const all = value?.list ?? none;
	const comparison = useComparison(session);
	const { report, progress } = comparison;
	const [view, setView] = useState<AccountView>("all");
	const [order, setOrder] = useState<AccountOrder>("user name");
	const rows = useMemo(() => rowsOf(all, report), [all, report]);
	const counts = useMemo(() => countAccounts(rows), [rows]);
	const shown = useMemo(() => inOrder(inView(rows, view), order), [rows, view, order]);
	const list = useList({
		items: shown,
		keyOf,
		textOf: rowText,
		columns: accountColumns(view),
		reading: loading,
	});
	const [over, setOver] = useState<AccountsOver | null>(null);
	const task = useTask();
	const { current, selected } = list;
	const chosen = useMemo(
		() => (selected.size > 0 ? rows.filter(({ id }) => selected.has(id)) : current ? [current] : []),
		[rows, selected, current],
	);
	const close = () => setOver(null);
	const changes = useAccountChanges({
		...{ accounts, comparison, task },
		onDrift: () => setView("drifted"),
		onRepaired: list.clearSelection,
		onChanged: reload,
	});
	const askToRepair = (those: readonly AccountRow[]) =>
		setOver({ type: "repair", repair: repairOf(those.flatMap(({ drift }) => drift ?? [])) });

	useCommands(accountsCommands, {
		current,
		chosen,
		repairable: useMemo(() => report?.found.some(isRepairable) ?? false, [report]),
		idle: task.busy === null,
		comparing: progress !== null,
		open: () => current && setOver({ type: "details", row: current }),
		compare: changes.compare,
		stop: changes.stop,
		repair: () => askToRepair(chosen),
		repairAll: () => askToRepair(rows),
		link: () => current && setOver({ type: "link", row: current }),
		unlink: () => current && setOver({ type: "unlink", row: current }),
		explain() {
			const source = sourceOf(current);
			if (source) setOver({ type: "why", source });
		},
		goToUser() {
			const source = sourceOf(current);
			if (source) go("people", source.id);
		},
		switchView: () => setView(nextOf(accountViews, view)),
		switchOrder: () => setOrder(nextOf(accountOrders, order)),
		refresh: reload,
	});

	const arrive = useEffectEvent((targetId: string) => {
		setView("all");
		list.setFilter("");
		list.clearSelection();
		list.goTo(targetId);
	});
	const handled = useRef<Arrival | null>(null);
	useEffect(() => {
		if (arrival === null || arrival === handled.current) return;
		handled.current = arrival;
		if (arrival.argument !== null) arrive(arrival.argument);
	}, [arrival]);

	const reading = loading ? "Reading source and accounts…" : null;
	return (
		<Box flexDirection="column" width={width} height={height}>
			<AccountsHead
				counts={value === undefined ? null : counts}
				isCompared={report !== null}
				view={view}
				onView={setView}
			/>
			<AccountsState
				busy={progress ? progressText(progress) : (task.busy ?? (all.length > 0 ? reading : null))}
				report={report}
				madeAt={comparison.madeAt}
				stale={
					value !== undefined &&
					(value.cycleId !== newest || (report !== null && comparison.cycleId !== newest))
				}
				accounts={value === undefined ? null : counts.accounts}
				selected={selected.size}
				order={order}
			/>
			<Split
				width={width}
				height={height - 2}
				details={current === undefined ? [] : accountRowDetails(current, hint)}
				of={current?.id}
				rows={list.rows.length}
			>
				{(left) => (
					<List
						name={view === "drifted" ? "drift" : "accounts"}
						{...left}
						list={list}
						columns={accountColumns(view)}
						selectable
						empty={
							reading === null ? (
								(readAgain(failed) ?? emptyText(view, list.filter, report !== null))
							) : (
								<Spinner label={reading} />
							)
						}
					/>
				)}
			</Split>
			{over !== null && <AccountsDialog {...{ over, session, width, height, changes }} onClose={close} />}
		</Box>
	);
}

function emptyText(view: AccountView, filter: string, compared: boolean): string {
	if (filter !== "") return "No accounts match.";
	switch (view) {
		case "all":
			return "No accounts in Sumo Logic.";
		case "unmatched":
			return "Every account is linked to or matched by a source user.";
		case "drifted":
			return compared
				? "No drift."
				: `Not compared yet. Press ${keyFor("check")} to compare all linked accounts with their users.`;
		case "linked":
			return "No accounts are linked yet. A cycle links those that match.";
	}
}
