import { type Agent, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { HttpFailure } from "./http-failure.ts";
import { isLoopback } from "./loopback.ts";
import { type ProxySettings, proxyFor } from "./proxy-settings.ts";
import { trustedAuthorities } from "./trusted-authorities.ts";
import { createTunnelAgent } from "./tunnel-agent.ts";

/** How connections are made, for all hosts. */
export type ConnectorOptions = ProxySettings & {
	/** Certificate authorities to trust in addition to Node's and the system's, in PEM. */
	readonly ca?: string | undefined;
};

/** The way to one URL. */
export type Route = {
	readonly agent: Agent;
	/** Host and port of the proxy on the way, for people; undefined for a direct connection. */
	readonly proxy: string | undefined;
	/** False when the operating system's certificate authorities have not been tried. */
	readonly trustsSystem: boolean;
};

/** Makes connections: directly or through a proxy, with certificates always checked. Keeps them for the next request. */
export interface Connector {
	/** Throws `HttpFailure`: `proxy` for a proxy setting that cannot be read, `tls` for http beyond this machine. */
	route(url: URL): Route;
	/** Also trusts the operating system's authorities, from the next route on. */
	trustSystem(): void;
}

/** As Node's own global agent: idle connections are kept for 5 s, and the last used one is used first. */
const pooling = { keepAlive: true, scheduling: "lifo", timeout: 5_000 } as const;

/**
 * Makes a connector. The operating system's authorities are read only when a certificate is not trusted without them:
 * reading them takes 100 ms on Linux and longer elsewhere, and most connections don't need them.
 *
 * @throws Error when `ca` holds no certificate
 */
export function createConnector(options: ConnectorOptions): Connector {
	let plain: Agent | undefined;
	const secure = new Map<string, Agent>();
	let withSystem = false;
	let authorities = options.ca === undefined ? undefined : trustedAuthorities(options.ca, withSystem);

	function plainAgent(): Agent {
		plain ??= new HttpAgent(pooling);
		return plain;
	}

	function secureRoute(proxy: URL | undefined): Route {
		return { agent: secureAgent(proxy), proxy: proxy?.host, trustsSystem: withSystem };
	}

	function secureAgent(proxy: URL | undefined): Agent {
		const key = proxy?.href ?? "";
		const kept = secure.get(key);
		if (kept !== undefined) return kept;
		const trusting = {
			...pooling,
			rejectUnauthorized: true,
			...(authorities === undefined ? {} : { secureContext: authorities }),
		};
		const agent = proxy === undefined ? new HttpsAgent(trusting) : createTunnelAgent(proxy, trusting);
		secure.set(key, agent);
		return agent;
	}

	return {
		route(url) {
			if (url.protocol === "https:") return secureRoute(proxyFor(url, options));
			if (isLoopback(url.hostname)) return { agent: plainAgent(), proxy: undefined, trustsSystem: true };
			throw new HttpFailure("tls", `nothing was sent to ${url.host}, since http:// is not encrypted`, {
				neverSent: true,
			});
		},
		trustSystem() {
			if (withSystem) return;
			withSystem = true;
			authorities = trustedAuthorities(options.ca, true);
			secure.clear();
		},
	};
}

/** The connector of callers that name none: it follows the process's HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
export const defaultConnector: Connector = createConnector({ env: process.env });
