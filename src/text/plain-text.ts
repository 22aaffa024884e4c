/**
 * A server's words made safe to show: no control characters, no invisible direction marks, one line, at most `length`
 * characters. HTML loses its tags.
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

/**
 * The text with each secret replaced by stars. Anything shorter than eight characters is left alone: it is not a secret
 * worth the name, and occurs in other words.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	return secrets
		.filter(({ length }) => length >= 8)
		.reduce((cleaned, secret) => cleaned.replaceAll(secret, "********"), text);
}
