import { isDeepStrictEqual } from "node:util";
import { useEffect, useState } from "react";
import type { ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { Session } from "../../app/session.ts";

/** Minimum milliseconds between two updates of progress: a busy engine emits events faster than they can be read. */
const pace = 250;

/** Milliseconds between two reads of the rate: no event signals that it dropped. */
const cooling = 1000;

/**
 * The provisioning status, kept up to date: immediately on a change, then at most four times per second.
 * Log entries alone do not count as a change.
 */
export function useProvisioningStatus(session: Session): ProvisioningStatus {
	const [status, setStatus] = useState(() => session.provisioning.status());
	useEffect(() => {
		let timer: NodeJS.Timeout | undefined;
		let again = false;
		const update = () => {
			if (timer) {
				again = true;
				return;
			}
			const now = session.provisioning.status();
			setStatus((before) => (isDeepStrictEqual(before, now) ? before : now));
			timer = setTimeout(() => {
				timer = undefined;
				if (again) {
					again = false;
					update();
				}
			}, pace);
		};
		update();
		const leave = [
			session.subscribe(update),
			session.provisioning.subscribe((event) => {
				if (event.type !== "entry") update();
			}),
		];
		return () => {
			clearTimeout(timer);
			for (const stop of leave) stop();
		};
	}, [session]);
	const warm = status.limit.used > 0;
	useEffect(() => {
		if (!warm) return;
		const timer = setInterval(() => setStatus(session.provisioning.status()), cooling);
		return () => clearInterval(timer);
	}, [session, warm]);
	return status;
}
