import { isDeepStrictEqual } from "node:util";
import { useEffect, useState } from "react";
import type { ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { Session } from "../../app/session.ts";
import { refreshBeat } from "./refresh-beat.ts";

/** Milliseconds between two reads of the rate: no event signals that it dropped. */
const cooling = 1000;

/**
 * The provisioning status, kept up to date with the session's refresh beat. Log entries alone do not count as a change.
 */
export function useProvisioningStatus(session: Session): ProvisioningStatus {
	const [status, setStatus] = useState(() => session.provisioning.status());
	const beat = refreshBeat(session);
	useEffect(() => {
		const update = () => {
			const now = session.provisioning.status();
			setStatus((before) => (isDeepStrictEqual(before, now) ? before : now));
		};
		update();
		const leave = [
			beat.on(update),
			session.subscribe(() => beat.request()),
			session.provisioning.subscribe((event) => {
				if (event.type !== "entry") beat.request();
			}),
		];
		return () => {
			for (const stop of leave) stop();
		};
	}, [session, beat]);
	const warm = status.limit.used > 0;
	useEffect(() => {
		if (!warm) return;
		const timer = setInterval(beat.request, cooling);
		return () => clearInterval(timer);
	}, [beat, warm]);
	return status;
}
