import type { Store } from "../../ports/store/store.ts";
import type { EventBus } from "../events/event-bus.ts";

/** Turns this program's provisioning Off when the profile is switched to Entra's own job, so that it stays Off when that is undone. */
export function turnOffWhenHosted(
	events: EventBus,
	store: Pick<Store, "state" | "setState">,
	warn: (message: string) => void,
): void {
	events.on(["profileChanged"], async ({ before, after }) => {
		if (before.provisioning.mode === after.provisioning.mode || after.provisioning.mode === "direct") return;
		if (!(await store.state()).enabled) return;
		await store.setState({ enabled: false, nextRun: null });
		warn("sumo-provision's own provisioning is off, since the profile is now in hosted mode.");
	});
}
