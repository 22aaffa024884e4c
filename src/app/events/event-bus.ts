import type { AppEvent, AppEventType, EventOf } from "./app-event.ts";

/** Reacts to an event. What it returns is waited for by publishers who wait; a rejection reaches the publisher. */
export type Listener<Type extends AppEventType> = (event: EventOf<Type>) => void | Promise<void>;

/** The events of one open profile. Services publish what they changed and listen for what outdates them. */
export interface EventBus {
	/**
	 * Delivers an event to its listeners, in the order in which they subscribed. All events reach all listeners in the same order:
	 * one published by a listener is delivered after the current one. Resolves when every listener is done; rejects with the first
	 * failure, after all listeners have received the event.
	 */
	readonly publish: (event: AppEvent) => Promise<void>;
	/** Calls back for each event of these types. Returns how to stop. */
	readonly on: <const Type extends AppEventType>(
		types: readonly Type[],
		listener: Listener<Type>,
	) => () => void;
}

type Subscription = { readonly hears: (event: AppEvent) => void | Promise<void> };
type Delivery = { readonly event: AppEvent; readonly done: (outcome: Promise<void>) => void };

/** Creates a bus without listeners. */
export function createEventBus(): EventBus {
	const subscriptions = new Set<Subscription>();
	const waiting: Delivery[] = [];
	let isDelivering = false;

	const deliverAll = () => {
		isDelivering = true;
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			const { event, done } = next;
			done(settled([...subscriptions].map((one) => outcomeOf(one, event))));
		}
		isDelivering = false;
	};

	return {
		publish: (event) =>
			new Promise((done) => {
				waiting.push({ event, done });
				if (!isDelivering) deliverAll();
			}),
		on: (types, listener) => {
			const heard = new Set<AppEventType>(types);
			const isHeard = (event: AppEvent): event is EventOf<(typeof types)[number]> => heard.has(event.type);
			const subscription: Subscription = {
				hears: (event) => (isHeard(event) ? listener(event) : undefined),
			};
			subscriptions.add(subscription);
			return () => void subscriptions.delete(subscription);
		},
	};
}

/** A listener that throws must not keep the event from those after it. */
function outcomeOf({ hears }: Subscription, event: AppEvent): void | Promise<void> {
	try {
		return hears(event);
	} catch (error) {
		return Promise.reject(error);
	}
}

async function settled(outcomes: readonly (void | Promise<void>)[]): Promise<void> {
	for (const outcome of await Promise.allSettled(outcomes)) {
		if (outcome.status === "rejected") throw outcome.reason;
	}
}
