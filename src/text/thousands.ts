/** `20,000`: a whole number with its thousands apart. */
export function thousands(number: number): string {
	return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
