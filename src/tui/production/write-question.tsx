import type { Profile } from "../../config/profile.ts";
import { ConfirmDialog } from "../components/dialog/confirm-dialog.tsx";
import { LevelContext } from "../keys/use-keys.ts";
import { targetLabel, targetName } from "../text/target-label.ts";

/** Above every dialog that a screen can have open. */
const level = 20;

/** Asks for the name of a production target before something is written to it. */
export function WriteQuestion({
	what,
	profile,
	onConfirm,
	onCancel,
}: {
	/** What is about to be done: a verb with its object. */
	readonly what: string;
	readonly profile: Profile;
	readonly onConfirm: () => void;
	readonly onCancel: () => void;
}) {
	return (
		<LevelContext value={level}>
			<ConfirmDialog
				title={`Production: ${what}?`}
				lines={[`Profile ${profile.name} is marked as production. Target: ${targetLabel(profile)}.`]}
				typed={targetName(profile)}
				verb={what}
				danger
				onConfirm={onConfirm}
				onCancel={onCancel}
			/>
		</LevelContext>
	);
}
