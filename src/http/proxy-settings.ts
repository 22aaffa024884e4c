import { BlockList, isIP } from "node:net";
import { HttpFailure } from "./http-failure.ts";
import { isLoopback } from "./loopback.ts";

/** Where proxies are configured. */
export type ProxySettings = {
	/** `http://user:password@proxy.example.com:8080`, used in place of the environment's; null: no proxy at all. */
	readonly proxy?: string | null | undefined;
	/** HTTPS_PROXY (or HTTP_PROXY where that is absent) and NO_PROXY, in upper or lower case. */
	readonly env?: Readonly<Record<string, string | undefined>> | undefined;
};

/**
 * The proxy for a URL; undefined: connect directly. Loopback never goes through a proxy. HTTP_PROXY counts for https
 * too, as in the Azure SDK: beyond loopback nothing here travels over plain http.
 * Throws `HttpFailure` `proxy`, which doesn't quote the setting, since it may hold a password.
 */
export function proxyFor(url: URL, { proxy, env = {} }: ProxySettings): URL | undefined {
	if (proxy === null || isLoopback(url.hostname)) return undefined;
	const text = (proxy ?? (variable(env, "HTTPS_PROXY") || variable(env, "HTTP_PROXY"))).trim();
	if (text === "" || isExcepted(url, variable(env, "NO_PROXY"))) return undefined;
	return readProxy(text);
}

/**
 * Reads the URL of a proxy; without a scheme, `http://` is meant.
 * Throws `HttpFailure` `proxy`, which doesn't quote the text.
 */
export function readProxy(text: string): URL {
	const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
	if (url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "") return url;
	throw new HttpFailure(
		"proxy",
		"the proxy setting is not an http or https URL such as http://proxy.example.com:8080 (HTTPS_PROXY or the profile's proxy)",
		{ neverSent: true },
	);
}

/** As curl does: the lower case goes first, and an empty variable counts as unset. */
function variable(env: NonNullable<ProxySettings["env"]>, name: string): string {
	return env[name.toLowerCase()] || env[name] || "";
}

/**
 * NO_PROXY: hosts separated by commas or spaces. `example.com`, `.example.com` and `*.example.com` include subdomains; `*`
 * is all. As in curl, a dot at the end of a name is ignored, and `10.0.0.0/8` and `fd00::/8` are networks, for hosts that are
 * addresses: names are not resolved.
 */
function isExcepted({ hostname, port, protocol }: URL, noProxy: string): boolean {
	const actualPort = port || (protocol === "https:" ? "443" : "80");
	const host = hostname.replace(/\.$/, "");
	return noProxy
		.toLowerCase()
		.split(/[\s,]+/)
		.some((entry) => {
			if (entry === "*" || isInNetwork(hostname, entry)) return true;
			const [, name = "", only] = /^\*?\.?(\[.*\]|[^:]*?)\.?(?::(\d+))?$/.exec(entry) ?? [];
			if (name === "" || (only !== undefined && only !== actualPort)) return false;
			return host === name || host.endsWith(`.${name}`) || isInNetwork(hostname, name);
		});
}

function isInNetwork(hostname: string, entry: string): boolean {
	const [, network = "", bits = ""] = /^\[?([0-9a-f.:]+)\]?(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
	const host = hostname.replace(/^\[|\]$/g, "");
	const version = isIP(host);
	const longest = version === 6 ? 128 : 32;
	const prefix = bits === "" ? longest : Number(bits);
	if (version === 0 || isIP(network) !== version || prefix > longest) return false;
	const family = version === 6 ? "ipv6" : "ipv4";
	const excepted = new BlockList();
	excepted.addSubnet(network, prefix, family);
	return excepted.check(host, family);
}
