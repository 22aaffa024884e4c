import { noticeDays } from "../../../setup/saml.ts";
import type { SignInCertificate } from "./sign-in-certificate.ts";

const day = 24 * 3_600_000;

/**
 * How to add a new credential to the operator's own app registration, without a full stop. It is not done from here: an app that may
 * renew its own credentials keeps what it was given by mistake. docs/permissions.md has the same commands.
 */
export const renewal = {
	certificate:
		"Add a new one to the app registration, with `az ad app credential reset --id CLIENT_ID --cert @cert.pem --append` or in Entra (Certificates & secrets)",
	clientSecret:
		"Add a new one to the app registration, with `az ad app credential reset --id CLIENT_ID --append --query password --output tsv` or in Entra (Certificates & secrets)",
} as const;

/** What to do about the certificate that signs SAML tokens, with the command. */
const signingRenewal =
	"Run `sumo-provision setup apply --file setup.yaml --until sumo-saml --yes`, which creates a new one, saves it in Sumo Logic, and has Entra sign with it. Where single sign-on is set up by hand, docs/permissions.md has the steps.";

/**
 * A sentence about a certificate that expires soon; null for another one.
 *
 * @param label where the certificate is, for the message
 * @param now milliseconds since 1970
 */
export function expiryNotice(
	{ thumbprint, validTo }: Pick<SignInCertificate, "thumbprint" | "validTo">,
	label: string,
	now: number,
): string | null {
	const when = soon(validTo, now);
	if (when === null) return null;
	return `The certificate of the sign-in to Entra ID, ${label} (thumbprint ${thumbprint}), ${when}. ${renewal.certificate}, then use it here.`;
}

/** The same for a client secret. @param expires milliseconds since 1970 */
export function secretExpiryNotice(expires: number, now: number): string | null {
	const when = soon(expires, now);
	if (when === null) return null;
	return `The client secret of the sign-in to Entra ID ${when}. ${renewal.clientSecret}, then enter it here.`;
}

/** The same for the certificate that signs the application's SAML tokens. @param expires milliseconds since 1970 */
export function signingExpiryNotice(expires: number, now: number): string | null {
	const when = soon(expires, now);
	if (when === null) return null;
	return `The certificate that signs the application's SAML tokens ${when}; users cannot sign in to Sumo Logic through Entra ID without a valid one. ${signingRenewal}`;
}

/** `expires in 3 days, on 2026-12-02`; null when that is not soon. */
function soon(expires: number, now: number): string | null {
	const days = Math.floor((expires - now) / day);
	if (days >= noticeDays) return null;
	const on = `on ${new Date(expires).toISOString().slice(0, 10)}`;
	if (expires <= now) return `expired ${on}`;
	const when = days === 0 ? "in less than a day" : days === 1 ? "in 1 day" : `in ${days} days`;
	return `expires ${when}, ${on}`;
}
