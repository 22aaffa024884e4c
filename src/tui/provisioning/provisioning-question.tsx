import type { ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { Session } from "../../app/session.ts";
import { counted } from "../../text/counted.ts";
import { ConfirmDialog, type ConfirmDialogProps } from "../components/confirm-dialog.tsx";
import { ConfirmProvisioning, type ProvisioningStart } from "./confirm-provisioning.tsx";
import type { Question } from "./provisioning-commands.ts";

function wording(
	question: Exclude<Question, ProvisioningStart>,
	{ staged }: ProvisioningStatus,
): Omit<ConfirmDialogProps, "onConfirm" | "onCancel"> {
	switch (question) {
		case "allow deletions":
			return {
				title: "Allow the held-back changes?",
				lines: [
					`The next cycle performs ${counted(staged, "deactivation or deletion", "deactivations and deletions")} that the deletion guard held back. The plan (d) lists each one.`,
					"This allows these changes one time. If they result from a mistake in Entra ID, fix the mistake instead.",
				],
				typed: String(staged),
				verb: `Allow ${staged}`,
				danger: true,
			};
		case "restart":
			return {
				title: "Restart provisioning?",
				lines: [
					"The next cycle is an initial cycle: it reads all users again. Links between users and accounts are kept.",
				],
				verb: "Restart",
			};
		case "restart in full":
			return {
				title: "Restart in full?",
				lines: [
					"The next cycle is an initial cycle: it reads all users again and re-matches them by the matching attributes.",
					"All links are removed. A user renamed only at the source or only in Sumo Logic may not be matched and may get a second account.",
				],
				typed: "restart",
				verb: "Restart in full",
				danger: true,
			};
	}
}

/** Asks before running a cycle, turning provisioning on or off, allowing held-back changes, or restarting. */
export function ProvisioningQuestion({
	question,
	session,
	status,
	onConfirm,
	onCancel,
}: {
	readonly question: Question;
	readonly session: Session;
	readonly status: ProvisioningStatus;
	readonly onConfirm: () => unknown;
	readonly onCancel: () => void;
}) {
	const answers = { onConfirm, onCancel };
	if (question === "run" || question === "turn on" || question === "turn off")
		return <ConfirmProvisioning start={question} session={session} {...answers} />;
	return <ConfirmDialog {...wording(question, status)} {...answers} />;
}
