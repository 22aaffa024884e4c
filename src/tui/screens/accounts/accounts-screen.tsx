import { Box } from "ink";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { PossibleOwner } from "../../../app/accounts/accounts.ts";
import type { DiscoveredAccount } from "../../../engine/accounts/account-discovery.ts";
import { counted } from "../../../text/counted.ts";
import { Split } from "../../components/detail/split.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { DetailsDialog } from "../../components/dialog/details-dialog.tsx";
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
import { WhyDialog } from "../../why/why-dialog.tsx";
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
import { accountDetailsCommands, accountsCommands, sourceOf } from "./accounts-commands.ts";
import { AccountsHead, AccountsState, progressText } from "./accounts-head.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import { isRepairable, type Repair, repairedText, repairLines, repairOf } from "./repair.ts";
import { useComparison } from "./use-comparison.ts";

/** The dialog on top of the list. */
type Over =
	| { readonly type: "details"; readonly row: AccountRow }
	| { readonly type: "why"; readonly source: { readonly id: string; readonly name: string } }
	| { readonly type: "repair"; readonly repair: Repair }
	| { readonly type: "link"; readonly row: AccountRow }
	| { readonly type: "unlink"; readonly row: AccountRow };

const keyOf = ({ id }: AccountRow) => id;
const none: readonly DiscoveredAccount[] = [];

/** All accounts in Sumo Logic with their users, their drift and its repair. */
export function AccountsScreen({ session, width, height, arrival }: ScreenProps) {
	const { accounts } = session;
	const { hint, toast, go } = useShell();
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
	const list = useList({ items: shown, keyOf, textOf: rowText, columns: accountColumns(view) });
	const [over, setOver] = useState<Over | null>(null);
	const task = useTask();
	const { current, selected } = list;
	const chosen = useMemo(
		() => (selected.size > 0 ? rows.filter(({ id }) => selected.has(id)) : current ? [current] : []),
		[rows, selected, current],
	);
	const close = () => setOver(null);
	const askToRepair = (those: readonly AccountRow[]) =>
		setOver({ type: "repair", repair: repairOf(those.flatMap(({ drift }) => drift ?? [])) });

	useCommands(accountsCommands, {
		current,
		chosen,
		repairable: useMemo(() => report?.found.some(isRepairable) ?? false, [report]),
		idle: task.busy === null,
		comparing: progress !== null,
		open: () => current && setOver({ type: "details", row: current }),
		async compare() {
			const found = await task.run("Comparing…", comparison.compare);
			if (found === undefined) return;
			if (found.found.length === 0) toast.done(`Compared ${counted(found.compared, "account")}: no drift.`);
			else {
				setView("drifted");
				toast.warn(
					`Found drift in ${found.found.length} of ${counted(found.compared, "account")}. The log lists each one.`,
				);
			}
		},
		stop() {
			comparison.stop();
			toast.note(
				`Stopped after in-flight requests. The log lists what was repaired; press ${keyFor("check")} to compare again.`,
			);
		},
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

	const repair = async ({ drifts }: Repair) => {
		close();
		const after = await task.run("Repairing…", () => comparison.repair(drifts));
		if (after === undefined) return;
		if (after.found.every(({ outcome }) => outcome === "repaired")) toast.done(repairedText(after));
		else toast.warn(repairedText(after), "Press Enter on an account to see why.");
		list.clearSelection();
		reload();
	};
	const link = async ({ id, userName }: AccountRow, owner: PossibleOwner) => {
		close();
		const entry = await task.run(`Linking ${userName}…`, () => accounts.link(owner.id, id));
		if (entry === undefined) return;
		toast.done(`Linked ${userName} to ${owner.displayName}. The next cycle updates the account.`);
		reload();
	};
	const unlink = async ({ id, userName }: AccountRow) => {
		close();
		const entry = await task.run(`Unlinking ${userName}…`, () => accounts.unlink(id));
		if (entry === undefined) return;
		toast.done(`Unlinked ${userName}. The next cycle re-matches its user.`);
		reload();
	};

	const reading = loading ? "Reading source and accounts…" : null;
	const size = { width, height };
	return (
		<Box flexDirection="column" width={width} height={height}>
			<AccountsHead counts={value === undefined ? null : counts} isCompared={report !== null} view={view} />
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
			{over?.type === "details" && (
				<DetailsDialog
					title={over.row.userName}
					details={accountRowDetails(over.row, hint)}
					subject={over.row}
					commands={accountDetailsCommands}
					{...size}
					onClose={close}
				/>
			)}
			{over?.type === "why" && (
				<WhyDialog
					why={session.why}
					userId={over.source.id}
					name={over.source.name}
					{...size}
					onClose={close}
				/>
			)}
			{over?.type === "repair" && (
				<ConfirmDialog
					title={`Repair ${counted(over.repair.drifts.length, "account")}`}
					lines={repairLines(over.repair)}
					{...(over.repair.drifts.length > 1 ? { typed: String(over.repair.drifts.length) } : {})}
					verb="Repair"
					writes="repair"
					onConfirm={() => repair(over.repair)}
					onCancel={close}
				/>
			)}
			{over?.type === "link" && (
				<LinkDialog
					accounts={accounts}
					row={over.row}
					assignedOnly={session.assignedOnly()}
					onLink={(owner) => link(over.row, owner)}
					onClose={close}
				/>
			)}
			{over?.type === "unlink" && (
				<ConfirmDialog
					title={`Unlink ${over.row.userName}`}
					lines={[
						`${sourceOf(over.row)?.name ?? "Its user"} is no longer linked to the account ${over.row.userName}. Nothing is sent to Sumo Logic.`,
						"The next cycle re-matches the user. If the matching attributes still agree, it links the same account again; otherwise it creates a new account, and this one is not changed.",
					]}
					verb="Unlink"
					onConfirm={() => unlink(over.row)}
					onCancel={close}
				/>
			)}
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
