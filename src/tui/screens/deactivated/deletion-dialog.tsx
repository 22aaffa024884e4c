import { Box, Text } from "ink";
import { useState } from "react";
import type { ContentChoice, Deactivated, DeactivatedAccount } from "../../../app/deactivated/deactivated.ts";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { Select } from "../../components/input/select.tsx";
import { wrapText } from "../../text/fit-text.ts";
import { ChooseHeir } from "./choose-heir.tsx";
import {
	afterContent,
	type ContentKind,
	consequences,
	contentChoices,
	type DeletionStep,
	destroyed,
	inheritedBy,
} from "./deletion.ts";

export type DeletionDialogProps = {
	readonly deactivated: Deactivated;
	readonly account: DeactivatedAccount;
	/** Whether the user who is assigned again is then re-provisioned. */
	readonly provision: boolean;
	/** Called after all confirmations; `typed` is the user name. */
	readonly onConfirm: (content: ContentChoice, typed: string) => unknown;
	readonly onClose: () => void;
};

/** Guides through a deletion: what happens to the content, then a confirmation that asks for the user name. Esc goes back. */
export function DeletionDialog({ deactivated, account, provision, onConfirm, onClose }: DeletionDialogProps) {
	const [kind, setKind] = useState<ContentKind>("transfer");
	const [state, setState] = useState<DeletionStep>({ step: "content" });
	const begin = () => setState({ step: "content" });
	const title = provision ? `Delete ${account.userName} and re-provision` : `Delete ${account.userName}`;

	switch (state.step) {
		case "content":
			return (
				<Dialog title={title} width={70} tone="bad" onClose={onClose}>
					<Box flexDirection="column" paddingTop={1}>
						<Text>
							{wrapText(consequences(account, "", provision).filter(Boolean).join(" "), 66).join("\n")}
						</Text>
						<Text> </Text>
						<Text bold>What happens to the dashboards, searches and folders?</Text>
						<Select
							options={contentChoices}
							value={kind}
							onChange={setKind}
							onSubmit={(chosen) => setState(afterContent(chosen))}
							focused
							width={66}
						/>
					</Box>
				</Dialog>
			);
		case "heir":
			return (
				<ChooseHeir deactivated={deactivated} onTake={(heir) => setState(inheritedBy(heir))} onBack={begin} />
			);
		case "destroy":
			return (
				<ConfirmDialog
					key="destroy"
					title="Permanently destroy the content?"
					lines={[
						`All content that ${account.displayName} owns in Sumo Logic is destroyed with the account: dashboards, searches and folders, including shared ones.`,
						"This can't be undone. The snapshot keeps the account's attributes, not its content.",
					]}
					typed="destroy"
					verb="Continue"
					danger
					onConfirm={() => setState(destroyed)}
					onCancel={begin}
				/>
			);
		case "confirm":
			return (
				<ConfirmDialog
					key="confirm"
					title={title}
					lines={consequences(account, state.contentText, provision)}
					typed={account.userName}
					verb={provision ? "Delete and re-provision" : "Delete"}
					writes={provision ? "deleteAndProvision" : "delete"}
					danger
					onConfirm={() => onConfirm(state.content, account.userName)}
					onCancel={begin}
				/>
			);
	}
}
