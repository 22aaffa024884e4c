/**
 * How well typed letters match a title, in which they must occur in order. Higher is better; null is no match.
 * Letters at the start of words and consecutive letters score higher.
 */
export function fuzzyScore(typed: string, title: string): number | null {
	const needle = typed.toLowerCase().replaceAll(" ", "");
	const hay = title.toLowerCase();
	let score = 0;
	let at = -1;
	for (const letter of needle) {
		const found = hay.indexOf(letter, at + 1);
		if (found === -1) return null;
		if (found === at + 1) score += 3;
		if (found === 0 || hay[found - 1] === " ") score += 2;
		score -= Math.min(2, (found - at - 1) * 0.1);
		at = found;
	}
	return score;
}

/** Matching items, best first; in their original order while nothing is typed. */
export function fuzzyFind<T>(items: readonly T[], typed: string, titleOf: (item: T) => string): readonly T[] {
	return items
		.map((item) => ({ item, score: fuzzyScore(typed, titleOf(item)) }))
		.filter((found): found is { item: T; score: number } => found.score !== null)
		.toSorted((a, b) => b.score - a.score)
		.map(({ item }) => item);
}
