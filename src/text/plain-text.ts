/**
 * A server's text made safe to show: no control characters, no invisible direction marks, one line, at most `length`
 * characters. HTML tags are removed.
 */
export function plainText(text: string, length = 200): string {
	const start = text.slice(0, 20_000);
	const words = /^\s*<(!doctype|html|head|body|\?xml)/i.test(start)
		? start.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ")
		: start;
	const line = words.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
	const characters = Array.from(line);
	return characters.length <= length ? line : `${characters.slice(0, length - 1).join("")}…`;
}

/** Shorter strings are not secrets, and are parts of other words. */
export const minSecretLength = 8;

/** The text with each secret replaced by stars, except strings shorter than `minSecretLength`. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	return secrets
		.filter(({ length }) => length >= minSecretLength)
		.reduce((cleaned, secret) => cleaned.replaceAll(secret, "********"), text);
}
