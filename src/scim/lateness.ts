/**
 * How late requests arrive at the server, guessed from how long their answers take.
 *
 * A server counts arrivals, not starts. A request that needed a new connection arrives later than one that did not;
 * when the later is then sent a second after it, both can fall into one of the server's seconds. An answer that took
 * longer than the fastest ones bounds by how much its request was late. A server that is merely slow looks the same,
 * so the waiting for late requests is kept within an allowance that costs less than 1 % of the rate in the long run.
 */
export type Lateness = {
	/** Takes the time from start to answer, in ms, and returns by how much the request may have been late. */
	observe(answerMs: number): number;
	/** How much of this lateness may be waited for at present. */
	affordable(lateMs: number): number;
	spend(ms: number): void;
	earn(elapsedMs: number): void;
};

/** Enough for new connections at the start: three round trips of 150 ms. */
const fullMs = 500;
const earnedShare = 0.008;

export function createLateness(): Lateness {
	let allowance = fullMs;
	let fastest = Number.POSITIVE_INFINITY;
	return {
		observe(answerMs) {
			// Drifts up slowly, so that a network that became slower is believed after some hundred answers.
			fastest = Math.min(answerMs, fastest * 1.01 + 0.05);
			return answerMs - fastest;
		},
		affordable: (lateMs) => Math.min(lateMs, allowance),
		spend(ms) {
			allowance = Math.max(0, allowance - ms);
		},
		earn(elapsedMs) {
			allowance = Math.min(fullMs, allowance + Math.min(elapsedMs, 1000) * earnedShare);
		},
	};
}
