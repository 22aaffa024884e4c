/**
 * The session cookies of one credential at one server: kept from an answer and sent with the next request, as Sumo asks
 * of API clients, since it throttles logins and answers 401 to valid keys beyond that.
 *
 * Stricter than RFC 6265, whose rules serve browsers: a cookie goes back to the very origin that set it, whatever its
 * Domain says, so that no list of public suffixes is needed (tough-cookie brings one along). Path, Max-Age, Expires and
 * Secure count. Nothing is stored on disk or logged.
 */
export interface SessionCookies {
	/** The value of the Cookie header for a URL; undefined when there is none to send. */
	header(url: URL): string | undefined;
	/** Stores the cookies from the Set-Cookie headers of an answer from that URL. */
	keep(url: URL, setCookies: readonly string[]): void;
	/** Removes all cookies, after the server rejected the session. */
	clear(): void;
}

type Cookie = {
	readonly name: string;
	readonly value: string;
	readonly origin: string;
	readonly path: string;
	readonly isSecure: boolean;
	/** ms since 1970. */
	readonly expiresAt: number;
};

/** The minimum that RFC 6265 §6.1 requires of browsers. */
const maxCookies = 50;
const maxLength = 4_096;

/** @param now milliseconds since 1970 */
export function createSessionCookies(now: () => number = Date.now): SessionCookies {
	const kept = new Map<string, Cookie>();

	return {
		header(url) {
			const isEncrypted = url.protocol === "https:";
			const sent = [...kept.values()].filter(
				({ origin, path, isSecure, expiresAt }) =>
					origin === url.origin &&
					isBelow(url.pathname, path) &&
					(isEncrypted || !isSecure) &&
					expiresAt > now(),
			);
			if (sent.length === 0) return undefined;
			return sent.map(({ name, value }) => `${name}=${value}`).join("; ");
		},
		keep(url, setCookies) {
			for (const text of setCookies) {
				const cookie = readCookie(text, url, now());
				if (cookie === undefined) continue;
				const key = [cookie.origin, cookie.path, cookie.name].join("\n");
				kept.delete(key);
				if (cookie.expiresAt > now()) kept.set(key, cookie);
				const [oldest] = kept.keys();
				if (kept.size > maxCookies && oldest !== undefined) kept.delete(oldest);
			}
		},
		clear: () => kept.clear(),
	};
}

/** Undefined for text that is not a cookie, or could not be sent back. */
function readCookie(text: string, url: URL, now: number): Cookie | undefined {
	if (text.length > maxLength || !/^[\x20-\x7e]+$/.test(text)) return undefined;
	const [pair = "", ...rest] = text.split(";");
	const [name, value] = split(pair);
	if (name === "" || value === undefined) return undefined;
	const attributes = new Map(
		rest.map((attribute) => {
			const [key, of = ""] = split(attribute);
			return [key.toLowerCase(), of];
		}),
	);
	const path = attributes.get("path") ?? "";
	return {
		name,
		value,
		origin: url.origin,
		path: path.startsWith("/") ? path : url.pathname.slice(0, Math.max(1, url.pathname.lastIndexOf("/"))),
		isSecure: attributes.has("secure"),
		expiresAt: expiry(attributes, now),
	};
}

function split(text: string): [string, string | undefined] {
	const equals = text.indexOf("=");
	return equals < 0
		? [text.trim(), undefined]
		: [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
}

/** Max-Age goes before Expires; a cookie with neither lasts as long as the process. */
function expiry(attributes: ReadonlyMap<string, string>, now: number): number {
	const maxAge = attributes.get("max-age");
	if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Number(maxAge) * 1000;
	const expires = Date.parse(attributes.get("expires") ?? "");
	return Number.isNaN(expires) ? Number.POSITIVE_INFINITY : expires;
}

/** RFC 6265 §5.1.4. */
function isBelow(pathname: string, path: string): boolean {
	if (!pathname.startsWith(path)) return false;
	return pathname.length === path.length || path.endsWith("/") || pathname[path.length] === "/";
}
