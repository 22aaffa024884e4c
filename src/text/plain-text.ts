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

/** Takes a credential out of text: the whole header value, and the token without its scheme. */
export function withoutSecret(text: string, authorization: string): string {
	const token = authorization.slice(authorization.indexOf(" ") + 1).trim();
	return token === "" ? text : text.replaceAll(token, "********");
}
