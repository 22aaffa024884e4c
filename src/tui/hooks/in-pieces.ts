/** Milliseconds of one piece of work: keys are read between two pieces. */
const pieceMs = 4;

/** Does the steps from 0 until one returns false, a few milliseconds of them at a time. Returns how to stop. */
export function inPieces(step: (index: number) => boolean, done: () => void): () => void {
	let index = 0;
	const work = () => {
		const end = performance.now() + pieceMs;
		while (performance.now() < end) {
			if (!step(index)) return done();
			index += 1;
		}
		piece = setImmediate(work);
	};
	let piece = setImmediate(work);
	return () => clearImmediate(piece);
}
