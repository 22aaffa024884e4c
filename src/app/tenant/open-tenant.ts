import type { Environment } from "../../config/given-options.ts";
import { type Home, resolveHome } from "../../config/home.ts";
import type { ProfileInUse } from "../../config/profile.ts";
import { openSettings } from "../../config/saved-profiles.ts";
import { openSecrets } from "../../config/secrets.ts";
import type { Flags } from "../../config/settings/index.ts";
import type { GraphClient, GraphClock } from "../../entra/graph/graph-client.ts";
import type { Connector } from "../../http/connector.ts";
import { connectorOf } from "../network/connector.ts";
import type { DemoConnection } from "../profile/demo-connection.ts";
import { resolveProfile } from "../profile/resolve-profile.ts";
import { DeviceSignIns } from "../source/device-sign-ins.ts";
import { openGraph } from "./open-graph.ts";

export type OpenTenantOptions = {
	readonly flags: Flags;
	readonly env: Environment;
	/** Present to use the running demo tenant. */
	readonly demo?: DemoConnection | undefined;
	readonly warn: (message: string) => void;
	/** Those of the process; default: its own. */
	readonly deviceSignIns?: DeviceSignIns | undefined;
	/** For tests. */
	readonly clock?: GraphClock | undefined;
};

/** The tenant of a profile, for what needs no store and no cycle. */
export type OpenTenant = {
	readonly inUse: ProfileInUse;
	readonly home: Home;
	readonly connector: Connector;
	readonly client: GraphClient;
	/** The application that is provisioned, as the profile names it: an id or a display name. */
	readonly applicationName: string;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/**
 * Opens Microsoft Graph for the profile that flags and environment name. Sends nothing yet.
 *
 * @throws UsageError, ConfigError, DirectoryError for a missing secret, RemediableError for a source other than Entra
 */
export async function openTenant(options: OpenTenantOptions): Promise<OpenTenant> {
	const { flags, env, demo, warn, clock, deviceSignIns = new DeviceSignIns() } = options;
	const home = resolveHome(flags.home, env);
	const inUse = await resolveProfile({ flags, env, demo }, openSettings(home), openSecrets(home, warn));
	const connector = connectorOf(() => inUse.profile.network, env)();
	const client = await openGraph(inUse, { demo, connector, clock, deviceSignIns, warn });
	const { source, appName } = inUse.profile;
	const applicationName = demo?.application ?? (source.type === "entra" ? source.application : appName);
	return { inUse, home, connector, client, applicationName, now: clock?.now ?? Date.now };
}
