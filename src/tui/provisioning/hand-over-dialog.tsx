import type { HandOverPlan } from "../../app/hosted-job/hand-over.ts";
import type { ProvisioningMode } from "../../app/provisioning/provisioning.ts";
import type { Session } from "../../app/session.ts";
import { called } from "../../ports/identity-name.ts";
import { counted } from "../../text/counted.ts";
import { ConfirmDialog } from "../components/dialog/confirm-dialog.tsx";
import { DetailsDialog, type DetailsView } from "../components/dialog/details-dialog.tsx";
import { Dialog } from "../components/dialog/dialog.tsx";
import { Spinner } from "../components/spinner.tsx";
import { useLoad } from "../hooks/use-load.ts";
import type { Command } from "../keys/command.ts";
import { useCommands } from "../keys/use-keys.ts";
import { otherHomes } from "./confirm-provisioning.tsx";

/** The keys while a hand-over is planned, and when it cannot be carried out. */
export const handOverCommands: readonly Command<Pick<DetailsView, "close">>[] = [
	{
		id: "handOver.close",
		keys: ["escape", "enter"],
		means: "leave",
		title: "Back",
		hint: "back",
		where: "in a hand-over",
		run: ({ close }) => close(),
	},
];

/** Plans a hand-over of the accounts to the other mode, without a write, and asks before it is carried out. */
export function HandOverDialog({
	session: { handOver, provisioning },
	onConfirm,
	onCancel,
}: {
	readonly session: Session;
	readonly onConfirm: () => unknown;
	readonly onCancel: () => void;
}) {
	const to: ProvisioningMode = provisioning.mode() === "hosted" ? "direct" : "hosted";
	const { value: plan, failed } = useLoad(to, (mode, { signal }) => handOver.plan(mode, signal), {
		quiet: true,
	});
	const title =
		to === "hosted" ? "Hand the accounts over to Entra's job?" : "Hand the accounts over to sumo-provision?";
	if (failed !== null)
		return (
			<DetailsDialog
				title="The accounts cannot be handed over"
				details={[{ label: "Reason", text: failed }]}
				subject={failed}
				commands={handOverCommands}
				width={80}
				height={14}
				onClose={onCancel}
			/>
		);
	if (plan === undefined)
		return (
			<Dialog title={title} width={70}>
				<Planning onClose={onCancel} />
			</Dialog>
		);
	if (plan.unmatched.length > 0)
		return (
			<DetailsDialog
				title="The accounts cannot be handed over yet"
				details={[
					{
						label: "Reason",
						text: "Entra would not match the accounts of these users, and would create second ones. Run a cycle first, which gives their accounts the current matching value.",
					},
					{ label: "Users", text: plan.unmatched.map(called).join(", ") },
				]}
				subject={plan}
				commands={handOverCommands}
				width={80}
				height={18}
				onClose={onCancel}
			/>
		);
	return (
		<ConfirmDialog
			title={title}
			lines={linesOf(plan)}
			verb="Hand over"
			writes="handOver"
			onConfirm={onConfirm}
			onCancel={onCancel}
		/>
	);
}

function linesOf({ to, steps, takenOver, withoutAccount }: HandOverPlan): readonly string[] {
	const created = withoutAccount.length;
	return [
		...steps.map((step, at) => `${at + 1}. ${step}`),
		`${counted(takenOver, "account")} taken over, 0 recreated.`,
		...(created === 0
			? []
			: [`${counted(created, "user has", "users have")} no account yet: the next cycle creates it.`]),
		...(to === "hosted" ? [otherHomes] : []),
	];
}

function Planning({ onClose }: { readonly onClose: () => void }) {
	useCommands(handOverCommands, { close: onClose });
	return <Spinner label="Planning the hand-over. Nothing is written…" />;
}
