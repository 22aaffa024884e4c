/** The number of edits (insert, delete, replace, swap of neighbors) between two strings. */
function distance(from: string, to: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({ length: to.length + 1 }, (_, column) => column);
	for (let row = 1; row <= from.length; row++) {
		const current = [row];
		for (let column = 1; column <= to.length; column++) {
			const same = from[row - 1] === to[column - 1];
			let cost = Math.min(
				(last[column] ?? 0) + 1,
				(current[column - 1] ?? 0) + 1,
				(last[column - 1] ?? 0) + (same ? 0 : 1),
			);
			const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
			if (row > 1 && column > 1 && swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
			current.push(cost);
		}
		beforeLast = last;
		last = current;
	}
	return last[to.length] ?? 0;
}

/** The name that was probably meant, ignoring case; undefined when none is similar. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
	const typed = name.toLowerCase();
	if (typed.length > 100) return undefined;
	let best: string | undefined;
	let least = Math.max(1, Math.floor(typed.length / 3)) + 1;
	for (const candidate of names) {
		if (Math.abs(candidate.length - typed.length) >= least) continue;
		const edits = distance(typed, candidate.toLowerCase());
		if (edits < least) {
			best = candidate;
			least = edits;
		}
	}
	return best;
}
