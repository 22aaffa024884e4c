import type { Session } from "../../app/session.ts";
import type { Profile } from "../../config/profile.ts";
import { useSessionValue } from "./use-session-value.ts";

/**
 * Draws the component and what it contains again when the profile in use, its secrets, or what is known of its sign-in changes, also from
 * another process. On these depends everything that the session answers at once: mode, target, what the job can do, who may write.
 * Returns the profile.
 */
export function useSessionState(session: Session): Profile {
	useSessionValue(session, () =>
		JSON.stringify([session.permissions.current(), session.connection.secretsSaved()]),
	);
	return useSessionValue(session, session.profile);
}
