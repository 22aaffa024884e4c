import type { Profile } from "../../config/profile.ts";
import { renewal, secretExpiryNotice, signingExpiryNotice } from "../../entra/sign-in/certificate/expiry.ts";
import type { Remedy } from "../../ports/errors/remedy.ts";
import type { CredentialEnd } from "../../ports/source/directory.ts";
import { certificateExpiry, type SignInExpiry } from "./sign-in-expiry.ts";

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
	/** What of it is done here. */
	readonly remedy: Remedy;
};

export type ExpiringCredentialsParts = {
	readonly profile: () => Profile;
	/** The saved secret of the source: the passphrase of a certificate; undefined for none. */
	readonly secret: () => string | undefined;
	/** What the check at sign-in found, which knows the end of a client secret; null while that is not known. */
	readonly checked: () => SignInExpiry | null;
	/** What a run or a check has read from Graph. */
	readonly ends: () => Promise<readonly CredentialEnd[]>;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

const what = {
	certificate: { name: "Certificate", called: "certificate" },
	clientSecret: { name: "Client secret", called: "client secret" },
} as const;

/**
 * The credentials of the profile that expire within 30 days: certificate or client secret of the sign-in to Entra ID. Nothing is sent. A
 * certificate that cannot be read or has expired is not named here: the sign-in reports it.
 */
export function createExpiringCredentials({
	profile,
	secret,
	checked,
	ends,
	now,
}: ExpiringCredentialsParts): () => Promise<readonly ExpiringCredential[]> {
	return async () => {
		const given = { profile: profile(), secrets: { sourceSecret: secret() ?? "" } };
		const read = await ends();
		const known = (await certificateExpiry(given, now())) ?? checked() ?? secretIn(read, now());
		const signing = read.flatMap((end) => signingCertificate(end, now()));
		if (known === null || known.notice === null) return signing;
		const { name, called } = what[known.kind];
		const { source } = given.profile;
		const place = known.kind === "certificate" && "certificate" in source ? `, ${source.certificate},` : "";
		return [
			{
				name,
				expiresAt: known.expires,
				reason: `The ${called} of the sign-in to Entra ID${place} ${known.expires > now() ? "expires" : "expired"} at ${new Date(known.expires).toISOString()}.`,
				recommendedAction: `${renewal[known.kind]}, then ${known.kind === "certificate" ? "choose" : "enter"} it under Source.`,
				remedy: { type: "enter-source-credentials" },
			},
			...signing,
		];
	};
}

/** The end of a client secret among what was read. */
export function secretIn(ends: readonly CredentialEnd[], now: number): SignInExpiry | null {
	const found = ends.find(({ kind }) => kind === "clientSecret");
	if (found === undefined) return null;
	const { expires } = found;
	return { kind: "clientSecret", expires, notice: secretExpiryNotice(expires, now) };
}

function signingCertificate({ kind, expires }: CredentialEnd, now: number): readonly ExpiringCredential[] {
	if (kind !== "signingCertificate" || signingExpiryNotice(expires, now) === null) return [];
	return [
		{
			name: "SAML certificate",
			expiresAt: expires,
			reason: `The certificate that signs the application's SAML tokens ${expires > now ? "expires" : "expired"} at ${new Date(expires).toISOString()}.`,
			recommendedAction:
				"Carry out the setup steps up to single sign-on in Sumo Logic: they create a new one, save it in Sumo Logic, and have Entra sign with it. Where single sign-on is set up by hand, docs/permissions.md has the steps.",
			remedy: { type: "set-up-application" },
		},
	];
}
