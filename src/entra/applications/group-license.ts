import { z } from "zod";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { GraphClient } from "../graph/graph-client.ts";

const subscriptions = z.object({
	value: z.array(
		z.object({
			capabilityStatus: z.string().nullish(),
			servicePlans: z.array(z.object({ servicePlanName: z.string().nullish() })).nullish(),
		}),
	),
});

/**
 * Whether a subscription of the tenant includes Entra ID P1 or P2 (service plans `AAD_PREMIUM` and `AAD_PREMIUM_P2`), which
 * assigning groups needs; null when the sign-in is not allowed to see it or Graph does not answer it.
 *
 * @see https://learn.microsoft.com/graph/api/subscribedsku-list
 * @see https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
 */
export async function hasGroupLicense(
	client: Pick<GraphClient, "send">,
	signal: AbortSignal | undefined,
): Promise<boolean | null> {
	try {
		const { value } = await client.send({ method: "GET", url: "/subscribedSkus", signal }, subscriptions);
		return value.some(
			({ capabilityStatus, servicePlans }) =>
				!/^(deleted|lockedout|suspended)$/i.test(capabilityStatus ?? "") &&
				servicePlans?.some(({ servicePlanName }) => /^AAD_PREMIUM/i.test(servicePlanName ?? "")),
		);
	} catch (error) {
		if (error instanceof DirectoryError && ["forbidden", "not-found", "invalid"].includes(error.code))
			return null;
		throw error;
	}
}
