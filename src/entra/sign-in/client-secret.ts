import { type Connector, defaultConnector } from "../../http/connector.ts";
import type { AccessTokenSource } from "../graph/access-token.ts";
import { withClockSkew } from "../graph/clock-skew.ts";
import { authorityFor } from "./authority.ts";
import { signInFailure } from "./failure.ts";
import { createSignInTransport } from "./transport.ts";

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
 * Signs in as an application. Nothing is sent before the first token is requested. Each request gets a new token, not one from the
 * cache of @azure/identity, which may be one that Graph has refused.
 * Its tokens reject with `DirectoryError` `unauthorized` or `network`, with the fix in the message.
 */
export async function signInWithSecret(options: SecretSignIn): Promise<AccessTokenSource> {
	const { tenantId, clientId, clientSecret, disableInstanceDiscovery } = options;
	const authorityHost = options.authorityHost ?? authorityFor(options.graphUrl);
	const names = { tenantId, clientId, authorityHost };
	const connector = options.connector ?? defaultConnector;
	const { httpClient, failure, refusal } = createSignInTransport(connector);
	// Loaded when needed: it is large, and a file source doesn't use it.
	const { ClientSecretCredential } = await import("@azure/identity");
	const open = () =>
		new ClientSecretCredential(tenantId, clientId, clientSecret, {
			authorityHost,
			httpClient,
			retryOptions: { maxRetries: 0 }, // the Graph client retries
			...(disableInstanceDiscovery === undefined ? {} : { disableInstanceDiscovery }),
		});
	try {
		open();
		return {
			getToken: (scopes, { abortSignal } = {}) =>
				open()
					.getToken(scopes, abortSignal === undefined ? {} : { abortSignal })
					.catch((error: unknown) => {
						abortSignal?.throwIfAborted();
						throw withClockSkew(signInFailure(error, names, failure(), refusal()), connector);
					}),
		};
	} catch (error) {
		throw signInFailure(error, names);
	}
}
