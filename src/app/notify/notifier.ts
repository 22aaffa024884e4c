import { isDeepStrictEqual } from "node:util";
import type { CycleSummary } from "../../ports/event.ts";
import type { Store } from "../../ports/store.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { TestedWay } from "../settings/profile-settings.ts";
import { type Notice, nothingNotified, noticesOf } from "./notices.ts";

/** A notice with its origin: what a command gets on standard input as one JSON object. Contains no secret. */
export type Notification = Notice & {
	readonly profile: string;
	readonly cycleId: string;
	/** ISO 8601, UTC. */
	readonly time: string;
};

/** One notification channel. Rejects with a message that can be shown, without secrets. */
export type Delivery = {
	/** `the notification command`, `the webhook`. */
	readonly name: string;
	readonly deliver: (notification: Notification) => Promise<void>;
};

export type NotifierOptions = {
	readonly store: Pick<Store, "state" | "setState" | "escrow">;
	readonly profile: string;
	/** The channels that are set now. */
	readonly deliveries: () => readonly Delivery[];
	/** The terminal's bell while it is on; rings in addition to the deliveries. */
	readonly bell?: () => (() => void) | undefined;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly events: EventBus;
};

/** Sends notifications after cycles, once per reason, also across restarts. */
export type Notifier = {
	/** Sends a test over every channel; resolves with the outcome for each, empty when none is set. */
	readonly test: () => Promise<readonly TestedWay[]>;
	/** Resolves when the notifications for all cycles so far are sent. */
	readonly settled: () => Promise<void>;
};

/** Creates a notifier. A failed notification is a warning: it never stops a cycle, and is retried after the next one. */
export function createNotifier({
	store,
	profile,
	deliveries,
	bell = () => undefined,
	now,
	events,
}: NotifierOptions): Notifier {
	let queue = Promise.resolve();
	const warn = (message: string) => events.publish({ type: "warning", time: now(), message });

	const notify = async ({ cycleId, outcome, error }: CycleSummary, time: number) => {
		const channels = deliveries();
		const ring = bell();
		if (channels.length === 0 && ring === undefined) return;
		const { quarantine, stagedDeletions, notified: before } = await store.state();
		const cycleError = outcome === "failed" ? error : null;
		const switchedOff = quarantine?.switchedOff === true;
		const escrow = await store.escrow();
		const condition = { quarantine, switchedOff, stagedDeletions, cycleError, escrow };
		const { notices, notified } = noticesOf(condition, before ?? nothingNotified);
		const working = new Set(channels);
		for (const notice of notices) {
			ring?.();
			const notification = { ...notice, profile, cycleId, time: new Date(time).toISOString() };
			// A channel that failed is skipped for the rest of this cycle: one that hangs must not delay the others.
			const tried = [...working];
			const results = await Promise.allSettled(tried.map((channel) => channel.deliver(notification)));
			for (const [index, result] of results.entries()) {
				const channel = tried[index];
				if (result.status === "fulfilled" || channel === undefined) continue;
				working.delete(channel);
				await warn(`The notification over ${channel.name} failed: ${errorMessage(result.reason)}`);
			}
		}
		const isNotified = channels.length === 0 || working.size > 0;
		if (isNotified && !isDeepStrictEqual(notified, before)) await store.setState({ notified });
	};

	events.on(["cycleEnded"], ({ summary, time }) => {
		// A pause is over by itself, and nothing that was notified has changed.
		if (summary.outcome === "interrupted" || summary.outcome === "paused") return;
		queue = queue
			.then(() => notify(summary, time))
			.catch((error: unknown) => warn(`Notifications could not be sent: ${errorMessage(error)}`));
	});

	return {
		async test() {
			bell()?.();
			const title = "This is a test notification from sumo-provision.";
			const notification: Notification = {
				type: "test",
				title,
				details: ["No action needed."],
				profile,
				cycleId: "",
				time: new Date(now()).toISOString(),
			};
			return Promise.all(
				deliveries().map(async ({ name, deliver }) => {
					try {
						await deliver(notification);
						return { name, problem: null };
					} catch (error) {
						return { name, problem: errorMessage(error) };
					}
				}),
			);
		},
		settled: () => queue,
	};
}
