import type { SignInCertificate } from "./sign-in-certificate.ts";

const day = 24 * 3_600_000;

/** Days before the end of a certificate from which on it is named. */
const noticeDays = 30;

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
	return `The certificate of the sign-in to Entra ID, ${label} (thumbprint ${thumbprint}), ${when}. Add a new one to the app registration (Certificates & secrets), then use it here.`;
}

/** The same for a client secret. @param expires milliseconds since 1970 */
export function secretExpiryNotice(expires: number, now: number): string | null {
	const when = soon(expires, now);
	if (when === null) return null;
	return `The client secret of the sign-in to Entra ID ${when}. Add a new one to the app registration (Certificates & secrets), then enter it here.`;
}

/** The same for the certificate that signs the application's SAML tokens. @param expires milliseconds since 1970 */
export function signingExpiryNotice(expires: number, now: number): string | null {
	const when = soon(expires, now);
	if (when === null) return null;
	return `The certificate that signs the application's SAML tokens ${when}; users cannot sign in to Sumo Logic through Entra ID without a valid one. Create a new one in Entra (Enterprise applications, Single sign-on, SAML certificates), add it to Sumo Logic's SAML configuration, then make it active.`;
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
