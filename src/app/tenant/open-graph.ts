import type { ProfileInUse } from "../../config/profile.ts";
import { createGraphClient, type GraphClient, type GraphClock } from "../../entra/graph/graph-client.ts";
import type { Connector } from "../../http/connector.ts";
import { RemediableError } from "../../ports/errors/remediable-error.ts";
import type { DemoConnection } from "../profile/demo-connection.ts";
import type { DeviceSignIns } from "../source/device-sign-ins.ts";
import { signIn } from "../source/sign-in.ts";

export type GraphParts = {
	/** Present to use the running demo tenant. */
	readonly demo: DemoConnection | undefined;
	/** Proxy and certificates. */
	readonly connector: Connector;
	readonly deviceSignIns: Pick<DeviceSignIns, "open">;
	/** Gets a sentence about a certificate that expires soon. */
	readonly warn?: ((message: string) => void) | undefined;
	/** For tests. */
	readonly clock?: GraphClock | undefined;
};

/**
 * Opens Microsoft Graph with the sign-in of a profile. Sends nothing yet.
 *
 * @throws DirectoryError for a missing secret, RemediableError for a source other than Entra
 */
export async function openGraph(
	{ profile: { source }, secrets }: ProfileInUse,
	{ demo, deviceSignIns, warn, ...given }: GraphParts,
): Promise<GraphClient> {
	if (demo !== undefined) return createGraphClient({ ...demo, ...given });
	if (source.type !== "entra")
		throw new RemediableError(
			"This needs Entra ID as the source: give --tenant-id, or for setup a file with tenant.id.",
			{ type: "none" },
		);
	const credential = await signIn(source, secrets.sourceSecret, { ...given, deviceSignIns, warn });
	return createGraphClient({ credential, graphUrl: source.graphUrl, ...given });
}
