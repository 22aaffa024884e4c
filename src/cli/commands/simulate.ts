import { z } from "zod";
import { simulatorCredential } from "../../simulator/entra/credential.ts";
import { type FaultRequest, faultSchema } from "../../simulator/loopback/faults.ts";
import { assignedBy } from "../../simulator/seed/crowd.ts";
import { type BehaviorChange, behaviorChangeSchema } from "../../simulator/sumo/behavior.ts";
import { startSimulators } from "../../simulator/world.ts";
import { errorMessage } from "../../text/error-message.ts";
import { defineCommand } from "../command/define-command.ts";
import { choice, flag, type OptionSpec, parsed } from "../options/option.ts";
import { UsageError } from "../options/usage-error.ts";
import { wholeNumber } from "../options/whole-number.ts";
import { type ExitCode, exitCode } from "../output/exit-code.ts";
import { jsonLine } from "../output/json-line.ts";
import type { Streams } from "../output/streams.ts";

/** What the Entra simulator begins with. */
const tenants = ["empty", "demo"] as const;

export const command = defineCommand({
	description: "Start the simulators of Sumo Logic and Microsoft Entra on loopback, for tests.",
	options: {
		port: wholeNumber(
			"number",
			"port of the Sumo Logic simulator (Entra's is the next); any free one by default",
			0,
		),
		users: wholeNumber("number", "this many plain users in place of the demo tenant's", 0),
		tenant: choice("empty|demo", "people and groups without an application, or the demo tenant", tenants),
		existing: wholeNumber("number", "this many of these users already have an account", 0),
		assignedBy: choice("user|group", "assign each of these users, or groups of them", assignedBy),
		limit: requestLimit("requests per second that the Sumo Logic simulator allows (default: 4)"),
		behavior: jsonValue(
			"how the Sumo Logic simulator differs from its documentation: docs/simulator.md",
			behaviorChangeSchema,
		),
		faults: jsonValue(
			"faults of its next requests, as a JSON array: docs/simulator.md",
			z.array(faultSchema),
		),
		cycleSeconds: wholeNumber("number", "seconds between two cycles of Entra's own job (default: 2400)", 1),
		json: flag("print addresses and credentials as one JSON object"),
	},
	run(options, { streams }) {
		const { port } = options;
		if (port !== undefined && port > 65_534)
			throw new UsageError(`--port takes a port up to 65534, since Entra's is the next one, not "${port}".`);
		return simulate(options, streams);
	},
});

type Limit = "off" | { readonly perSecond: number; readonly concurrent: number };

type SimulateOptions = {
	readonly port?: number;
	readonly users?: number;
	readonly tenant?: (typeof tenants)[number];
	readonly existing?: number;
	readonly assignedBy?: (typeof assignedBy)[number];
	readonly limit?: Limit;
	readonly behavior?: BehaviorChange;
	readonly faults?: readonly FaultRequest[];
	readonly cycleSeconds?: number;
	readonly json: boolean;
};

function requestLimit(help: string): OptionSpec<Limit | undefined> {
	return parsed("requests|off", help, (text, flag) => {
		if (text === "off") return text;
		const perSecond = Number(text);
		if (perSecond > 0) return { perSecond, concurrent: 10 };
		throw new UsageError(`${flag} takes requests per second, or off, not "${text}".`);
	});
}

/** A value in JSON. A mistake is reported with its place. */
function jsonValue<T>(help: string, schema: z.ZodType<T>): OptionSpec<T | undefined> {
	return parsed("json", help, (text, flag) => {
		let value: unknown;
		try {
			value = JSON.parse(text);
		} catch (error) {
			throw new UsageError(`${flag} takes JSON: ${errorMessage(error)}`);
		}
		const read = schema.safeParse(value);
		if (read.success) return read.data;
		throw new UsageError(`${flag}: ${z.prettifyError(read.error)}`);
	});
}

/**
 * Starts the simulators of Sumo Logic and Entra on loopback, prints their addresses and credentials, and runs them until Ctrl+C or
 * SIGTERM. The printed credentials open nothing else.
 */
async function simulate(
	{
		port,
		users,
		tenant,
		existing,
		assignedBy: by,
		limit,
		behavior,
		faults,
		cycleSeconds,
		json,
	}: SimulateOptions,
	streams: Streams,
): Promise<ExitCode> {
	const until = new Promise<void>((resolve) => {
		process.once("SIGINT", () => resolve()).once("SIGTERM", () => resolve());
	});
	const world = await startSimulators({
		cycles: "automatic",
		...(port === undefined ? {} : { ports: { sumo: port, entra: port === 0 ? 0 : port + 1 } }),
		...(users === undefined ? {} : { users }),
		...(tenant === undefined ? {} : { tenant }),
		...(existing === undefined ? {} : { existing }),
		...(by === undefined ? {} : { assignedBy: by }),
		...(limit === undefined ? {} : { limit }),
		...(behavior === undefined ? {} : { behavior }),
		...(faults === undefined ? {} : { faults }),
		...(cycleSeconds === undefined ? {} : { cycleSeconds }),
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
	if (json) {
		streams.out(jsonLine(places));
	} else {
		streams.out(`SCIM    ${places.scimUrl}`);
		streams.out(`Token   ${places.token}`);
		streams.out(`Graph   ${places.graphUrl}`);
		streams.err("The simulators are running on loopback. Press Ctrl+C to stop them.");
	}
	await until;
	await world.close();
	return exitCode.done;
}
