import type { Profile } from "../../config/profile.ts";
import { secretOf } from "../../config/settings/sign-in-kind.ts";
import type { AccessTokenSource } from "../../entra/graph/access-token.ts";
import type { Connector } from "../../http/connector.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import { keyringName } from "../../text/keyring-name.ts";
import type { DeviceSignIns } from "./device-sign-ins.ts";

export type SignInParts = {
	/** Proxy and certificates. */
	readonly connector: Connector;
	readonly deviceSignIns: Pick<DeviceSignIns, "open">;
	/** Gets a sentence about a certificate that expires soon. */
	readonly warn?: ((message: string) => void) | undefined;
};

/**
 * Signs in to Entra as a profile says, and in no other way. Nothing is read, sent or started before the first token is needed.
 *
 * @throws DirectoryError when the secret or the certificate is missing
 */
export async function signIn(
	source: Extract<Profile["source"], { type: "entra" }>,
	secret: string | undefined,
	{ connector, deviceSignIns, warn }: SignInParts,
): Promise<AccessTokenSource> {
	const { tenantId, clientId, graphUrl, signIn: kind } = source;
	switch (kind) {
		case "clientSecret": {
			const clientSecret = await entered(secret, "client secret");
			const { signInWithSecret } = await import("../../entra/sign-in/client-secret.ts");
			return signInWithSecret({ tenantId, clientId, clientSecret, graphUrl, connector });
		}
		case "clientCertificate": {
			const { certificate } = source;
			if (certificate === undefined) throw missing("No certificate is chosen for the sign-in to Entra ID.");
			const { signInWithCertificate } = await import("../../entra/sign-in/client-certificate.ts");
			return signInWithCertificate({
				...{ tenantId, clientId, graphUrl, connector, warn },
				certificate,
				passphrase: secret ?? "",
			});
		}
		case "deviceCode":
			return deviceSignIns.open({ tenantId, clientId, graphUrl, connector });
		case "accessToken": {
			const token = await entered(secret, "access token");
			const { signInWithToken } = await import("../../entra/sign-in/given-token.ts");
			return signInWithToken(token);
		}
		case "azureCli":
		case "managedIdentity":
		case "workloadIdentity": {
			const [{ signInWithMachine }, { authorityFor }] = await Promise.all([
				import("../../entra/sign-in/machine.ts"),
				import("../../entra/sign-in/authority.ts"),
			]);
			const authorityHost = authorityFor(graphUrl);
			return signInWithMachine({ kind, tenantId, clientId, authorityHost, connector });
		}
	}
}

/** The app registration of a sign-in with a client secret; undefined for another one. */
export async function registrationOf(source: Profile["source"], secret: string | undefined) {
	if (source.type !== "entra" || source.signIn !== "clientSecret") return undefined;
	return { clientId: source.clientId, secret: await entered(secret, "client secret") };
}

/** The secret as it is sent, out of the keyring if it is there. */
export async function entered(
	secret: string | undefined,
	name: "client secret" | "access token",
): Promise<string> {
	if (secret === undefined) throw missing(`The ${name} for Entra ID is not saved.`);
	const [{ enteredSecret }, { readFromKeyring }] = await Promise.all([
		import("../../entra/sign-in/entered-secret.ts"),
		import("../../entra/sign-in/certificate/keyring.ts"),
	]);
	const entry = keyringName(secret);
	return enteredSecret(
		entry === undefined ? secret : String(Buffer.from(await readFromKeyring(entry))),
		name,
	);
}

function missing(message: string): DirectoryError {
	return new DirectoryError("unauthorized", message, undefined, { type: "enter-source-credentials" });
}

/**
 * The secret to use with a source: the entered one, or the saved one as long as the sign-in it was saved for is the same, in the same cloud:
 * no secret is sent to another.
 */
export function secretFor(
	source: Profile["source"],
	entered: string | undefined,
	saved: { readonly source: Profile["source"]; readonly secret: string | undefined },
): string | undefined {
	if (entered) return entered;
	if (source.type !== "entra" || saved.source.type !== "entra") return saved.secret;
	if (source.graphUrl !== saved.source.graphUrl) return undefined;
	return secretOf(source.signIn)?.name === secretOf(saved.source.signIn)?.name ? saved.secret : undefined;
}
