import { isDeepStrictEqual } from "node:util";
import { Turns } from "../../async/turns.ts";
import { readOpenMatters } from "../../engine/open-matters/read-open-matters.ts";
import type { CycleSummary } from "../../ports/event.ts";
import type { OpenMatter } from "../../ports/open-matter.ts";
import { recentCycles } from "../../ports/recent-cycles.ts";
import type { Store } from "../../ports/store/store.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { TestedWay } from "../settings/profile-settings.ts";
import { type MatterRecord, matterRecord } from "../status/matter-record.ts";
import { type Notice, nothingNotified, noticesOf, openText } from "./notices.ts";

/** A notice with its origin: what a command gets on standard input as one JSON object. Contains no secret. */
export type Notification = Notice & {
	readonly profile: string;
	readonly cycleId: string;
	/** ISO 8601, UTC. */
	readonly time: string;
	/** Everything that is open now, in one line; empty when nothing is. */
	readonly openText: string;
	/** The number of open matters, and the first of them, as in `status --json`. */
	readonly open: number;
	readonly openMatters: readonly MatterRecord[];
};

/** Open matters in one notification: webhooks and programs need not read thousands. */
const maxMatters = 50;

function openRecord(matters: readonly OpenMatter[]): Pick<Notification, "openText" | "open" | "openMatters"> {
	return {
		openText: openText(matters),
		open: matters.length,
		openMatters: matters.slice(0, maxMatters).map(matterRecord),
	};
}

/** One notification channel. Rejects with a message that can be shown, without secrets. */
export type Delivery = {
	/** `the notification command`, `the webhook`. */
	readonly name: string;
	readonly deliver: (notification: Notification) => Promise<void>;
};

export type NotifierOptions = {
	readonly store: Pick<Store, "state" | "setState" | "escrow" | "log" | "cycles">;
	readonly profile: string;
	/** The channels that are set now. */
	readonly deliveries: () => readonly Delivery[];
	/** The terminal's bell while it is on; rings in addition to the deliveries. */
	readonly bell?: () => (() => void) | undefined;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly events: EventBus;
};

/** Sends notifications after cycles, when a matter opens and when it is solved, also across restarts. */
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
	const turns = new Turns();
	const warn = (message: string) => events.publish({ type: "warning", time: now(), message });

	const notify = async ({ cycleId }: CycleSummary, time: number) => {
		const channels = deliveries();
		const ring = bell();
		if (channels.length === 0 && ring === undefined) return;
		const state = await store.state();
		const { notified: before } = state;
		const openMatters = await readOpenMatters(store, state, await recentCycles(store), time);
		const { notices, notified } = noticesOf(openMatters, before ?? nothingNotified);
		const working = new Set(channels);
		for (const notice of notices) {
			ring?.();
			const origin = { profile, cycleId, time: new Date(time).toISOString() };
			const notification = { ...notice, ...origin, ...openRecord(openMatters) };
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
		if (summary.outcome === "interrupted") return;
		void turns.take(async () => {
			try {
				await notify(summary, time);
			} catch (error) {
				await warn(`Notifications could not be sent: ${errorMessage(error)}`);
			}
		});
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
				...openRecord([]),
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
		settled: () => turns.settled(),
	};
}
