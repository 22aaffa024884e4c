/** A length of time in its largest useful unit, rounded: hours up to two days. `seconds` is positive, and may be a fraction. */
export function coarseTime(seconds: number): {
	readonly count: number;
	readonly unit: "s" | "min" | "h" | "days";
} {
	const whole = Math.round(seconds);
	if (whole < 60) return { count: whole, unit: "s" };
	const minutes = Math.round(seconds / 60);
	if (minutes < 60) return { count: minutes, unit: "min" };
	const hours = Math.round(seconds / 3600);
	return hours < 48 ? { count: hours, unit: "h" } : { count: Math.round(seconds / 86_400), unit: "days" };
}
