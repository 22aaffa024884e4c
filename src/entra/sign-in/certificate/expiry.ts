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
	const days = Math.floor((validTo - now) / day);
	if (days >= noticeDays) return null;
	const when = days === 0 ? "in less than a day" : days === 1 ? "in 1 day" : `in ${days} days`;
	return `The certificate of the sign-in to Entra ID, ${label} (thumbprint ${thumbprint}), expires ${when}, on ${new Date(validTo).toISOString().slice(0, 10)}. Add a new one to the app registration (Certificates & secrets), then use it here.`;
}
