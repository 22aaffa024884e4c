import { isDeepStrictEqual } from "node:util";
import type { CycleSummary, EngineEvent } from "../../engine/event.ts";
import type { Store } from "../../engine/ports/store.ts";
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
	/** The console's bell: rings beside the deliveries, and cannot fail. */
	readonly ring?: (() => void) | undefined;
	readonly warn: (message: string) => void;
};

/** Reads the engine's events, and tells what somebody should know of, once per reason, also across restarts. */
export type Notifier = {
	readonly hear: (event: EngineEvent) => void;
	/** Resolves when everything heard so far is told. */
	readonly settled: () => Promise<void>;
};

/** Makes a notifier. A notification that fails is a warning: it never stops a cycle, and is tried again after the next one. */
export function createNotifier({ store, profile, deliveries, ring, warn }: NotifierOptions): Notifier {
	let queue = Promise.resolve();

	const tell = async ({ cycleId, outcome, error }: CycleSummary, time: number) => {
		const ways = deliveries();
		if (ways.length === 0 && ring === undefined) return;
		const { quarantine, stagedDeletions, told: before } = await store.state();
		const cycleError = outcome === "failed" ? error : null;
		const condition = { quarantine, stagedDeletions, cycleError, escrow: await store.escrow() };
		const { notices, told } = noticesOf(condition, before ?? nothingTold);
		let isTold = true;
		for (const notice of notices) {
			ring?.();
			const notification = { ...notice, profile, cycleId, time: new Date(time).toISOString() };
			const results = await Promise.allSettled(ways.map((way) => way.deliver(notification)));
			results.forEach((result, index) => {
				if (result.status === "rejected")
					warn(`Nobody was told over ${ways[index]?.name}: ${messageOf(result.reason)}`);
			});
			if (ways.length > 0 && results.every(({ status }) => status === "rejected")) isTold = false;
		}
		if (isTold && !isDeepStrictEqual(told, before)) await store.setState({ told });
	};

	return {
		hear: (event) => {
			if (event.type !== "cycleEnded" || event.summary.outcome === "interrupted") return;
			const { summary, time } = event;
			queue = queue
				.then(() => tell(summary, time))
				.catch((error: unknown) => warn(`Notifications could not be looked after: ${messageOf(error)}`));
		},
		settled: () => queue,
	};
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
