import { describe, expect, it } from "vitest";
import { createLogRetention } from "../../../src/app/log/log-retention.ts";
import { summary } from "../../tui/fake-session.ts";

const day = 86_400_000;
const ended = { type: "cycleEnded", time: 100 * day, summary: summary() } as const;

describe("the retention of the log", () => {
	it("removes what is older than the days that are set, after a cycle", async () => {
		const asked: number[] = [];
		let days = 0;
		const retention = createLogRetention({
			keepDays: () => days,
			prune: async (before) => asked.push(before),
			warn: () => undefined,
		});
		retention.hear(ended);
		days = 30;
		retention.hear({ type: "warning", time: 100 * day, message: "not of interest" });
		retention.hear(ended);
		await retention.settled();
		expect(asked).toEqual([70 * day]);
	});

	it("warns when it fails, and goes on", async () => {
		const warnings: string[] = [];
		const retention = createLogRetention({
			keepDays: () => 1,
			prune: () => Promise.reject(new Error("the disk is full")),
			warn: (message) => void warnings.push(message),
		});
		retention.hear(ended);
		await retention.settled();
		expect(warnings).toEqual(["Old entries of the log could not be removed: the disk is full"]);
	});
});
