import type { ShownSetting } from "../../../app/settings/profile-settings.ts";
import { ChoiceDialog } from "../../components/dialog/choice-dialog.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { UnsavedDialog } from "../../components/dialog/unsaved-dialog.tsx";
import type { SettingEdit } from "./use-setting-edit.ts";

/** What an edit asks: whether to save what is typed, which choice, and whether a risky change is meant. */
export function SettingDialogs({ edit }: { readonly edit: SettingEdit }) {
	const { setting, asking, choosing, question } = edit;
	return (
		<>
			{asking && setting && (
				<UnsavedDialog
					what={`The setting "${setting.label}"`}
					onSave={edit.saveTyped}
					onDiscard={edit.discard}
					onKeep={edit.keep}
				/>
			)}
			{choosing && setting && (
				<ChoiceDialog
					title={setting.label}
					options={setting.options}
					value={setting.text}
					onTake={edit.choose}
					onClose={edit.stopChoosing}
				/>
			)}
			{question !== null && (
				<ConfirmDialog
					title={`${question.setting.label}: ${shownValue(question.setting, question.text)}?`}
					lines={[question.risk]}
					verb="Save"
					danger
					onConfirm={() => edit.confirm(question)}
					onCancel={edit.refuse}
				/>
			)}
		</>
	);
}

/** A value as the setting shows it. */
function shownValue({ options }: ShownSetting, text: string | null): string {
	if (text === null) return "the default";
	return options.find(({ value }) => value === text)?.label ?? text;
}
