import { ChoiceDialog } from "../../components/dialog/choice-dialog.tsx";
import {
	type ChoiceFieldId,
	chosenSource,
	deploymentOptions,
	signInOptions,
	sourceOptions,
	withSource,
} from "./credentials-fields.ts";
import type { CredentialsForm } from "./credentials-form.ts";

/** The label of the selected option of a field. */
export function chosenText(form: CredentialsForm, id: ChoiceFieldId): string {
	const found = {
		deployment: deploymentOptions.find(({ value }) => value === form.deployment),
		source: sourceOptions(form, true).find(({ value }) => value === chosenSource(form)),
		signIn: signInOptions.find(({ value }) => value === form.entra.signIn),
	}[id];
	return found === undefined ? "" : `${found.label} · ${found.detail ?? ""}`;
}

/** The list of options of a field, on top of the form. */
export function FieldChoice({
	id,
	form,
	demo,
	onTake,
	onNoDemo,
	onClose,
}: {
	readonly id: ChoiceFieldId;
	readonly form: CredentialsForm;
	/** Whether this is the demo's profile. */
	readonly demo: boolean;
	readonly onTake: (form: CredentialsForm) => void;
	/** Called when the demo is chosen but not running. */
	readonly onNoDemo: () => void;
	readonly onClose: () => void;
}) {
	switch (id) {
		case "deployment":
			return (
				<ChoiceDialog
					title="Sumo Logic deployment"
					options={deploymentOptions}
					value={form.deployment}
					onTake={(deployment) => onTake({ ...form, deployment })}
					onClose={onClose}
				/>
			);
		case "source":
			return (
				<ChoiceDialog
					title="Source"
					options={sourceOptions(form, demo)}
					value={chosenSource(form)}
					onTake={(source) => (source === "demo" && !demo ? onNoDemo() : onTake(withSource(form, source)))}
					onClose={onClose}
				/>
			);
		case "signIn":
			return (
				<ChoiceDialog
					title="Sign-in to Entra ID"
					options={signInOptions}
					value={form.entra.signIn}
					onTake={(signIn) => onTake({ ...form, entra: { ...form.entra, signIn } })}
					onClose={onClose}
				/>
			);
	}
}
