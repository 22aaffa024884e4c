import { keyringName } from "../text/keyring-name.ts";
import { isPlaceholder, pastedSecret } from "../text/pasted-secret.ts";

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
		| "not-a-pair"
		| "placeholder"
		| "oauth-token"
		| "access-id-only"
		| "access-key-only"
		| "in-keyring";

	/** The field to correct, where ID and key have one each. */
	readonly field: "accessId" | "accessKey";

	constructor(code: AccessKeyError["code"], message: string, field: AccessKeyError["field"] = "accessKey") {
		super(message);
		this.code = code;
		this.field = field;
	}
}

/** Pasted text often contains spaces, line breaks, and invisible marks; keys never do. */
const pasted = /[\s\p{Cc}\p{Cf}]+/gu;

const isAccessId = (text: string): boolean => /^su\w{12}$/.test(text);
const isAccessKey = (text: string): boolean => /^[A-Za-z0-9]{64}$/.test(text);
const isJwt = (text: string): boolean => /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(text);

const howMade = "A secret token is Base64 of the access ID, a colon and the access key.";

/**
 * The Secret Token of the portal: Base64 of `accessId:accessKey`, in one line. Takes what people paste into the two
 * fields: quotes around a part, both parts or the whole token in one field, or the parts in each other's field.
 * An access key that is `keyring:NAME` stays so in the token (see `entryOfToken`); without an access ID, that is the token.
 * Throws `AccessKeyError` when a part is missing, or is something else.
 *
 * @see https://help.sumologic.com/docs/manage/security/scim/provision-from-microsoft-entra-id/
 */
export function secretToken(accessId: string, accessKey: string): string {
	if (keyringName(accessKey) !== undefined) return referringToken(accessId, accessKey.trim());
	if (keyringName(accessId) !== undefined)
		throw new AccessKeyError(
			"in-keyring",
			"The access ID cannot be in the keyring alone. Enter keyring:NAME as the access key; the entry may hold accessId:accessKey.",
			"accessId",
		);
	const [id, key] = [fieldOf(accessId), fieldOf(accessKey)];
	const mentioned = mentionedPair(accessId) ?? mentionedPair(accessKey);
	const whole = mentioned ?? wholePair(id) ?? wholePair(key);
	if (whole !== undefined) return encoded(whole);
	for (const [part, name, field] of [
		[id, "access ID", "accessId"],
		[key, "access key", "accessKey"],
	] as const) {
		if (isPlaceholder(part)) throw placeholder(name, field);
		if (isJwt(part)) throw oauthToken(field);
	}
	if (id === "") throw new AccessKeyError("access-id-missing", "The access ID is empty.", "accessId");
	if (key === "") throw new AccessKeyError("access-key-missing", "The access key is empty.");
	if (id.includes(":"))
		throw new AccessKeyError(
			"colon-in-access-id",
			"The access ID holds a colon: perhaps ID and key were pasted together.",
			"accessId",
		);
	if (isAccessId(id) && isAccessId(key))
		throw new AccessKeyError(
			"access-id-only",
			"Both fields hold an access ID. The access key is the longer of the two.",
		);
	if (isAccessKey(id) && isAccessKey(key))
		throw new AccessKeyError(
			"access-key-only",
			"Both fields hold an access key. The access ID begins with su.",
			"accessId",
		);
	return encoded(inOrder({ accessId: id, accessKey: key }));
}

/**
 * Reads a Secret Token back, in any form in which people paste it: with `Basic`, `Bearer` or a whole header before it, in
 * quotes, wrapped over lines, Base64URL or percent-encoded, encoded twice or from UTF-16, or not encoded at all, also with
 * ID and key exchanged, or within other text. Throws `AccessKeyError`, which names what was pasted instead.
 */
