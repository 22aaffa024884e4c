import { simulatorCredential } from "../../simulator/entra/credential.ts";
import { assignedBy } from "../../simulator/seed/crowd.ts";
import { startSimulators } from "../../simulator/world.ts";
import { UsageError } from "../options/usage-error.ts";
import { type ExitCode, exitCode } from "../output/exit-code.ts";
import { jsonLine } from "../output/json-line.ts";
import type { Streams } from "../output/streams.ts";

export type SimulateOptions = {
	readonly port?: string;
	readonly users?: string;
	readonly existing?: string;
	readonly assignedBy?: string;
	readonly limit?: string;
	readonly json: boolean;
	/** Resolves when the simulators should stop. */
	readonly until: Promise<unknown>;
};

/**
 * Starts the simulators of Sumo and Entra on loopback and prints where they are and a token that opens them.
 * The printed credentials are the simulators' own and open nothing else.
 */
export async function simulate(options: SimulateOptions, streams: Streams): Promise<ExitCode> {
	const port = wholeNumber("--port", options.port);
	if (port !== undefined && port > 65_534) {
		throw new UsageError(
			`--port takes a port up to 65534, since Entra's is the next one, not "${options.port}".`,
		);
	}
	const users = wholeNumber("--users", options.users);
	const existing = wholeNumber("--existing", options.existing);
	const by = assignedBy.find((one) => one === options.assignedBy);
	if (options.assignedBy !== undefined && by === undefined) {
		throw new UsageError(`--assigned-by takes ${assignedBy.join(" or ")}, not "${options.assignedBy}".`);
	}
	const limit = limitOf(options.limit);
	const world = await startSimulators({
		...(port === undefined ? {} : { ports: { sumo: port, entra: port === 0 ? 0 : port + 1 } }),
		...(users === undefined ? {} : { users }),
		...(existing === undefined ? {} : { existing }),
		...(by === undefined ? {} : { assignedBy: by }),
		...(limit === undefined ? {} : { limit }),
	});
	const { sumo, entra } = world;
	const { token: graphToken } = await simulatorCredential(entra).getToken();
	const token = Buffer.from(`${sumo.accessId}:${sumo.accessKey}`).toString("base64");
	const places = {
		type: "simulators",
		scimUrl: sumo.scimUrl,
		apiUrl: sumo.url,
		token,
		accessId: sumo.accessId,
		accessKey: sumo.accessKey,
		graphUrl: entra.graphUrl,
		graphToken,
		authorityUrl: entra.authorityUrl,
		tenantId: entra.tenantId,
		clientId: entra.clientId,
		clientSecret: entra.clientSecret,
		application: entra.servicePrincipalId,
	};
	if (options.json) {
		streams.out(jsonLine(places));
	} else {
		streams.out(`SCIM    ${places.scimUrl}`);
		streams.out(`Token   ${places.token}`);
		streams.out(`Graph   ${places.graphUrl}`);
		streams.err("Simulators are running on loopback; Ctrl+C stops them.");
	}
	await options.until;
	await world.close();
	return exitCode.done;
}

function wholeNumber(flag: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (!Number.isInteger(value) || value < 0)
		throw new UsageError(`${flag} takes a whole number, not "${text}".`);
	return value;
}

function limitOf(text: string | undefined): "off" | { perSecond: number; concurrent: number } | undefined {
	if (text === undefined || text === "off") return text;
	const perSecond = Number(text);
	if (!(perSecond > 0)) throw new UsageError(`--limit takes requests a second, or off, not "${text}".`);
	return { perSecond, concurrent: 10 };
}
