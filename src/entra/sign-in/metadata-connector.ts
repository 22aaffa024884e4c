import { Agent } from "node:http";
import type { Connector } from "../../http/connector.ts";

/** Unreachable within seconds off Azure, so that a wrong choice is reported soon. */
const timeoutMs = 5_000;

/**
 * A connector that also reaches Azure's metadata service: plain http on the link-local network (RFC 3927), which no router
 * forwards, never through a proxy.
 *
 * @see https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service
 */
export function metadataConnector(connector: Connector): Connector {
	const agent = new Agent({ timeout: timeoutMs });
	return {
		route: (url) =>
			url.protocol === "http:" && /^169\.254\.\d+\.\d+$/.test(url.hostname)
				? { agent, proxy: undefined, trustsSystem: true }
				: connector.route(url),
		trustSystem: () => connector.trustSystem(),
	};
}