export function readSecretToken(token: string): AccessKey {
	if (keyringName(token) !== undefined)
		throw new AccessKeyError("in-keyring", "The secret token is in the keyring.");
	const mentioned = mentionedPair(token);
	if (mentioned !== undefined) return mentioned;
	const text = unescaped(pastedSecret(headerIn(token) ?? token)).replace(pasted, "");
	if (text === "") throw new AccessKeyError("access-key-missing", "The secret token is empty.");
	if (isPlaceholder(text)) throw placeholder("secret token");
	if (isJwt(text)) throw oauthToken();
	if (isAccessId(text))
		throw new AccessKeyError("access-id-only", `This is an access ID without its access key. ${howMade}`);
	const pair = text.includes(":") ? pairOf(text) : decodedPair(text);
	if (pair?.accessKey.startsWith("//"))
		throw new AccessKeyError(
			"not-a-pair",
			`This holds a URL, as an installation token or the address of an HTTP source does, and not an access key. ${howMade}`,
		);
	if (pair !== undefined) {
		for (const part of Object.values(pair))
			if (isPlaceholder(part)) throw placeholder("access ID or access key");
		return inOrder(pair);
	}
	if (isAccessKey(text))
		throw new AccessKeyError("access-key-only", `This is an access key without its access ID. ${howMade}`);
	if (bytesOf(text) === undefined)
		throw new AccessKeyError(
			"not-base64",
			"The secret token is not Base64. It is made from the access ID, a colon and the access key.",
		);
	throw new AccessKeyError(
		"not-a-pair",
		"The secret token does not hold an access ID, a colon and an access key.",
	);
}

/**
 * The token to send for one that is entered. For Sumo Logic it is read and written again; another SCIM server may have any
 * token, from which only what came along when pasting is removed. Throws `AccessKeyError`.
 */
export function tokenToSend(entered: string, isSumo: boolean): string {
	if (isSumo) return encoded(readSecretToken(entered));
	const token = pastedSecret(entered).replace(/\s+/gu, "");
	if (isPlaceholder(token)) throw placeholder("secret token");
	return token;
}

/** The same for a token that was saved earlier: one whose form is unknown is sent, and the server decides. */
export function savedTokenToSend(saved: string, isSumo: boolean): string {
	try {
		return tokenToSend(saved, isSumo);
	} catch (error) {
		const isUnknown =
			error instanceof AccessKeyError && (error.code === "not-base64" || error.code === "not-a-pair");
		if (!isUnknown) throw error;
		return tokenToSend(saved, false);
	}
}

/** The entry of the keyring that holds a token or the access key in it; undefined when the token itself is there. */
export function entryOfToken(token: string): string | undefined {
	return keyringName(token) ?? keyringName(decodedPair(token)?.accessKey ?? "");
}

/** The token to send for one that refers to the keyring, with what the entry holds: a token, a pair or an access key. Throws `AccessKeyError`. */
export function tokenWithEntry(token: string, content: string, isSumo: boolean): string {
	if (keyringName(token) !== undefined) return tokenToSend(content, isSumo);
	return secretToken(readSecretToken(token).accessId, content);
}

function referringToken(accessId: string, reference: string): string {
	const id = fieldOf(accessId);
	if (id === "") return reference;
	if (id.includes(":") || isAccessKey(id) || isJwt(id) || isPlaceholder(id))
		throw new AccessKeyError(
			"in-keyring",
			"The access key is in the keyring, so the access ID has to be the ID alone, or empty.",
			"accessId",
		);
	return encoded({ accessId: id, accessKey: reference });
}

/** What was pasted into one of two fields. Quotes may be part of a key; they are not where all within them looks like one. */
function fieldOf(text: string): string {
	const bare = pastedSecret(text).replace(pasted, "");
	const isKnown =
		/^[A-Za-z0-9]{14,}$/.test(bare) || isJwt(bare) || isPlaceholder(bare) || wholePair(bare) !== undefined;
	return isKnown ? bare : text.replace(pasted, "");
}

function encoded({ accessId, accessKey }: AccessKey): string {
	return Buffer.from(`${accessId}:${accessKey}`, "utf8").toString("base64");
}

/** Exchanges the halves when they are certainly in each other's place. */
function inOrder({ accessId, accessKey }: AccessKey): AccessKey {
	const isSwapped = isAccessId(accessKey) && !isAccessId(accessId);
	return isSwapped ? { accessId: accessKey, accessKey: accessId } : { accessId, accessKey };
}

/** ID and key that were pasted into one field; undefined for anything less certain. */
function wholePair(text: string): AccessKey | undefined {
	const pair = text.includes(":") ? pairOf(text) : isAccessKey(text) ? undefined : decodedPair(text);
	return pair !== undefined && isAccessId(inOrder(pair).accessId) ? inOrder(pair) : undefined;
}

/**
 * ID and key wherever they stand in what was pasted: an answer of the API as JSON, variables, a curl command, lines with labels.
 * Undefined unless there is one of each.
 */
