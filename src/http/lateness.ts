/**
 * By how much a request may have reached the server later than the quickest do, guessed from how long its answer took.
 *
 * A server counts arrivals, not starts. A request that has to open a connection arrives later than one that does not;
 * when the latter is sent a second after the former, both can fall into one of the server's seconds. An answer that
 * took longer than the quickest bounds by how much its request was late. (A server that is merely slow looks the
 * same, which is why the limiter does not wait for it beyond a deadline.)
 */
export function createLateness(): (answerMs: number) => number {
	let quickest = Number.POSITIVE_INFINITY;
	let answers = 0;
	return (answerMs) => {
		// Drifts up slowly, so that a network that became slower is believed after some hundred answers.
		quickest = Math.min(answerMs, quickest * 1.001 + 0.01);
		return ++answers <= firstAnswers ? answerMs : answerMs - quickest;
	};
}

/** The first answers don't show how quick answers can be: their requests all open connections. */
const firstAnswers = 8;
