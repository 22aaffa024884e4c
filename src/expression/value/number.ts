/** No meaningful number is longer; the limit keeps parsing fast. */
const longestNumber = 100;

/** An integer written in decimal or as `&HF7`, with a sign and blanks around it; null for other text. */
export function parseInteger(text: string): bigint | null {
	const trimmed = text.trim();
	if (/^[+-]?\d{1,30}$/u.test(trimmed)) return BigInt(trimmed.replace(/^\+/u, ""));
	if (/^&h[0-9a-f]{1,16}$/iu.test(trimmed)) return BigInt(`0x${trimmed.slice(2)}`);
	return null;
}

/** A number in the invariant culture (`-12.5`, `1e3`, `&HF7`), with blanks around it; null for other text. */
export function parseNumber(text: string): number | null {
	const trimmed = text.trim();
	if (trimmed.length > longestNumber) return null;
	if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/iu.test(trimmed)) {
		const number = Number(trimmed);
		return Number.isFinite(number) ? number : null;
	}
	const integer = parseInteger(trimmed);
	return integer === null ? null : Number(integer);
}
