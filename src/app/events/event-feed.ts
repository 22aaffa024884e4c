import type { EngineEvent } from "../../ports/event.ts";
import type { EventBus } from "./event-bus.ts";

const engineEvents = [
	"cycleStarted",
	"progress",
	"entry",
	"creationAnswered",
	"warning",
	"cycleEnded",
] as const;

/** What the engine reports, for consoles and scripts. */
export type EventFeed = {
	/**
	 * Calls back for every engine event from now on, and first for the warnings that came before anyone subscribed, and for the answered
	 * creations that have no entry yet.
	 */
	readonly subscribe: (listener: (event: EngineEvent) => void) => () => void;
};

/** Opens the feed. Warnings are kept until someone subscribes, so that those from opening the profile are not lost. */
export function createEventFeed(events: EventBus): EventFeed {
	const unheard: EngineEvent[] = [];
	/** By change id. */
	const answered = new Map<string, EngineEvent>();
	let subscribers = 0;
	events.on(["creationAnswered"], (event) => void answered.set(event.changeId, event));
	events.on(["entry"], ({ entry }) => void answered.delete(entry.changeId));
	events.on(["cycleEnded"], () => answered.clear());
	events.on(["warning"], (warning) => {
		if (subscribers === 0) unheard.push(warning);
	});
	return {
		subscribe: (listener) => {
			subscribers += 1;
			const leave = events.on(engineEvents, listener);
			for (const earlier of [...unheard.splice(0), ...answered.values()]) listener(earlier);
			return () => {
				subscribers -= 1;
				leave();
			};
		},
	};
}
