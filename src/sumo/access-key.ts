/** An access key of Sumo Logic: it acts with the permissions of its owner. */
export type AccessKey = { readonly accessId: string; readonly accessKey: string };

/** Why a string is not an access key or a secret token. The message never contains the string. */
export class AccessKeyError extends Error {
	override readonly name = "AccessKeyError";
	readonly code:
		| "access-id-missing"
		| "access-key-missing"
		| "colon-in-access-id"
		| "not-base64"
		| "not-a-pair";

	constructor(code: AccessKeyError["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/** Pasted text often contains spaces, line breaks, and invisible marks; keys never do. */
const pasted = /[\s\p{Cc}\p{Cf}]+/gu;

/**
 * The Secret Token of the portal: Base64 of `accessId:accessKey`, in one line.
 * Throws `AccessKeyError` when a part is missing or the access ID holds a colon.
 *
 * @see https://help.sumologic.com/docs/manage/security/scim/provision-from-microsoft-entra-id/
 */
export function secretToken(accessId: string, accessKey: string): string {
	const id = accessId.replace(pasted, "");
	const key = accessKey.replace(pasted, "");
	if (id === "") throw new AccessKeyError("access-id-missing", "The access ID is empty.");
	if (key === "") throw new AccessKeyError("access-key-missing", "The access key is empty.");
	if (id.includes(":"))
		throw new AccessKeyError(
			"colon-in-access-id",
			"The access ID holds a colon: perhaps ID and key were pasted together.",
		);
	return Buffer.from(`${id}:${key}`, "utf8").toString("base64");
}

/** Reads a Secret Token back. Throws `AccessKeyError`. */
export function readSecretToken(token: string): AccessKey {
	const text = token.replace(pasted, "");
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.replace(/=+$/, "").length % 4 === 1)
		throw new AccessKeyError(
			"not-base64",
			"The secret token is not Base64. It is made from the access ID, a colon and the access key.",
		);
	const pair = Buffer.from(text, "base64").toString("utf8");
	const colon = pair.indexOf(":");
	const [accessId, accessKey] = [pair.slice(0, Math.max(0, colon)), pair.slice(colon + 1)];
	if (colon < 1 || accessKey === "" || /[\p{Cc}\uFFFD]/u.test(pair.trim()))
		throw new AccessKeyError(
			"not-a-pair",
			"The secret token does not hold an access ID, a colon and an access key.",
		);
	return { accessId: accessId.trim(), accessKey: accessKey.trim() };
}

/**
 * What looks unusual about an access ID, in one sentence; undefined when nothing does. A warning only: Sumo documents no
 * format, known IDs begin with `su` and have 14 characters.
 */
export function accessIdWarning(accessId: string): string | undefined {
	const id = accessId.replace(pasted, "");
	if (id === "") return undefined;
	if (!id.startsWith("su")) return "Access IDs of Sumo Logic usually begin with su.";
	if (id.length !== 14)
		return `Access IDs of Sumo Logic usually have 14 characters; this one has ${id.length}.`;
	return undefined;
}

/** What looks unusual about an access key; a warning only. Known keys have 64 characters. */
export function accessKeyWarning(accessKey: string): string | undefined {
	const key = accessKey.replace(pasted, "");
	if (key === "" || key.length === 64) return undefined;
	if (/^su\w{12}$/.test(key)) return "This looks like an access ID; the access key is the longer of the two.";
	return `Access keys of Sumo Logic usually have 64 characters; this one has ${key.length}.`;
}

/**
 * A secret for the screen: `su********` for an access ID, stars alone for the rest. The stars do not show its length.
 */
export function masked(secret: string): string {
	const text = secret.replace(pasted, "");
	if (text === "") return "";
	return text.length <= 20 && text.startsWith("su") ? "su********" : "********";
}
