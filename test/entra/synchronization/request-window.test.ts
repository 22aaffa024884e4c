import { describe, expect, it } from "vitest";
import { createRequestWindow } from "../../../src/entra/synchronization/request-window.ts";

/** A clock that moves only while someone sleeps. */
function steppedClock() {
	let time = 1_000_000;
	return {
		now: () => time,
		set: (to: number) => {
			time = to;
		},
		async sleep(ms: number, signal?: AbortSignal) {
			signal?.throwIfAborted();
			time += ms;
		},
	};
}

describe("the request window", () => {
	it("lets 5 requests start at once, and never more than 5 in any 10 seconds", async () => {
		const clock = steppedClock();
		const turn = createRequestWindow({ requests: 5, windowMs: 10_000 }, clock);
		const starts: number[] = [];
		await Promise.all(Array.from({ length: 23 }, () => turn().then(() => starts.push(clock.now()))));
		expect(starts.slice(0, 5)).toEqual(Array(5).fill(1_000_000));
		for (const start of starts)
			expect(starts.filter((other) => other >= start && other < start + 10_000).length).toBeLessThanOrEqual(
				5,
			);
		expect(starts.at(-1)).toBeLessThan(1_000_000 + 4 * 10_500);
	});

	it("waits for no longer than a window when the clock is set back", async () => {
		const clock = steppedClock();
		const turn = createRequestWindow({ requests: 1, windowMs: 10_000 }, clock);
		await turn();
		clock.set(0);
		await turn();
		expect(clock.now()).toBeLessThan(11_000);
	});

	it("gives the turn of an aborted request to the next one", async () => {
		const clock = steppedClock();
		const turn = createRequestWindow({ requests: 1, windowMs: 10_000 }, clock);
		await turn();
		const stop = new AbortController();
		stop.abort(new Error("stopped"));
		const [stopped, next] = await Promise.allSettled([turn(stop.signal), turn()]);
		expect(stopped).toMatchObject({ status: "rejected", reason: new Error("stopped") });
		expect(next.status).toBe("fulfilled");
	});
});
