import type { PlannedAction } from "../../../engine/plan/action/planned-action.ts";
import { DetailPane } from "../../components/detail/detail-pane.tsx";
import { Dialog } from "../../components/dialog/dialog.tsx";
import { useShell } from "../../context/shell-context.ts";
import { useCommands } from "../../keys/use-keys.ts";
import { plannedActionCommands } from "./plan-commands.ts";
import { type PlannedContext, plannedDetails, plannedMark, plannedSubject } from "./planned-text.ts";

/** A planned action in full. */
export function ActionDialog({
	action,
	matters,
	width,
	height,
	onCopy,
	onClose,
}: {
	readonly action: PlannedAction;
	readonly matters: PlannedContext["matters"];
	readonly width: number;
	readonly height: number;
	readonly onCopy: () => void;
	readonly onClose: () => void;
}) {
	const { hint, now } = useShell();
	const cells = Math.min(110, width - 2);
	return (
		<Dialog title={`${plannedMark(action).word} · ${plannedSubject(action)}`} width={cells} height={height}>
			<ActionKeys copy={onCopy} close={onClose} />
			<DetailPane
				details={plannedDetails(action, { hint, matters, now: now() })}
				width={cells - 4}
				height={height - 3}
			/>
		</Dialog>
	);
}

function ActionKeys(view: { readonly copy: () => void; readonly close: () => void }) {
	useCommands(plannedActionCommands, view);
	return null;
}
