import { describe, expect, it } from "vitest";
import { createEventBus } from "../../../src/app/events/event-bus.ts";
import { createLogRetention } from "../../../src/app/log/log-retention.ts";
import { summary } from "../../tui/fake-session.ts";

const day = 86_400_000;
const ended = { type: "cycleEnded", time: 100 * day, summary: summary() } as const;

describe("the retention of the log", () => {
	it("removes what is older than the days that are set, after a cycle", async () => {
		const asked: number[] = [];
		let days = 0;
		let ahead = 0;
		const events = createEventBus();
		const retention = createLogRetention({
			profile: () => ({ log: { keepDays: days } }),
			store: { pruneLog: async (before) => asked.push(before) },
			events,
			aheadMs: () => ahead,
		});
		await events.publish(ended);
		days = 30;
		await events.publish({ type: "warning", time: 100 * day, message: "not of interest" });
		await events.publish(ended);
		await retention.settled();
		expect(asked).toEqual([70 * day]);
		ahead = 365 * day;
		await events.publish({ ...ended, time: ended.time + ahead });
		await retention.settled();
		expect(asked, "a clock that is a year ahead").toEqual([70 * day, 70 * day]);
	});

	it("warns when it fails, and continues", async () => {
		const warnings: string[] = [];
		const events = createEventBus();
		events.on(["warning"], ({ message }) => void warnings.push(message));
		const retention = createLogRetention({
			profile: () => ({ log: { keepDays: 1 } }),
			store: { pruneLog: () => Promise.reject(new Error("the disk is full")) },
			events,
			aheadMs: () => 0,
		});
		await events.publish(ended);
		await retention.settled();
		expect(warnings).toEqual(["Old log entries could not be removed: the disk is full"]);
	});
});
