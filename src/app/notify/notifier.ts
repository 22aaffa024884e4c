import { isDeepStrictEqual } from "node:util";
import type { CycleSummary } from "../../ports/event.ts";
import type { Store } from "../../ports/store.ts";
import { errorMessage } from "../../text/error-message.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { TestedWay } from "../settings/profile-settings.ts";
import { type Notice, nothingTold, noticesOf } from "./notices.ts";

/** A notice on its way, with where it comes from: what a command gets on its standard input, as one JSON object. Holds no secret. */
export type Notification = Notice & {
	readonly profile: string;
	readonly cycleId: string;
	/** ISO 8601, UTC. */
	readonly time: string;
};

/** One way to tell somebody. Rejects with a message fit for people, without secrets. */
export type Delivery = {
	/** `the notification command`, `the webhook`: for the warning. */
	readonly name: string;
	readonly deliver: (notification: Notification) => Promise<void>;
};

export type NotifierOptions = {
	readonly store: Pick<Store, "state" | "setState" | "escrow">;
	readonly profile: string;
	/** As they are set now. */
	readonly deliveries: () => readonly Delivery[];
	/** The console's bell, as long as it is on: rings beside the deliveries, and cannot fail. */
	readonly bell?: () => (() => void) | undefined;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly events: EventBus;
};

/** Reads the engine's events, and tells what somebody should know of, once per reason, also across restarts. */
export type Notifier = {
	/** Sends a test over every way now, and says of each how it took it; empty when there is none. */
	readonly test: () => Promise<readonly TestedWay[]>;
	/** Resolves when everything heard so far is told. */
	readonly settled: () => Promise<void>;
};

/** Makes a notifier. A notification that fails is a warning: it never stops a cycle, and is tried again after the next one. */
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

	const tell = async ({ cycleId, outcome, error }: CycleSummary, time: number) => {
		const ways = deliveries();
		const ring = bell();
		if (ways.length === 0 && ring === undefined) return;
		const { quarantine, stagedDeletions, told: before } = await store.state();
		const cycleError = outcome === "failed" ? error : null;
		const switchedOff = quarantine?.switchedOff === true;
		const escrow = await store.escrow();
		const condition = { quarantine, switchedOff, stagedDeletions, cycleError, escrow };
		const { notices, told } = noticesOf(condition, before ?? nothingTold);
		const working = new Set(ways);
		for (const notice of notices) {
			ring?.();
			const notification = { ...notice, profile, cycleId, time: new Date(time).toISOString() };
			// Who fails once is not waited for again this time: whatever hangs must not hold up who comes after.
			const tried = [...working];
			const results = await Promise.allSettled(tried.map((way) => way.deliver(notification)));
			for (const [index, result] of results.entries()) {
				const way = tried[index];
				if (result.status === "fulfilled" || way === undefined) continue;
				working.delete(way);
				await warn(`Nobody was told over ${way.name}: ${errorMessage(result.reason)}`);
			}
		}
		const isTold = ways.length === 0 || working.size > 0;
		if (isTold && !isDeepStrictEqual(told, before)) await store.setState({ told });
	};

	events.on(["cycleEnded"], ({ summary, time }) => {
		if (summary.outcome === "interrupted") return;
		queue = queue
			.then(() => tell(summary, time))
			.catch((error: unknown) => warn(`Notifications could not be looked after: ${errorMessage(error)}`));
	});

	return {
		async test() {
			bell()?.();
			const title = "This is a test of the notifications of sumo-provision.";
			const notification: Notification = {
				type: "test",
				title,
				details: ["Nothing is wrong."],
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
