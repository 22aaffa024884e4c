import { describe, expect, it } from "vitest";
import type { AppEvent } from "../../../src/app/events/app-event.ts";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { createEventFeed } from "../../../src/app/events/event-feed.ts";

const warning = (message: string) => ({ type: "warning", time: 0, message }) as const;

describe("the event bus", () => {
	it("delivers an event to the listeners of its type, in the order in which they subscribed", async () => {
		const events = createEventBus();
		const heard: string[] = [];
		events.on(["jobChanged", "warning"], ({ type }) => void heard.push(`first ${type}`));
		events.on(["warning"], ({ message }) => void heard.push(`second ${message}`));
		events.on(["sourceChanged"], () => void heard.push("not this one"));
		await events.publish(warning("disk full"));
		await events.publish({ type: "jobChanged" });
		expect(heard).toEqual(["first warning", "second disk full", "first jobChanged"]);
	});

	it("delivers before publish returns, so that a cache is never read after the event", () => {
		const events = createEventBus();
		let invalidated = false;
		events.on(["sourceChanged"], () => {
			invalidated = true;
		});
		void events.publish({ type: "sourceChanged" });
		expect(invalidated).toBe(true);
	});

	it("no longer calls a listener that stopped", async () => {
		const events = createEventBus();
		const heard: AppEvent[] = [];
		const stop = events.on(["jobChanged"], (event) => void heard.push(event));
		stop();
		await events.publish({ type: "jobChanged" });
		expect(heard).toEqual([]);
	});

	it("shows all listeners the same order, also when one of them publishes", async () => {
		const events = createEventBus();
		const [first, second]: [string[], string[]] = [[], []];
		events.on(["targetChanged", "statusChanged"], ({ type }) => {
			first.push(type);
			if (type === "targetChanged") void events.publish({ type: "statusChanged" });
		});
		events.on(["targetChanged", "statusChanged"], ({ type }) => void second.push(type));
		await events.publish({ type: "targetChanged" });
		expect(first).toEqual(["targetChanged", "statusChanged"]);
		expect(second).toEqual(first);
	});

	it("lets a listener wait for an event that it publishes itself", async () => {
		const events = createEventBus();
		const heard: string[] = [];
		events.on(["profileChanged", "connectionChanged"], async () => {
			await events.publish({ type: "jobChanged" });
			heard.push("after");
		});
		events.on(["jobChanged"], () => void heard.push("jobChanged"));
		await events.publish({ type: "connectionChanged" });
		expect(heard).toEqual(["jobChanged", "after"]);
	});

	it("resolves when all listeners are done", async () => {
		const events = createEventBus();
		const { promise, resolve } = Promise.withResolvers<void>();
		const order: string[] = [];
		events.on(["connectionChanged"], async () => {
			await promise;
			order.push("closed");
		});
		const published = events.publish({ type: "connectionChanged" }).then(() => order.push("published"));
		resolve();
		await published;
		expect(order).toEqual(["closed", "published"]);
	});

	it("delivers to all listeners although some fail, and rejects with the first failure", async () => {
		const events = createEventBus();
		const heard: string[] = [];
		events.on(["jobChanged"], () => {
			throw new Error("thrown");
		});
		events.on(["jobChanged"], () => Promise.reject(new Error("rejected")));
		events.on(["jobChanged"], () => void heard.push("third"));
		await expect(events.publish({ type: "jobChanged" })).rejects.toThrow("thrown");
		expect(heard).toEqual(["third"]);
		await expect(events.publish({ type: "statusChanged" })).resolves.toBeUndefined();
	});
});

describe("the feed of a console", () => {
	it("begins with the warnings from before, once", async () => {
		const events = createEventBus();
		const feed = createEventFeed(events);
		await events.publish(warning("readable by others"));
		const [first, second]: [string[], string[]] = [[], []];
		const leave = feed.subscribe(({ type }) => void first.push(type));
		feed.subscribe(({ type }) => void second.push(type));
		await events.publish(warning("now"));
		await events.publish({ type: "statusChanged" });
		expect(first).toEqual(["warning", "warning"]);
		expect(second).toEqual(["warning"]);
		leave();
		await events.publish(warning("later"));
		expect(first).toHaveLength(2);
		expect(second).toHaveLength(2);
	});
});
