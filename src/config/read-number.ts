/** A number as people type it; NaN for anything else, which the schema then answers. */
export function readNumber(text: string): number {
	return text.trim() === "" ? Number.NaN : Number(text);
}
