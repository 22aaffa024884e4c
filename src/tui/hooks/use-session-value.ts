import { useSyncExternalStore } from "react";
import type { Session } from "../../app/session.ts";

/**
 * A value of the session, kept up to date. An effect or a memo that depends on such a value needs this: React drops the effects of a render
 * that no state asked for, and with them a change that the render only happened to read.
 *
 * @param read returns the same value or object until it changes
 */
export function useSessionValue<T>(session: Session, read: () => T): T {
	return useSyncExternalStore(session.subscribe, read);
}
