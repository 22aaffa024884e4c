import { Turns } from "../../async/turns.ts";
import type { Profile } from "../../config/profile.ts";
import type { FileStore } from "../../store/sqlite/open.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { EventBus } from "../events/event-bus.ts";

const day = 24 * 3_600_000;

export type RetentionOptions = {
	/** Its `log.keepDays` counts; 0 keeps entries forever. */
	readonly profile: () => Pick<Profile, "log">;
	readonly store: Pick<FileStore, "pruneLog">;
	readonly events: EventBus;
	/** How far this machine's clock is ahead of the servers of the cycle, in milliseconds. */
	readonly aheadMs: () => number;
};

/**
 * Removes old entries of the provisioning log after each cycle that ran here, by the clock that shows the earliest time: this machine's may
 * be a year ahead, and what was removed is lost. A failure is a warning: it never stops a cycle.
 */
export function createLogRetention({ profile, store, events, aheadMs }: RetentionOptions): {
	/** Resolves when the entries for all cycles so far are removed. */
	readonly settled: () => Promise<void>;
} {
	const turns = new Turns();
	events.on(["cycleEnded"], ({ time }) => {
		const days = profile().log.keepDays;
		if (days === 0) return;
		void turns.take(async () => {
			try {
				await store.pruneLog(time - aheadMs() - days * day);
			} catch (error) {
				const message = `Old log entries could not be removed: ${errorMessage(error)}`;
				await events.publish({ type: "warning", time, message });
			}
		});
	});
	return { settled: () => turns.settled() };
}
