import type { DeactivatedAccount } from "../../../app/deactivated/deactivated.ts";
import type { DetailsView } from "../../components/dialog/details-dialog.tsx";
import type { Command } from "../../keys/command.ts";
import { keyFor } from "../../keys/key-table.ts";
import { whyNoRow } from "../../text/why-not.ts";

/** What the keys of the list act on. */
export type DeactivatedView = {
	readonly current: DeactivatedAccount | undefined;
	/** Whether Entra's own job provisions. */
	readonly isHosted: boolean;
	readonly open: () => void;
	readonly remove: () => void;
	readonly removeAndProvision: () => void;
	readonly showSnapshots: () => void;
	readonly refresh: () => void;
};

const noAccount = ({ current }: DeactivatedView) => whyNoRow(current, "account");

/** The keys of the deactivated users. */
export const deactivatedCommands: readonly Command<DeactivatedView>[] = [
	{
		id: "deactivated.open",
		keys: ["enter"],
		title: "Show the account's details",
		hint: "details",
		blocked: noAccount,
		run: ({ open }) => open(),
	},
	{
		id: "deactivated.delete",
		means: "delete",
		title: "Delete the account in Sumo Logic after a snapshot",
		hint: "delete",
		blocked: noAccount,
		run: ({ remove }) => remove(),
	},
	{
		id: "deactivated.recreate",
		means: "provisionAgain",
		title: "Delete the account and re-provision its user",
		hint: "re-provision",
		blocked: (view) =>
			noAccount(view) ??
			(view.isHosted
				? `Entra's job provisions this profile: delete the account with ${keyFor("delete")}, then provision the user on demand.`
				: null) ??
			(view.current?.assignedAgain == null
				? "Its user is not assigned again, so there is no one to re-provision."
				: null),
		run: ({ removeAndProvision }) => removeAndProvision(),
	},
	{
		id: "deactivated.snapshots",
		means: "view",
		title: "Show snapshots of deleted accounts",
		hint: "snapshots",
		run: ({ showSnapshots }) => showSnapshots(),
	},
	{
		id: "deactivated.refresh",
		means: "refresh",
		title: "Refresh the accounts",
		hint: "refresh",
		run: ({ refresh }) => refresh(),
	},
];

/** The keys of the details on top of the list. */
export const accountDialogCommands: readonly Command<DetailsView>[] = [
	{
		id: "account.copy",
		means: "copy",
		title: "Copy as JSON",
		hint: "copy",
		where: "in an account or snapshot",
		run: ({ copy }) => copy(),
	},
	{
		id: "account.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in an account or snapshot",
		run: ({ close }) => close(),
	},
];
