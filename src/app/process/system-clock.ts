import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Clock } from "../../ports/clock.ts";

/** Real time and random numbers. */
export const systemClock: Clock = {
	now: Date.now,
	monotonic: () => performance.now(),
	sleep: (ms, signal) => setTimeout(ms, undefined, signal === undefined ? {} : { signal }),
	random: Math.random,
	id: randomUUID,
};
