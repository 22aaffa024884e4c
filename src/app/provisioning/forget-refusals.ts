import type { Store } from "../../ports/store/store.ts";
import type { EventBus } from "../events/event-bus.ts";

/**
 * Forgets that the target refused to enable accounts when the operator changes what to do with deactivated ones: the next
 * attempt shows again what the target does. Also where no engine is open, as in a command that only saves a setting.
 */
export function forgetRefusalsOnChange(events: EventBus, store: Pick<Store, "setState">): void {
	events.on(["profileChanged"], async ({ before, after }) => {
		if (before.provisioning.reactivation !== after.provisioning.reactivation)
			await store.setState({ enabling: null });
	});
}
