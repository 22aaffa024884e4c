/** The value below which so large a part of the values lies: 0.5 is the middle one. */
export function percentile(values: readonly number[], part: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
	if (value === undefined) throw new RangeError("no values to take a percentile of");
	return value;
}

/** The middle value. */
export function median(values: readonly number[]): number {
	return percentile(values, 0.5);
}
