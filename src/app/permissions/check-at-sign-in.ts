import type { Profile } from "../../config/profile.ts";
import { secretOf } from "../../config/settings/sign-in-kind.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { Permissions } from "./permissions.ts";

export type CheckAtSignInOptions = {
	readonly permissions: Pick<Permissions, "check">;
	readonly source: () => Profile["source"];
	/** Whether there is a secret of the source, where its sign-in needs one that is entered. */
	readonly hasSecret: () => boolean;
	readonly events: EventBus;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/**
 * Checks the permissions in the background for the chosen sign-in to Entra, and once for each that replaces it. Without a chosen
 * sign-in, or before its secret is entered, nothing is sent: a new profile begins without an error. A device code is not
 * requested for this: that sign-in is checked on request. Returns how to stop.
 */
export function checkAtSignIn({
	permissions,
	source,
	hasSecret,
	events,
	now,
}: CheckAtSignInOptions): () => void {
	const stopped = new AbortController();
	const check = () => {
		const chosen = source();
		if (chosen.type !== "entra" || chosen.signIn === "deviceCode") return;
		if (secretOf(chosen.signIn)?.needed && !hasSecret()) return;
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
