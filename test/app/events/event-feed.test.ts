import { expect, it } from "vitest";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { createEventFeed } from "../../../src/app/events/event-feed.ts";
import type { EngineEvent } from "../../../src/ports/event.ts";
import { entry } from "../../tui/fake-data.ts";
import { summary } from "../../tui/fake-session.ts";

const answered = (changeId: string): EngineEvent => ({
	...{ type: "creationAnswered", time: 0, cycleId: "c1", changeId },
	...{ action: "Create", source: null, target: null },
});

it("a screen that opens during a cycle gets the answered creations that have no entry yet, once each", async () => {
	const events = createEventBus();
	const feed = createEventFeed(events);
	const heard = () => {
		const changes: string[] = [];
		feed.subscribe((event) => {
			if (event.type === "creationAnswered") changes.push(event.changeId);
		});
		return changes;
	};
	const first = heard();
	await events.publish(answered("a"));
	await events.publish(answered("b"));
	await events.publish({ type: "entry", time: 0, entry: entry(1, { changeId: "a" }) });
	expect(heard()).toEqual(["b"]);
	expect(first).toEqual(["a", "b"]);
	await events.publish({ type: "cycleEnded", time: 0, summary: summary() });
	expect(heard()).toEqual([]);
});
