import { createHash } from "node:crypto";
import { z } from "zod";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { GraphClient } from "../graph/graph-client.ts";
import { url } from "../graph/odata.ts";

const principal = z.object({
	preferredSingleSignOnMode: z.string().nullish(),
	preferredTokenSigningKeyThumbprint: z.string().nullish(),
	keyCredentials: z
		.array(z.object({ key: z.string().nullish(), endDateTime: z.string().nullish() }))
		.nullish(),
});

/**
 * When the certificate that signs the application's SAML tokens expires, milliseconds since 1970. Null without SAML, and when the sign-in
 * may not read the application.
 *
 * @see https://learn.microsoft.com/graph/api/resources/keycredential
 */
export async function signingExpiry(
	client: Pick<GraphClient, "send">,
	servicePrincipalId: string,
	signal?: AbortSignal,
): Promise<number | null> {
	// Graph shows keys only where they are selected, for one object.
	const $select = "preferredSingleSignOnMode,preferredTokenSigningKeyThumbprint,keyCredentials";
	const path = url(`/servicePrincipals/${encodeURIComponent(servicePrincipalId)}`, { $select });
	try {
		const found = await client.send({ method: "GET", url: path, signal }, principal);
		const inUse = found.preferredTokenSigningKeyThumbprint?.toUpperCase();
		if (found.preferredSingleSignOnMode !== "saml" || inUse === undefined) return null;
		const ends = (found.keyCredentials ?? [])
			.filter(({ key }) => key && thumbprintOf(key) === inUse)
			.map(({ endDateTime }) => Date.parse(endDateTime ?? ""));
		return ends.find((end) => !Number.isNaN(end)) ?? null;
	} catch (error) {
		if (error instanceof DirectoryError && error.code !== "network" && error.code !== "unauthorized")
			return null;
		throw error;
	}
}

/** SHA-1 in upper-case hexadecimal digits of a certificate in Base64. */
function thumbprintOf(certificate: string): string {
	return createHash("sha1").update(Buffer.from(certificate, "base64")).digest("hex").toUpperCase();
}
