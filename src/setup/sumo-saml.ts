import { asItShouldBe, blocked, type Planned } from "./step.ts";

/** A SAML configuration of Sumo Logic, with all members so that it can be sent back. */
export type SamlConfiguration = {
	readonly id: string;
	readonly configurationName: string;
	readonly issuer: string;
	readonly x509cert1: string;
	readonly x509cert2: string;
	readonly disableRequestedAuthnContext: boolean;
	readonly onDemandProvisioning: boolean;
	/** Empty when Sumo Logic does not show it. */
	readonly assertionConsumerUrl: string;
};

/** What is known of Entra's side; undefined before the application exists. */
export type IdentityProvider = {
	/** Such as `https://sts.windows.net/{tenant}/`. */
	readonly issuer: string | undefined;
	/** Base64 of DER. */
	readonly certificate: string | undefined;
};

export type SumoSamlChange =
	| { readonly type: "create" }
	| {
			readonly type: "update";
			readonly id: string;
			/** Where the certificates go: the previous one stays valid beside the new one. */
			readonly x509cert2: string;
	  };

/** The two settings of the guide, as one finds them in Sumo Logic. */
export const clicks =
	"In Sumo Logic, under Administration, Security, SAML, edit the configuration: 1. select Disable Requested Authentication Context; 2. clear On Demand Provisioning.";

/** Sumo Logic's side cannot be seen. `reason`: one sentence. */
export function cannotBeChecked(reason: string): Planned<never> {
	return blocked(`Cannot be checked: ${reason} ${clicks}`);
}

/** The configuration that belongs to an application: by its name, otherwise by the tenant that issues. */
export function configurationFor(
	all: readonly SamlConfiguration[],
	name: string,
	issuer: string | undefined,
): SamlConfiguration | undefined {
	return (
		all.find(({ configurationName }) => configurationName === name) ??
		all.find((one) => issuer !== undefined && one.issuer === issuer)
	);
}

/** Plans Sumo Logic's side of single sign-on. */
export function planSumoSaml(
	found: SamlConfiguration | undefined,
	name: string,
	{ issuer, certificate }: IdentityProvider,
): Planned<SumoSamlChange> {
	if (found === undefined)
		return {
			action: "create",
			details: [
				`Create the SAML configuration "${name}" with Disable Requested Authentication Context on and On Demand Provisioning off, then use its assertion consumer URL as the reply URL.`,
			],
			change: { type: "create" },
		};
	const called = `The SAML configuration "${found.configurationName}"`;
	const details: string[] = [];
	if (issuer === undefined || found.issuer !== issuer)
		details.push(`set the issuer ${issuer ?? "of the tenant"}`);
	const isNewCertificate = certificate === undefined || bare(found.x509cert1) !== certificate;
	if (isNewCertificate) details.push("set the signing certificate of the application");
	if (!found.disableRequestedAuthnContext) details.push("select Disable Requested Authentication Context");
	if (found.onDemandProvisioning) details.push("clear On Demand Provisioning");
	if (details.length === 0) return asItShouldBe(`${called} is set up.`);
	return {
		action: "update",
		details: [`${called}: ${details.join("; ")}.`],
		change: {
			type: "update",
			id: found.id,
			x509cert2: isNewCertificate ? found.x509cert1 : found.x509cert2,
		},
	};
}

/** A certificate without the lines around it. */
function bare(certificate: string): string {
	return certificate.replace(/-----[A-Z ]+-----|\s+/g, "");
}