function mentionedPair(text: string): AccessKey | undefined {
	const words = new Set(text.replace(/\p{Cf}+/gu, "").match(/[A-Za-z0-9]+/g));
	const [accessId, otherId] = [...words].filter(isAccessId);
	const [accessKey, otherKey] = [...words].filter(isAccessKey);
	const isClear = otherId === undefined && otherKey === undefined;
	return isClear && accessId !== undefined && accessKey !== undefined ? { accessId, accessKey } : undefined;
}

/** The header in a longer command, such as one of curl. */
function headerIn(text: string): string | undefined {
	return /\bauthorization\s*:\s*basic\s+[A-Za-z0-9+/=_-]+/i.exec(text)?.[0];
}

function pairOf(text: string): AccessKey | undefined {
	const colon = text.indexOf(":");
	const [accessId, accessKey] = [text.slice(0, Math.max(0, colon)).trim(), text.slice(colon + 1).trim()];
	return colon < 1 || accessId === "" || accessKey === "" ? undefined : { accessId, accessKey };
}

/** The pair in Base64, encoded up to three times. */
function decodedPair(text: string, left = 3): AccessKey | undefined {
	const bytes = left === 0 ? undefined : bytesOf(text);
	if (bytes === undefined) return undefined;
	const decoded = textOf(bytes)
		.replace(/[\r\n\t\p{Cf}]+/gu, "")
		.trim();
	if (/[\p{Cc}\uFFFD]/u.test(decoded)) return undefined;
	const bare =
		decoded.includes(":") && /^(?:basic|bearer)\s/i.test(decoded) ? pastedSecret(decoded) : decoded;
	return bare.includes(":") ? pairOf(bare) : decodedPair(pastedSecret(bare), left - 1);
}

/** The bytes of Base64 or Base64URL, with or without padding; undefined for anything else. */
function bytesOf(text: string): Buffer | undefined {
	const standard = text.replaceAll("-", "+").replaceAll("_", "/");
	const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(standard) && standard.replace(/=+$/, "").length % 4 !== 1;
	return isBase64 ? Buffer.from(standard, "base64") : undefined;
}

/** UTF-8, or the UTF-16 that PowerShell's `[Text.Encoding]::Unicode` writes. */
function textOf(bytes: Buffer): string {
	const isUtf16 =
		bytes.length >= 4 && bytes.length % 2 === 0 && bytes.every((byte, at) => at % 2 === 0 || byte === 0);
	return bytes.toString(isUtf16 ? "utf16le" : "utf8");
}

/** Without percent-encoding, which no Base64 holds: `%3D` at the end is from a URL. */
function unescaped(text: string): string {
	return /%[0-9a-f]{2}/i.test(text)
		? text.replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
		: text;
}

function placeholder(name: string, field?: AccessKeyError["field"]): AccessKeyError {
	return new AccessKeyError(
		"placeholder",
		`The ${name} is the placeholder of an instruction. Enter the value that Sumo Logic showed when the access key was created.`,
		field,
	);
}

function oauthToken(field?: AccessKeyError["field"]): AccessKeyError {
	return new AccessKeyError(
		"oauth-token",
		`This is an OAuth access token (a JWT), which expires. Create an access key in Sumo Logic instead. ${howMade}`,
		field,
	);
}

/**
 * What looks unusual about an access ID, in one sentence; undefined when nothing does. A warning only: Sumo documents no
 * format, known IDs begin with `su` and have 14 characters.
 */
export function accessIdWarning(accessId: string): string | undefined {
	const id = fieldOf(accessId);
	if (id === "" || wholePair(id) !== undefined) return undefined;
	if (isAccessKey(id)) return "This looks like an access key; the access ID is the shorter of the two.";
	if (!id.startsWith("su")) return "Access IDs of Sumo Logic usually begin with su.";
	if (id.length !== 14)
		return `Access IDs of Sumo Logic usually have 14 characters; this one has ${id.length}.`;
	return undefined;
}

/** What looks unusual about an access key; a warning only. Known keys have 64 characters. */
export function accessKeyWarning(accessKey: string): string | undefined {
	if (keyringName(accessKey) !== undefined) return undefined;
	const key = fieldOf(accessKey);
	if (key === "" || key.length === 64 || wholePair(key) !== undefined) return undefined;
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
