import type { ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { Session } from "../../app/session.ts";
import type { LeftOut } from "./planned-counts.ts";
import { ProvisioningQuestion } from "./provisioning-question.tsx";
import type { ProvisioningActions } from "./use-provisioning.ts";

/** The question of `useProvisioning`, on every screen that has its keys; nothing while none is asked. */
export function ProvisioningDialog({
	actions,
	session,
	status,
	notes = [],
	leftOut = {},
	onConfirm = actions.answer,
}: {
	readonly actions: ProvisioningActions;
	readonly session: Session;
	readonly status: ProvisioningStatus;
	/** What else to know before a cycle, in sentences. */
	readonly notes?: readonly string[];
	/** The plan's actions for users who are left out of the cycle. */
	readonly leftOut?: LeftOut;
	/** What confirms; default: the answer of the actions. */
	readonly onConfirm?: () => unknown;
}) {
	if (actions.question === null) return null;
	return (
		<ProvisioningQuestion
			question={actions.question}
			session={session}
			status={status}
			notes={notes}
			leftOut={leftOut}
			onAsk={actions.view.ask}
			onConfirm={onConfirm}
			onCancel={actions.cancel}
		/>
	);
}
