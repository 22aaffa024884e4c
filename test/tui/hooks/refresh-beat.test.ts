import { setImmediate } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createRefreshBeat } from "../../../src/tui/hooks/refresh-beat.ts";

/** A beat on a clock that moves on request, and the times at which it called back; `cost`: milliseconds that each refresh takes. */
function beatAt(cost: number) {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
	onTestFinished(() => void vi.useRealTimers());
	let time = 0;
	const beat = createRefreshBeat(() => time);
	const called: number[] = [];
	const leave = beat.on(() => {
		called.push(time);
		time += cost;
	});
	/** Moves the clock, and gives the beat the turn of the event loop in which it measures. */
	const pass = async (ms: number) => {
		time += ms;
		await vi.advanceTimersByTimeAsync(ms);
		await setImmediate();
	};
	return { beat, called, leave, pass };
}

describe("the refresh beat", () => {
	it("calls back once for all that is asked for together, and again 250 ms later", async () => {
		const { beat, called, pass } = beatAt(0);
		beat.request();
		beat.request();
		await pass(0);
		expect(called).toHaveLength(1);
		beat.request();
		beat.request();
		await pass(249);
		expect(called).toHaveLength(1);
		await pass(1);
		expect(called).toHaveLength(2);
	});

	it("does not call back when nothing is asked for", async () => {
		const { beat, called, pass } = beatAt(0);
		beat.request();
		await pass(0);
		await pass(10_000);
		expect(called).toHaveLength(1);
	});

	it("waits eight times as long as a refresh took, two seconds at most", async () => {
		const slow = beatAt(100);
		slow.beat.request();
		await slow.pass(0);
		slow.beat.request();
		await slow.pass(799);
		expect(slow.called).toHaveLength(1);
		await slow.pass(1);
		expect(slow.called).toHaveLength(2);

		const slowest = beatAt(5_000);
		slowest.beat.request();
		await slowest.pass(0);
		slowest.beat.request();
		await slowest.pass(1_999);
		expect(slowest.called).toHaveLength(1);
		await slowest.pass(1);
		expect(slowest.called).toHaveLength(2);
	});

	it("ends with its last listener", async () => {
		const { beat, called, leave, pass } = beatAt(0);
		beat.request();
		leave();
		await pass(10_000);
		beat.request();
		await pass(10_000);
		expect(called).toEqual([]);
	});
});
