import { z } from "zod";
import type { Priority } from "../ports/target.ts";
import { read } from "../scim-client/answer.ts";
import type { ScimClient } from "../scim-client/client.ts";

/** One SAML configuration of a Sumo organization, limited to what provisioning needs. */
export type IdentityProvider = {
	readonly configurationName: string;
	readonly issuer: string;
	/** "Disable Requested Authentication Context" is selected, as the guide requires. */
	readonly disableRequestedAuthnContext: boolean;
	/** "On Demand Provisioning" is selected. The guide requires it to be off, since it creates users outside SCIM. */
	readonly onDemandProvisioning: boolean;
};

/** A difference from the guide, in one sentence. */
export type SamlFinding = {
	readonly configurationName: string;
	readonly code: "authn-context-requested" | "on-demand-provisioning";
	readonly message: string;
};

/**
 * Sumo's SAML configurations, `/v1/saml/identityProviders`. Throws `ScimError`, and the signal's reason when aborted.
 *
 * @see https://help.sumologic.com/docs/manage/security/scim/provision-from-microsoft-entra-id/
 */
export interface Saml {
	identityProviders(signal?: AbortSignal): Promise<readonly IdentityProvider[]>;
}

const text = z
	.string()
	.nullish()
	.transform((value) => value ?? "");

const identityProvider = z
	.object({
		configurationName: text,
		issuer: text,
		disableRequestedAuthnContext: z.boolean().nullish(),
		// An object with settings when selected, otherwise absent; some answers contain a boolean.
		onDemandProvisioningEnabled: z.union([z.boolean(), z.looseObject({})]).nullish(),
	})
	.transform(
		({
			configurationName,
			issuer,
			disableRequestedAuthnContext,
			onDemandProvisioningEnabled,
		}): IdentityProvider => ({
			configurationName,
			issuer,
			disableRequestedAuthnContext: disableRequestedAuthnContext ?? false,
			onDemandProvisioning: Boolean(onDemandProvisioningEnabled ?? false),
		}),
	);

/** The documented answer is an array; a `{data: […]}` around it is accepted too. */
const identityProviders = z.union([
	z.array(identityProvider),
	z.object({ data: z.array(identityProvider) }).transform(({ data }) => data),
]);

export function createSaml(client: ScimClient, priority: Priority = "interactive"): Saml {
	return {
		identityProviders: async (signal) =>
			read(
				await client.send({ method: "GET", path: "/v1/saml/identityProviders", priority, signal }),
				identityProviders,
				"a list of SAML configurations",
			),
	};
}

/** Checks the two flags in Sumo's guide for each configuration. Empty when all match the guide. */
export function samlFindings(providers: readonly IdentityProvider[]): readonly SamlFinding[] {
	return providers.flatMap(({ configurationName, disableRequestedAuthnContext, onDemandProvisioning }) => {
		const findings: SamlFinding[] = [];
		if (!disableRequestedAuthnContext)
			findings.push({
				configurationName,
				code: "authn-context-requested",
				message: `SAML configuration "${configurationName}": select Disable Requested Authentication Context, or signing in with multi-factor methods fails.`,
			});
		if (onDemandProvisioning)
			findings.push({
				configurationName,
				code: "on-demand-provisioning",
				message: `SAML configuration "${configurationName}": clear On Demand Provisioning, or signing in creates users outside provisioning.`,
			});
		return findings;
	});
}
