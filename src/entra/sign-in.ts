import { z } from "zod";
import { type Connector, defaultConnector } from "../http/connector.ts";
import { DirectoryError } from "../ports/directory.ts";
import { authorityFor } from "./authority.ts";
import type { AccessTokenSource } from "./graph/access-token.ts";
import { withClockSkew } from "./graph/clock-skew.ts";
import { signInFailure } from "./sign-in-failure.ts";
import { createSignInTransport } from "./sign-in-transport.ts";

/** An application that signs in with its client secret. */
export type SecretSignIn = {
	/** Id or domain name of the tenant. */
	readonly tenantId: string;
	/** Application (client) id of the app registration. */
	readonly clientId: string;
	readonly clientSecret: string;
	/** Graph's URL, which determines the cloud; default: the public one. */
	readonly graphUrl?: string | undefined;
	/** Default the cloud's own, such as `https://login.microsoftonline.com`. Needs TLS, also on loopback. */
	readonly authorityHost?: string | undefined;
	/** True for an authority that is not in Microsoft's list of clouds, such as a private one. */
	readonly disableInstanceDiscovery?: boolean | undefined;
	/** Proxy and certificates; default: proxies from the process's environment. */
	readonly connector?: Connector | undefined;
};

/**
 * Signs in as an application. Nothing is sent before the first token is requested.
 * Its tokens reject with `DirectoryError` `unauthorized` or `network`, with the fix in the message.
 */
export async function signInWithSecret(options: SecretSignIn): Promise<AccessTokenSource> {
	const { tenantId, clientId, clientSecret, disableInstanceDiscovery } = options;
	const authorityHost = options.authorityHost ?? authorityFor(options.graphUrl);
	const names = { tenantId, clientId, authorityHost };
	const connector = options.connector ?? defaultConnector;
	const { httpClient, failure } = createSignInTransport(connector);
	// Loaded when needed: it is large, and a file source doesn't use it.
	const { ClientSecretCredential } = await import("@azure/identity");
	try {
		const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
			authorityHost,
			httpClient,
			retryOptions: { maxRetries: 0 }, // the Graph client retries
			...(disableInstanceDiscovery === undefined ? {} : { disableInstanceDiscovery }),
		});
		return {
			getToken: (scopes, getOptions) =>
				credential.getToken(scopes, getOptions).catch((error: unknown) => {
					getOptions?.abortSignal?.throwIfAborted();
					throw withClockSkew(signInFailure(error, names, failure()), connector);
				}),
		};
	} catch (error) {
		throw signInFailure(error, names);
	}
}

/** The expiry in a JWT's payload, in seconds since 1970 (RFC 7519 §4.1.4). */
const payload = z.object({ exp: z.number() });

/**
 * An existing token, for example from `az account get-access-token --resource-type ms-graph`.
 * It cannot be renewed: after the expiry in its JWT, tokens reject with `unauthorized`. A token that is not a JWT is used until Graph rejects it.
 */
export function signInWithToken(token: string, now: () => number = Date.now): AccessTokenSource {
	const given = token.trim().replace(/^Bearer\s+/i, "");
	const endsAt = readEnd(given);
	return {
		async getToken() {
			if (given === "") throw new DirectoryError("unauthorized", `The access token is missing. ${howToGet}`);
			if (endsAt !== undefined && endsAt <= now()) {
				const when = new Date(endsAt).toISOString().slice(0, 16).replace("T", " ");
				throw new DirectoryError("unauthorized", `The access token expired at ${when} UTC. ${howToGet}`);
			}
			return { token: given, expiresOnTimestamp: endsAt ?? Number.MAX_SAFE_INTEGER };
		},
	};
}

const howToGet =
	'Get a new one, for example by "az account get-access-token --resource-type ms-graph --query accessToken --output tsv".';

function readEnd(token: string): number | undefined {
	const parts = token.split(".");
	if (parts.length !== 3) return undefined;
	try {
		const { data } = payload.safeParse(JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString()));
		return data && data.exp * 1000;
	} catch {
		return undefined; // not a JWT: used until Graph rejects it
	}
}
