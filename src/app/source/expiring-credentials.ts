import type { Profile } from "../../config/profile.ts";
import { errorMessage } from "../../text/error-message.ts";

/** A secret or certificate of the profile that expires soon. */
export type ExpiringCredential = {
	/** What it is, such as `Certificate /etc/entra.pem`. */
	readonly name: string;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
	/** What expires and when, as a sentence with the time in ISO 8601. */
	readonly reason: string;
	/** What to do, as a sentence. */
	readonly recommendedAction: string;
};

export type ExpiringCredentialsParts = {
	readonly profile: () => Profile;
	/** The saved secret of the source: the passphrase of a certificate; undefined for none. */
	readonly secret: () => string | undefined;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

const day = 24 * 3_600_000;

/** Days before the end from which on a credential is named. */
const noticeDays = 30;

/**
 * The credentials of the profile that expire within 30 days: the certificate of the sign-in to Entra ID. Nothing is sent. A certificate that
 * cannot be read or has expired is not named here: the sign-in reports it.
 */
export function createExpiringCredentials({
	profile,
	secret,
	now,
}: ExpiringCredentialsParts): () => Promise<readonly ExpiringCredential[]> {
	return async () => {
		const { source } = profile();
		if (source.type !== "entra" || source.signIn !== "clientCertificate" || source.certificate === undefined)
			return [];
		const { loadCertificate } = await import("../../entra/sign-in/certificate/load-certificate.ts");
		const place = source.certificate;
		const read = await loadCertificate(place, secret() ?? "", now()).catch((error: unknown) =>
			errorMessage(error),
		);
		if (typeof read === "string" || read.validTo - now() >= noticeDays * day) return [];
		return [
			{
				name: "Certificate",
				expiresAt: read.validTo,
				reason: `The certificate of the sign-in to Entra ID, ${place}, expires at ${new Date(read.validTo).toISOString()}.`,
				recommendedAction:
					"Add a new certificate to the app registration (Certificates & secrets), then choose it under Source.",
			},
		];
	};
}
