import type { ProvisioningStatus } from "../../../app/provisioning/provisioning.ts";
import { ConfirmDialog, type ConfirmDialogProps } from "../../components/confirm-dialog.tsx";
import { some } from "../../text/count-text.ts";
import type { Question } from "./provisioning-commands.ts";

function wording(
	question: Question,
	{ staged }: ProvisioningStatus,
): Omit<ConfirmDialogProps, "onConfirm" | "onCancel"> {
	switch (question) {
		case "allow deletions":
			return {
				title: "Allow what was held back?",
				lines: [
					`The next cycle will carry out ${some(staged, "disable or deletion", "disables and deletions")} that the guard held back. The plan (d) names each of them.`,
					"It is allowed once, for exactly these. If they come from a mistake in Entra ID, repair that instead.",
				],
				typed: String(staged),
				verb: `Allow ${staged}`,
				danger: true,
			};
		case "restart":
			return {
				title: "Restart provisioning?",
				lines: [
					"The next cycle reads every user again, as the first one did. Links between users and accounts stay.",
				],
				verb: "Restart",
			};
		case "restart in full":
			return {
				title: "Restart in full?",
				lines: [
					"The next cycle reads every user again, and finds each account anew by the matching attributes.",
					"Who is linked with whom is forgotten: somebody who was renamed on one side only may not be found, and get a second account.",
				],
				typed: "restart",
				verb: "Restart in full",
				danger: true,
			};
	}
}

/** Asks before held-back deletions are allowed, or everything is read again. */
export function ProvisioningQuestion({
	question,
	status,
	onConfirm,
	onCancel,
}: {
	readonly question: Question;
	readonly status: ProvisioningStatus;
	readonly onConfirm: () => unknown;
	readonly onCancel: () => void;
}) {
	return <ConfirmDialog {...wording(question, status)} onConfirm={onConfirm} onCancel={onCancel} />;
}
