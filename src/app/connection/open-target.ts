import type { Profile, ProfileSecrets } from "../../config/profile.ts";
import type { Connector } from "../../http/connector.ts";
import { RemediableError } from "../../ports/errors/remediable-error.ts";
import { tenantUrl } from "../../setup/deployment.ts";
import { AccessKeyError } from "../../sumo/access-key.ts";
import type { SumoTarget } from "../../sumo/target.ts";
import type { RequestLimits } from "../source/open-source.ts";

/** The SCIM URL that a profile or a draft of one means: the deployment's, or the custom one. */
export function scimUrlOf({ target }: Pick<Profile, "target">): string {
	return target.deployment === "custom" ? (target.scimUrl ?? "") : tenantUrl(target.deployment);
}

/** Creates what talks to the target of a profile; sends nothing yet. Rejects without an access key, and with `TenantUrlError`. */
export async function openTarget(
	profile: Profile,
	{ secretToken }: ProfileSecrets,
	connector: Connector,
	limits?: RequestLimits,
): Promise<SumoTarget> {
	const { createSumoTarget } = await import("../../sumo/target.ts");
	if (secretToken === undefined)
		throw new RemediableError("The access key is not saved.", { type: "enter-credentials" });
	const { requestsPerSecond, concurrency } = profile.provisioning;
	const { appName } = profile;
	try {
		return createSumoTarget({
			scimUrl: scimUrlOf(profile),
			secretToken,
			appName,
			requestsPerSecond,
			concurrency,
			connector,
			...limits,
		});
	} catch (error) {
		if (error instanceof AccessKeyError)
			throw new RemediableError(error.message, { type: "enter-credentials" }, error);
		throw error;
	}
}
