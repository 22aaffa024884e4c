import { isDeepStrictEqual } from "node:util";
import { ConfigError } from "../../config/errors/config-error.ts";
import type { Environment } from "../../config/given-options.ts";
import type { Profile } from "../../config/profile.ts";
import { readPemFile } from "../../config/settings/pem-file.ts";
import { type Connector, createConnector } from "../../http/connector.ts";

type Network = Profile["network"];

/**
 * Makes the connections of an open profile: through its proxy, otherwise the environment's, and trusting the authorities
 * of its CA file. The connector stays the same until one of these settings changes.
 *
 * @returns what gives the connector; it throws `ConfigError` while the CA file cannot be used
 */
export function connectorOf(network: () => Network, env: Environment): () => Connector {
	let made: { readonly network: Network; readonly connector: Connector } | undefined;
	return () => {
		const current = network();
		if (made === undefined || !isDeepStrictEqual(made.network, current))
			made = { network: current, connector: connect(current, env) };
		return made.connector;
	};
}

function connect({ proxy, caFile }: Network, env: Environment): Connector {
	return createConnector({
		env,
		proxy: proxy === "off" ? null : proxy,
		ca: caFile === undefined ? undefined : certificatesIn(caFile),
	});
}

function certificatesIn(file: string): string {
	const read = readPemFile(file);
	if ("pem" in read) return read.pem;
	throw new ConfigError(
		"unreadable",
		`The CA file cannot be used: the setting caFile (or --ca-file) ${read.problem}.`,
	);
}
