import { Box, Text } from "ink";
import { useState } from "react";
import type {
	AccountDetails,
	ContentChoice,
	DeactivatedAccount,
} from "../../../app/deactivated/deactivated.ts";
import type { LogEntry } from "../../../ports/log/log-entry.ts";
import type { Snapshot } from "../../../ports/store/snapshot.ts";
import { counted } from "../../../text/counted.ts";
import { Split } from "../../components/detail/split.tsx";
import { DetailsDialog } from "../../components/dialog/details-dialog.tsx";
import { List } from "../../components/list/list.tsx";
import { readAgain } from "../../components/list/read-again.ts";
import { Spinner } from "../../components/spinner.tsx";
import { useShell } from "../../context/shell-context.ts";
import { useList } from "../../hooks/use-list.ts";
import { useLoad } from "../../hooks/use-load.ts";
import { useTask } from "../../hooks/use-task.ts";
import { keyFor } from "../../keys/key-table.ts";
import { useCommands } from "../../keys/use-keys.ts";
import type { ScreenProps } from "../../shell/screen.ts";
import { whatToDo } from "../../text/what-to-do.ts";
import { paint } from "../../theme/theme.ts";
import { accountColumns, accountText } from "./account-columns.ts";
import { accountDetails, accountFields } from "./account-details.ts";
import { accountDialogCommands, deactivatedCommands } from "./deactivated-commands.ts";
import { DeletionDialog } from "./deletion-dialog.tsx";
import { SnapshotsDialog } from "./snapshots-dialog.tsx";

/** The dialog on top of the list. */
type Over =
	| { readonly type: "details"; readonly details: AccountDetails }
	| { readonly type: "deletion"; readonly account: DeactivatedAccount; readonly provision: boolean }
	| { readonly type: "snapshots" };

const keyOf = ({ targetId }: DeactivatedAccount) => targetId;
const none: readonly DeactivatedAccount[] = [];

/** All deactivated accounts in Sumo Logic with details, deletion and re-provisioning. */
export function DeactivatedScreen({ session, width, height }: ScreenProps) {
	const { deactivated } = session;
	const { hint, toast } = useShell();
	const { value, loading, failed, reload } = useLoad(deactivated, (from, options) => from.list(options));
	const accounts = value ?? none;
	const list = useList({
		items: accounts,
		keyOf,
		textOf: accountText,
		columns: accountColumns,
		reading: loading,
	});
	const [over, setOver] = useState<Over | null>(null);
	const task = useTask();
	const { current } = list;

	const isHosted = session.provisioning.mode() === "hosted";
	useCommands(deactivatedCommands, {
		current,
		isHosted,
		async open() {
			if (!current) return;
			const details = await task.run("Reading the account…", () => deactivated.details(current.targetId));
			if (details) setOver({ type: "details", details });
		},
		remove: () => current && setOver({ type: "deletion", account: current, provision: false }),
		removeAndProvision: () => current && setOver({ type: "deletion", account: current, provision: true }),
		showSnapshots: () => setOver({ type: "snapshots" }),
		refresh: reload,
	});

	const showResult = (account: DeactivatedAccount, entries: readonly LogEntry[], done: string) => {
		const problem = entries.find(({ error }) => error !== null);
		if (problem?.error)
			toast.warn(`${account.userName}: ${problem.error.reason}`, whatToDo(problem.error, hint));
		else toast.done(done);
	};
	const carryOut = async (
		account: DeactivatedAccount,
		provision: boolean,
		content: ContentChoice,
		typed: string,
	) => {
		setOver(null);
		if (provision) {
			const entries = await task.run(
				`Deleting and re-provisioning ${account.userName}…`,
				() => deactivated.deleteAndProvision(account.targetId, typed, content),
				"writes",
			);
			if (entries)
				showResult(
					account,
					entries,
					`${account.userName} was deleted and re-provisioned. Press ${keyFor("view")} to see the snapshot.`,
				);
		} else {
			const entry = await task.run(
				`Deleting ${account.userName}…`,
				() => deactivated.delete(account.targetId, typed, content),
				"writes",
			);
			if (entry)
				showResult(
					account,
					[entry],
					`${account.userName} was deleted. Press ${keyFor("view")} to see the snapshot.`,
				);
		}
		reload();
	};

	const recreate = async ({ id, userName }: Snapshot) => {
		const entry = await task.run(`Re-creating ${userName}…`, () => deactivated.recreate(id), "writes");
		if (entry?.error) toast.warn(`${userName}: ${entry.error.reason}`, whatToDo(entry.error, hint));
		else if (entry) toast.done(`${userName} was re-created with the new ID ${entry.target?.id ?? ""}.`);
	};

	const blocked = accounts.filter(({ assignedAgain }) => assignedAgain?.isBlocked === true).length;
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Text wrap="truncate-end">
				<Text bold>
					{value === undefined
						? "Deactivated accounts: not read yet"
						: counted(accounts.length, "deactivated account")}
				</Text>
				{blocked > 0 && (
					<Text
						{...paint("caution")}
					>{` · ! ${blocked === 1 ? "1 blocks a user who is" : `${blocked} block users who are`} assigned again`}</Text>
				)}
			</Text>
			<Box height={1}>{task.busy !== null ? <Spinner label={task.busy} /> : <Text> </Text>}</Box>
			<Split
				width={width}
				height={height - 2}
				details={current === undefined ? [] : accountFields(current, isHosted)}
				of={current?.targetId}
				rows={list.rows.length}
			>
				{(size) => (
					<List
						name="deactivated"
						{...size}
						list={list}
						columns={accountColumns}
						empty={
							loading ? (
								<Spinner label="Reading the accounts…" />
							) : (
								(readAgain(failed) ??
								(list.filter === "" ? "No deactivated accounts in Sumo Logic." : "No accounts match."))
							)
						}
					/>
				)}
			</Split>
			{over?.type === "details" && (
				<DetailsDialog
					title={over.details.account.userName}
					details={accountDetails(over.details, isHosted)}
					subject={over.details}
					commands={accountDialogCommands}
					width={width}
					height={height}
					onClose={() => setOver(null)}
				/>
			)}
			{over?.type === "deletion" && (
				<DeletionDialog
					deactivated={deactivated}
					account={over.account}
					provision={over.provision}
					onConfirm={(content, typed) => carryOut(over.account, over.provision, content, typed)}
					onClose={() => setOver(null)}
				/>
			)}
			{over?.type === "snapshots" && (
				<SnapshotsDialog
					deactivated={deactivated}
					width={width}
					height={height}
					busy={task.busy}
					onRecreate={recreate}
					onClose={() => setOver(null)}
				/>
			)}
		</Box>
	);
}
