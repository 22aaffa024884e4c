import type { CredentialEnd } from "../../ports/source/directory.ts";
import { signingExpiry } from "../applications/signing-expiry.ts";
import type { GraphClient } from "../graph/graph-client.ts";
import { secretExpiry } from "./secret-expiry.ts";

/**
 * When the client secret of a sign-in and the certificate that signs the application's SAML tokens expire, where the sign-in may read it.
 *
 * @param registration undefined for a sign-in without a client secret
 */
export async function readCredentialEnds(
	client: Pick<GraphClient, "send">,
	registration: { readonly clientId: string; readonly secret: string } | undefined,
	servicePrincipalId: string,
	signal?: AbortSignal,
): Promise<readonly CredentialEnd[]> {
	const secret =
		registration && (await secretExpiry(client, registration.clientId, registration.secret, signal));
	const signing = await signingExpiry(client, servicePrincipalId, signal);
	return [
		...(secret == null ? [] : [{ kind: "clientSecret" as const, expires: secret }]),
		...(signing === null ? [] : [{ kind: "signingCertificate" as const, expires: signing }]),
	];
}
