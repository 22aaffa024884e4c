import type { Profile } from "../../config/profile.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { Permissions } from "./permissions.ts";

export type CheckAtSignInOptions = {
	readonly permissions: Pick<Permissions, "check">;
	readonly source: () => Profile["source"];
	readonly events: EventBus;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/**
 * Checks the permissions in the background for the chosen sign-in to Entra, and once for each that replaces it. Without a chosen
 * sign-in nothing is sent. A device code is not requested for this: that sign-in is checked on request. Returns how to stop.
 */
export function checkAtSignIn({ permissions, source, events, now }: CheckAtSignInOptions): () => void {
	const stopped = new AbortController();
	const check = () => {
		const chosen = source();
		if (chosen.type !== "entra" || chosen.signIn === "deviceCode") return;
		permissions.check(stopped.signal).catch((error: unknown) => {
			if (stopped.signal.aborted) return;
			const message = `The permissions of the sign-in could not be checked. ${errorMessage(error)}`;
			void events.publish({ type: "warning", time: now(), message });
		});
	};
	check();
	const leave = events.on(["connectionChanged"], check);
	return () => {
		leave();
		stopped.abort();
	};
}
