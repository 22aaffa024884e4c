import type { ProfileInUse } from "../../config/profile.ts";
import type { GraphClient } from "../../entra/graph/graph-client.ts";
import { expiryNotice, secretExpiryNotice } from "../../entra/sign-in/certificate/expiry.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import { entered } from "./sign-in.ts";

/** Until when the sign-in to Entra ID works. */
export type SignInExpiry = {
	readonly kind: "certificate" | "clientSecret";
	/** Milliseconds since 1970. */
	readonly expires: number;
	/** A sentence with the fix when that is within 30 days; null otherwise. */
	readonly notice: string | null;
};

type SignIn = Pick<ProfileInUse, "profile" | "secrets">;

/**
 * When the certificate of a profile's sign-in expires. Reads only this machine. Null for another kind of sign-in, and for a certificate
 * that cannot be used, which the sign-in itself reports.
 *
 * @param now milliseconds since 1970
 */
export async function certificateExpiry(
	{ profile: { source }, secrets }: SignIn,
	now: number,
): Promise<SignInExpiry | null> {
	if (source.type !== "entra" || source.signIn !== "clientCertificate" || source.certificate === undefined)
		return null;
	const { loadCertificate } = await import("../../entra/sign-in/certificate/load-certificate.ts");
	try {
		const loaded = await loadCertificate(source.certificate, secrets.sourceSecret ?? "", now);
		return {
			kind: "certificate",
			expires: loaded.validTo,
			notice: expiryNotice(loaded, source.certificate, now),
		};
	} catch (error) {
		if (error instanceof DirectoryError) return null;
		throw error;
	}
}

/** The same for a certificate or a client secret, whose end only Graph shows. Null also where Graph does not show it. */
export async function signInExpiry(
	given: SignIn,
	client: Pick<GraphClient, "send">,
	now: number,
	signal?: AbortSignal,
): Promise<SignInExpiry | null> {
	const { source } = given.profile;
	if (source.type !== "entra" || source.signIn !== "clientSecret") return certificateExpiry(given, now);
	const { secretExpiry } = await import("../../entra/permissions/secret-expiry.ts");
	const secret = await entered(given.secrets.sourceSecret, "client secret");
	const expires = await secretExpiry(client, source.clientId, secret, signal);
	return expires === null
		? null
		: { kind: "clientSecret", expires, notice: secretExpiryNotice(expires, now) };
}
