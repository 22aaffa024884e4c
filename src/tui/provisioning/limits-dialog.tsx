import type { Provisioning } from "../../app/provisioning/provisioning.ts";
import type { Detail } from "../components/detail/detail-pane.tsx";
import { DetailsDialog, type DetailsView } from "../components/dialog/details-dialog.tsx";
import type { Command } from "../keys/command.ts";

const operations = [
	["runNow", "Run a cycle now"],
	["stop", "Stop the running cycle"],
	["plan", "Plan a cycle"],
	["preview", "Preview on demand"],
	["failed", "List failed users"],
	["retryNow", "Retry failed users"],
	["rejectDeletions", "Withdraw allowed deletions"],
] as const;

/** The keys of the list of limits. */
export const limitsCommands: readonly Command<DetailsView>[] = [
	{
		id: "limits.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in the limits of a mode",
		run: ({ close }) => close(),
	},
];

/** What the job of this mode cannot do, each with its reason. */
export function LimitsDialog({
	missing,
	onClose,
}: {
	readonly missing: Provisioning["missing"];
	readonly onClose: () => void;
}) {
	const details = operations.flatMap(([name, label]): readonly Detail[] => {
		const reason = missing(name);
		return reason === null ? [] : [{ label, text: reason }];
	});
	return (
		<DetailsDialog
			title="What Entra's job cannot do"
			details={details}
			subject={details}
			commands={limitsCommands}
			width={80}
			height={18}
			onClose={onClose}
		/>
	);
}
