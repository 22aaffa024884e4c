import { useState } from "react";
import type { Accounts, PossibleOwner } from "../../../app/accounts/accounts.ts";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { SearchDialog } from "../../components/dialog/search-dialog.tsx";
import type { AccountRow } from "./account-row.ts";
import { ownerCommands } from "./accounts-commands.ts";

export type LinkDialogProps = {
	readonly accounts: Accounts;
	readonly row: AccountRow;
	/** Whether only assigned users are provisioned. */
	readonly assignedOnly: boolean;
	readonly onLink: (owner: PossibleOwner) => unknown;
	readonly onClose: () => void;
};

/** Chooses the user of an account and asks before linking them. */
export function LinkDialog({ accounts, row, assignedOnly, onLink, onClose }: LinkDialogProps) {
	const [owner, setOwner] = useState<PossibleOwner | null>(null);
	if (owner === null) {
		return (
			<SearchDialog<PossibleOwner>
				title={`Choose the user for ${row.userName}`}
				search={(text) => accounts.owners(row.id, text)}
				commands={ownerCommands}
				onTake={setOwner}
				onBack={onClose}
			/>
		);
	}
	return (
		<ConfirmDialog
			title={`Link ${row.userName} to ${owner.displayName}`}
			lines={linkLines(row, owner, assignedOnly)}
			verb="Link"
			onConfirm={() => onLink(owner)}
			onCancel={() => setOwner(null)}
		/>
	);
}

function linkLines(
	{ userName, displayName }: AccountRow,
	owner: PossibleOwner,
	assignedOnly: boolean,
): readonly string[] {
	const lines = [
		`The account ${userName} (${displayName}) is linked to ${owner.displayName} (${owner.userName}).`,
		"Nothing is sent to Sumo Logic now. The next cycle updates the account's user name, name and roles to match the user.",
	];
	const reason = !owner.enabled
		? "is disabled at the source"
		: assignedOnly && !owner.assigned
			? "is not assigned"
			: null;
	if (reason !== null)
		lines.push(`! ${owner.displayName} ${reason}: the next cycle deactivates the account.`);
	return lines;
}
