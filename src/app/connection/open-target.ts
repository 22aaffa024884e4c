import type { Profile, ProfileSecrets } from "../../config/profile.ts";
import type { Connector } from "../../http/connector.ts";
import type { SumoTarget } from "../../sumo/target.ts";
import type { RequestLimits } from "../source/open-source.ts";
import { readToken, scimUrlOf } from "./read-token.ts";

/**
 * Creates what talks to the target of a profile; sends nothing yet.
 *
 * @throws RemediableError without an access key, or with one that cannot be used or read from the keyring; TenantUrlError
 */
export async function openTarget(
	profile: Profile,
	{ secretToken }: ProfileSecrets,
	connector: Connector,
	limits?: RequestLimits,
): Promise<SumoTarget> {
	const { createSumoTarget } = await import("../../sumo/target.ts");
	const token = await readToken(profile, secretToken);
	const { requestsPerSecond, concurrency } = profile.provisioning;
	const { appName } = profile;
	return createSumoTarget({
		scimUrl: scimUrlOf(profile),
		secretToken: token,
		appName,
		requestsPerSecond,
		concurrency,
		connector,
		...limits,
	});
}
