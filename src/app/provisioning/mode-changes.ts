import type { EventBus } from "../events/event-bus.ts";

/** Calls back when the profile changes between direct and hosted mode: nothing that is known of one job is true of the other. */
export function modeChanges(events: EventBus, forget: () => void | Promise<void>): void {
	events.on(["profileChanged"], ({ before, after }) =>
		before.provisioning.mode === after.provisioning.mode ? undefined : forget(),
	);
}
