import { Box, Text } from "ink";
import { useState } from "react";
import type { ContentChoice, Deactivated, DeactivatedAccount } from "../../../app/deactivated/deactivated.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Select } from "../../components/select.tsx";
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
	/** Whether the user who is assigned again is provisioned anew afterwards. */
	readonly provision: boolean;
	/** Everything was confirmed; `typed` is the user name. */
	readonly onConfirm: (content: ContentChoice, typed: string) => unknown;
	readonly onClose: () => void;
};

/** Guides a deletion: what happens to the content, then what will happen and to whom, then the user name typed. Esc goes back. */
export function DeletionDialog({ deactivated, account, provision, onConfirm, onClose }: DeletionDialogProps) {
	const [kind, setKind] = useState<ContentKind>("transfer");
	const [state, setState] = useState<DeletionStep>({ step: "content" });
	const begin = () => setState({ step: "content" });
	const title = provision ? `Delete ${account.userName} and provision anew` : `Delete ${account.userName}`;

	switch (state.step) {
		case "content":
			return (
				<Dialog title={title} width={70} tone="bad" onClose={onClose}>
					<Box flexDirection="column" paddingTop={1}>
						<Text>
							{wrapText(consequences(account, "", provision).filter(Boolean).join(" "), 66).join("\n")}
						</Text>
						<Text> </Text>
						<Text bold>What happens to their dashboards, searches and folders?</Text>
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
					title="Destroy their content for good?"
					lines={[
						`Everything that ${account.displayName} owns in Sumo Logic is destroyed with the account: dashboards, searches, folders, also those that others use.`,
						"Nobody can bring it back. The snapshot keeps the account's own data, not its content.",
					]}
					typed="destroy"
					verb="Go on"
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
					verb={provision ? "Delete and provision anew" : "Delete"}
					danger
					onConfirm={() => onConfirm(state.content, account.userName)}
					onCancel={begin}
				/>
			);
	}
}
