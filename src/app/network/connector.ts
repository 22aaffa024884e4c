import { isDeepStrictEqual } from "node:util";
import type { Environment } from "../../config/given-options.ts";
import type { Profile } from "../../config/profile.ts";
import { readPemFile } from "../../config/settings/pem-file.ts";
import { type Connector, createConnector } from "../../http/connector.ts";
import { RemediableError } from "../../ports/errors/remediable-error.ts";

type Network = Profile["network"];

/**
 * Makes the connections of an open profile: through its proxy, otherwise the environment's, and trusting the authorities
 * of its CA file. The connector stays the same until one of these settings changes.
 *
 * @returns what gives the connector; it throws `RemediableError` while the CA file cannot be used
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
	// A cycle that cannot start for it is recorded, as one without credentials is.
	throw new RemediableError(
		`The CA file cannot be used: the setting caFile (or --ca-file) ${read.problem}.`,
		{ type: "run-cycle" },
	);
}
