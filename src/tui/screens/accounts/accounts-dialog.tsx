import type { Session } from "../../../app/session.ts";
import { counted } from "../../../text/counted.ts";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { DetailsDialog } from "../../components/dialog/details-dialog.tsx";
import { useShell } from "../../context/shell-context.ts";
import { WhyDialog } from "../../why/why-dialog.tsx";
import { accountRowDetails } from "./account-details.ts";
import type { AccountRow } from "./account-row.ts";
import { accountDetailsCommands, sourceOf } from "./accounts-commands.ts";
import { LinkDialog } from "./link-dialog.tsx";
import { type Repair, repairLines } from "./repair.ts";
import type { AccountChanges } from "./use-account-changes.ts";

/** What is open over the list of accounts. */
export type AccountsOver =
	| { readonly type: "details"; readonly row: AccountRow }
	| { readonly type: "why"; readonly source: { readonly id: string; readonly name: string } }
	| { readonly type: "repair"; readonly repair: Repair }
	| { readonly type: "link"; readonly row: AccountRow }
	| { readonly type: "unlink"; readonly row: AccountRow };

/** The details of an account, or the question before a change. */
export function AccountsDialog({
	over,
	session,
	width,
	height,
	changes,
	onClose,
}: {
	readonly over: AccountsOver;
	readonly session: Session;
	readonly width: number;
	readonly height: number;
	readonly changes: AccountChanges;
	readonly onClose: () => void;
}) {
	const { hint } = useShell();
	const size = { width, height };
	const closeThen = (change: Promise<void>) => {
		onClose();
		return change;
	};
	switch (over.type) {
		case "details":
			return (
				<DetailsDialog
					title={over.row.userName}
					details={accountRowDetails(over.row, hint)}
					subject={over.row}
					commands={accountDetailsCommands}
					{...size}
					onClose={onClose}
				/>
			);
		case "why":
			return (
				<WhyDialog
					why={session.why}
					userId={over.source.id}
					name={over.source.name}
					{...size}
					onClose={onClose}
				/>
			);
		case "repair":
			return (
				<ConfirmDialog
					title={`Repair ${counted(over.repair.drifts.length, "account")}`}
					lines={repairLines(over.repair, hint)}
					{...(over.repair.drifts.length > 1 ? { typed: String(over.repair.drifts.length) } : {})}
					verb="Repair"
					writes="repair"
					onConfirm={() => closeThen(changes.repair(over.repair))}
					onCancel={onClose}
				/>
			);
		case "link":
			return (
				<LinkDialog
					accounts={session.accounts}
					row={over.row}
					assignedOnly={session.assignedOnly()}
					onLink={(owner) => closeThen(changes.link(over.row, owner))}
					onClose={onClose}
				/>
			);
		case "unlink":
			return (
				<ConfirmDialog
					title={`Unlink ${over.row.userName}`}
					lines={[
						`${sourceOf(over.row)?.name ?? "Its user"} is no longer linked to the account ${over.row.userName}. Nothing is sent to Sumo Logic.`,
						"The next cycle re-matches the user. If the matching attributes still agree, it links the same account again; otherwise it creates a new account, and this one is not changed.",
					]}
					verb="Unlink"
					onConfirm={() => closeThen(changes.unlink(over.row))}
					onCancel={onClose}
				/>
			);
	}
}
