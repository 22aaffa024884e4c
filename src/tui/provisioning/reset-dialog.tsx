import {
	defaultResetScopes,
	type ResetScope,
	resetScopeNames,
	resetScopes,
} from "../../setup/reset-scope.ts";
import { ChoiceDialog } from "../components/dialog/choice-dialog.tsx";

const portal: readonly ResetScope[] = defaultResetScopes;

const options = [
	{
		value: portal,
		label: "like Restart in the portal",
		detail: "links kept; reads all users",
	},
	...resetScopeNames.map((scope) => ({
		value: [scope],
		label: scope,
		detail: `links ${scope === "links" ? "dropped" : "kept"}; ${resetScopes[scope].effect}`,
	})),
];

/** Asks what a restart of Entra's job resets; each choice begins with what happens to the links, since a narrow terminal cuts the end. */
export function ResetDialog({
	onTake,
	onClose,
}: {
	readonly onTake: (scopes: readonly ResetScope[]) => void;
	readonly onClose: () => void;
}) {
	return (
		<ChoiceDialog
			title="Restart Entra's job: what to reset"
			options={options}
			value={portal}
			onTake={onTake}
			onClose={onClose}
		/>
	);
}
