import { defaultResetScopes, effectOf, type ResetScope, resetScopeNames } from "../../setup/reset-scope.ts";
import { ChoiceDialog } from "../components/choice-dialog.tsx";

const portal: readonly ResetScope[] = defaultResetScopes;

const options = [
	{
		value: portal,
		label: "like Restart in the portal",
		detail: "Reads all users again, forgets failures, ends the quarantine. Links are kept.",
	},
	...resetScopeNames.map((scope) => ({ value: [scope], label: scope, detail: effectOf(scope) })),
];

/** Asks what a restart of Entra's job resets; each choice shows its effect, and what happens to the links. */
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
