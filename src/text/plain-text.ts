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

/**
 * The text with each secret replaced by stars, also where a server has escaped it for a URL or JSON. Strings shorter than
 * `minSecretLength` stay.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	return secrets
		.filter(({ length }) => length >= minSecretLength)
		.flatMap(escapedForms)
		.reduce((cleaned, secret) => cleaned.replaceAll(secret, "********"), text);
}

/** The password of a secret that is `user:password` in Base64 (RFC 7617); none for another one, or if it is too short to be a secret. */
export function passwordIn(secret: string): readonly string[] {
	const pair = Buffer.from(secret, "base64").toString("utf8");
	const [, password] = /^[\x20-\x39\x3b-\x7e]*:([\x20-\x7e]+)$/.exec(pair) ?? [];
	return password === undefined || password.length < minSecretLength ? [] : [password];
}

/** The longest part of a secret that no escaping changes: a text without it holds the secret in no form. */
export function unescapedPart(secret: string): string {
	const parts = secret.match(/[A-Za-z0-9]+/g) ?? [];
	return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), "");
}

/** A secret as it is, in a URL (RFC 3986) or a form, and in JSON, where some writers escape `/`, `=`, or all that HTML gives a meaning. */
function escapedForms(secret: string): readonly string[] {
	const wellFormed = secret.toWellFormed();
	const form = new URLSearchParams([["", secret]]).toString().slice(1);
	const inUrls = [encodeURI(wellFormed), encodeURIComponent(wellFormed), form];
	const inJson = JSON.stringify(secret).slice(1, -1);
	const forHtml = (signs: RegExp) =>
		inJson.replace(signs, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
	const forms = [
		secret,
		...inUrls,
		...inUrls.map((text) => text.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase())),
		inJson,
		inJson.replaceAll("/", "\\/"),
		forHtml(/[&'<>]/g),
		forHtml(/[&'<=>]/g),
		forHtml(/[&'+<>]/g),
		forHtml(/[&'+<=>]/g),
		forHtml(/[&'+/<=>]/g),
	];
	return [...new Set(forms)].sort((left, right) => right.length - left.length);
}
