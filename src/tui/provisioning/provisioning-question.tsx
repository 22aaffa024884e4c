import type { ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { Session } from "../../app/session.ts";
import { changesHeldBack } from "../../ports/open-matter.ts";
import { effectSentences, resetScopes } from "../../setup/reset-scope.ts";
import { counted } from "../../text/counted.ts";
import { ConfirmDialog, type ConfirmDialogProps } from "../components/dialog/confirm-dialog.tsx";
import { ConfirmProvisioning, type ProvisioningStart } from "./confirm-provisioning.tsx";
import { HandOverDialog } from "./hand-over-dialog.tsx";
import { LimitsDialog } from "./limits-dialog.tsx";
import type { LeftOut } from "./planned-counts.ts";
import type { Question, Reset } from "./provisioning-commands.ts";
import { ResetDialog } from "./reset-dialog.tsx";

function wording(
	question: Exclude<Question, ProvisioningStart | "choose reset" | "limits" | "hand over">,
	{ staged, hosted, openMatters }: ProvisioningStatus,
): Omit<ConfirmDialogProps, "onConfirm" | "onCancel"> {
	if (typeof question === "object") return resetWording(question);
	switch (question) {
		case "allow deletions": {
			if (hosted !== undefined) return allowHosted(openMatters);
			const held = changesHeldBack(openMatters);
			return {
				title: "Allow the held-back changes?",
				lines: [
					...(held === undefined ? [] : [held.reason]),
					`The next cycle performs ${counted(staged, "deactivation or deletion", "deactivations and deletions")} that the deletion guard held back. The plan (d) lists each one.`,
					"This allows these changes one time. If they result from a mistake at the source, fix the mistake instead.",
				],
				typed: String(staged),
				verb: `Allow ${staged}`,
				writes: "allow",
				danger: true,
			};
		}
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

/** Entra does not show how many deletions it holds back. */
function allowHosted(openMatters: ProvisioningStatus["openMatters"]) {
	const held = changesHeldBack(openMatters);
	return {
		title: "Allow the held deletions?",
		lines: [
			held === undefined
				? "Entra's job restarts, and carries out the deletions that its threshold held back. Entra's log does not show them yet, so they cannot be compared with what is deleted. Wait until the log lists them as StagedDelete."
				: `Entra's job restarts, and carries out ${counted(held.count, "deletion")} that its threshold held back. The log lists them as StagedDelete. If its next cycle finds other users to delete, Entra deletes those.`,
			"This allows these deletions one time. If they result from a mistake in Entra ID, fix the mistake instead.",
		],
		typed: "allow",
		verb: "Allow deletions",
		danger: true,
		writes: "allow" as const,
	};
}

function resetWording({ reset }: Reset): Omit<ConfirmDialogProps, "onConfirm" | "onCancel"> {
	const isRisky = reset.some((scope) => resetScopes[scope].isRisky);
	return {
		title: "Restart Entra's job?",
		lines: effectSentences(reset),
		verb: "Restart",
		writes: "reset",
		...(isRisky ? { typed: "restart", danger: true } : {}),
	};
}

/** Asks before running a cycle, turning provisioning on or off, allowing held-back changes, or restarting. */
export function ProvisioningQuestion({
	question,
	session,
	status,
	notes = [],
	leftOut = {},
	onAsk,
	onConfirm,
	onCancel,
}: {
	readonly question: Question;
	readonly session: Session;
	readonly status: ProvisioningStatus;
	/** What else to know before a cycle, in sentences. */
	readonly notes?: readonly string[];
	/** The plan's actions for users who are left out of the cycle: they are not counted. */
	readonly leftOut?: LeftOut;
	/** Asks the next question, once the first is answered. */
	readonly onAsk: (question: Question) => void;
	readonly onConfirm: () => unknown;
	readonly onCancel: () => void;
}) {
	const answers = { onConfirm, onCancel };
	if (question === "run" || question === "turn on" || question === "turn off")
		return (
			<ConfirmProvisioning start={question} session={session} notes={notes} leftOut={leftOut} {...answers} />
		);
	if (question === "choose reset")
		return <ResetDialog onTake={(reset) => onAsk({ reset })} onClose={onCancel} />;
	if (question === "limits")
		return <LimitsDialog missing={session.provisioning.missing} onClose={onCancel} />;
	if (question === "hand over") return <HandOverDialog session={session} {...answers} />;
	return <ConfirmDialog {...wording(question, status)} {...answers} />;
}
