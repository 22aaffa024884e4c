import type { EnterpriseApplication } from "./application.ts";
import { asItShouldBe, blocked, type Planned } from "./step.ts";

/** A SAML configuration of Sumo Logic, with all members so that it can be sent back. */
export type SamlConfiguration = {
	readonly id: string;
	readonly configurationName: string;
	readonly issuer: string;
	readonly x509cert1: string;
	readonly x509cert2: string;
	readonly x509cert3: string;
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
	/** Whether it is replaced now, before it expires. */
	readonly rollsOver: boolean;
};

/** `rollsOver`: the next certificate is saved too, then made active in Entra. */
export type SumoSamlChange = { readonly rollsOver: boolean } & (
	| { readonly type: "create" }
	| { readonly type: "update"; readonly id: string }
);

type Certificates = Pick<SamlConfiguration, "x509cert1" | "x509cert2" | "x509cert3">;

/**
 * The three certificates of a configuration, beginning with those that are needed. Those that it has stay beside them as far as there is
 * room, since users may still sign in with one of them.
 *
 * @param needed Base64 of DER
 * @param present those of the configuration; null for a new one
 */
export function certificatesOf(needed: readonly string[], present: Certificates | null): Certificates {
	const kept = present === null ? [] : [present.x509cert1, present.x509cert2, present.x509cert3];
	const others = kept.filter((one) => bare(one) !== "" && !needed.includes(bare(one)));
	const [x509cert1 = "", x509cert2 = "", x509cert3 = ""] = [...needed, ...others];
	return { x509cert1, x509cert2, x509cert3 };
}

/** Whether a configuration accepts tokens that are signed with a certificate. @param certificate Base64 of DER */
export function accepts(found: Certificates, certificate: string): boolean {
	return [found.x509cert1, found.x509cert2, found.x509cert3].some((one) => bare(one) === certificate);
}

/** The two settings of the guide, as one finds them in Sumo Logic. */
export const clicks =
	"In Sumo Logic, under Administration, Security, SAML, edit the configuration: 1. select Disable Requested Authentication Context; 2. clear On Demand Provisioning.";

/** Sumo Logic's side cannot be seen. `reason`: one sentence. */
export function cannotBeChecked(reason: string): Planned<never> {
	return blocked(`Cannot be checked: ${reason} ${clicks}`);
}

/** What shows that a configuration of Sumo Logic belongs to an application. */
export type SamlOwner = Pick<EnterpriseApplication, "certificates" | "replyUrls"> & {
	readonly issuer: string | undefined;
};

/**
 * The configuration that belongs to an application: by its name, a certificate of the application, or the reply URL. All applications of
 * a tenant have the same issuer, so that alone shows it only while the configuration has no certificate.
 */
export function configurationFor(
	all: readonly SamlConfiguration[],
	name: string,
	{ issuer, certificates, replyUrls }: SamlOwner,
): SamlConfiguration | undefined {
	const own = new Set(certificates.map(({ certificate }) => certificate));
	return (
		all.find(({ configurationName }) => configurationName === name) ??
		all.find((one) => [...own].some((certificate) => accepts(one, certificate))) ??
		all.find(({ assertionConsumerUrl: url }) => url !== "" && replyUrls.includes(url)) ??
		all.find((one) => one.issuer === issuer && bare(one.x509cert1) === "")
	);
}

/** Two setups at the same time, or a click too many, leave configurations that are called the same. */
function doubleDetails(
	{ id, configurationName }: SamlConfiguration,
	all: readonly Pick<SamlConfiguration, "id" | "configurationName">[],
): readonly string[] {
	const doubles = all.filter((one) => one.configurationName === configurationName && one.id !== id);
	if (doubles.length === 0) return [];
	const ids = doubles.map((one) => one.id).join(", ");
	return [
		`Sumo Logic has another SAML configuration called "${configurationName}" (${ids}; this one is ${id}). If no one signs in with it, delete it under Administration, Security, SAML.`,
	];
}

/**
 * Plans Sumo Logic's side of single sign-on.
 *
 * @param others configurations of the same issuer, which stay as they are
 */
export function planSumoSaml(
	found: SamlConfiguration | undefined,
	name: string,
	{ issuer, certificate, rollsOver }: IdentityProvider,
	others: readonly Pick<SamlConfiguration, "id" | "configurationName">[] = [],
): Planned<SumoSamlChange> {
	if (found === undefined)
		return {
			action: "create",
			details: [
				`Create the SAML configuration "${name}" with Disable Requested Authentication Context on and On Demand Provisioning off, then use its assertion consumer URL as the reply URL.`,
				...(rollsOver ? [`After that, ${rolloverText}.`] : []),
				...others.map(
					({ configurationName }) =>
						`The SAML configuration "${configurationName}" of the same tenant has the certificate of another application and stays as it is. To use it for this one, name it in the file (saml.configuration).`,
				),
			],
			change: { type: "create", rollsOver },
		};
	const called = `The SAML configuration "${found.configurationName}"`;
	const details: string[] = [];
	if (issuer === undefined || found.issuer !== issuer)
		details.push(`set the issuer ${issuer ?? "of the tenant"}`);
	if (certificate === undefined || bare(found.x509cert1) !== certificate)
		details.push("set the signing certificate of the application");
	if (rollsOver) details.push(rolloverText);
	if (!found.disableRequestedAuthnContext) details.push("select Disable Requested Authentication Context");
	if (found.onDemandProvisioning) details.push("clear On Demand Provisioning");
	const doubles = doubleDetails(found, others);
	if (details.length === 0) return asItShouldBe(`${called} is set up.`, ...doubles);
	return {
		action: "update",
		details: [`${called}: ${details.join("; ")}.`, ...doubles],
		change: { type: "update", id: found.id, rollsOver },
	};
}

const rolloverText =
	"add the application's next signing certificate, have Entra sign with it, then make it the first one here";

/** A certificate without the lines around it. */
function bare(certificate: string): string {
	return certificate.replace(/-----[A-Z ]+-----|\s+/g, "");
}
