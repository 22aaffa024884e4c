import type { Person } from "../../../../app/people/people.ts";
import { counted } from "../../../../text/counted.ts";
import { ConfirmDialog } from "../../../components/dialog/confirm-dialog.tsx";
import { peopleText } from "../person/person-text.ts";

/** Asks before several users are provisioned on demand, and before Entra's own job provisions any. */
export function ProvisionQuestion({
	users,
	target,
	isHosted,
	onConfirm,
	onCancel,
}: {
	readonly users: readonly Person[];
	/** The target's name. */
	readonly target: string;
	readonly isHosted: boolean;
	readonly onConfirm: () => unknown;
	readonly onCancel: () => void;
}) {
	const [only, ...others] = users;
	const who =
		only !== undefined && others.length === 0 ? `${only.displayName} · ${only.userName}` : peopleText(users);
	return (
		<ConfirmDialog
			title={others.length === 0 ? "Provision this user now?" : `Provision ${users.length} users now?`}
			lines={[
				`${who}.`,
				`Target ${target}.`,
				isHosted
					? `Entra's own job provisions the ${others.length === 0 ? "user" : "users"} at once.`
					: `Performs what the previews show, one user after the other. The outcome of each of the ${counted(users.length, "user")} is shown.`,
			]}
			verb="Provision"
			writes="onDemand"
			onConfirm={onConfirm}
			onCancel={onCancel}
		/>
	);
}
