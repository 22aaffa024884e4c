import { useEffect, useState } from "react";
import type { ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { Session } from "../../app/session.ts";

/** Milliseconds between two drawings of progress, at least: a busy engine tells more often than anybody reads. */
const pace = 250;

/** Milliseconds after which the rate is looked at again: no event tells that it fell. */
const cooling = 1000;

/**
 * The provisioning status, kept up to date: at once when something changed, then at most four times a second.
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
			setStatus(session.provisioning.status());
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
