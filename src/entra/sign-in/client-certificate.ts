import { type Connector, defaultConnector } from "../../http/connector.ts";
import type { AccessTokenSource } from "../graph/access-token.ts";
import { withClockSkew } from "../graph/clock-skew.ts";
import { authorityFor } from "./authority.ts";
import { expiryNotice } from "./certificate/expiry.ts";
import { loadCertificate, openToOthers } from "./certificate/load-certificate.ts";
import { type SignInNames, signInFailure } from "./failure.ts";
import { createSignInTransport } from "./transport.ts";

/** An application that signs in with a certificate. */
export type CertificateSignIn = {
	/** Id or domain name of the tenant. */
	readonly tenantId: string;
	/** Application (client) id of the app registration. */
	readonly clientId: string;
	/** The path of a PEM or PFX file, or `keyring:NAME`. */
	readonly certificate: string;
	/** Empty for none. */
	readonly passphrase: string;
	/** Graph's URL, which determines the cloud; default: the public one. */
	readonly graphUrl?: string | undefined;
	/** Default the cloud's own, such as `https://login.microsoftonline.com`. Needs TLS, also on loopback. */
	readonly authorityHost?: string | undefined;
	/** True for an authority that is not in Microsoft's list of clouds, such as a private one. */
	readonly disableInstanceDiscovery?: boolean | undefined;
	/** Proxy and certificates; default: proxies from the process's environment. */
	readonly connector?: Connector | undefined;
	/** Gets a sentence about a certificate that expires soon, and about a file that others can read, each one time. */
	readonly warn?: ((message: string) => void) | undefined;
	/** Milliseconds since 1970; for tests. */
	readonly now?: (() => number) | undefined;
};

/**
 * Signs in as an application with a certificate. Nothing is read or sent before the first token is requested. Each request reads the
 * certificate again, so that a replaced one is used in the middle of a long run.
 * Its tokens reject with `DirectoryError` `unauthorized` or `network`, with the fix in the message.
 */
export function signInWithCertificate(options: CertificateSignIn): AccessTokenSource {
	const { tenantId, clientId, disableInstanceDiscovery, now = Date.now } = options;
	const authorityHost = options.authorityHost ?? authorityFor(options.graphUrl);
	const connector = options.connector ?? defaultConnector;
	const { httpClient, failure, refusal } = createSignInTransport(connector);
	let named: string | undefined;
	return {
		async getToken(scopes, { abortSignal } = {}) {
			let names: SignInNames = { tenantId, clientId, authorityHost };
			try {
				const loaded = await loadCertificate(options.certificate, options.passphrase, now());
				const { pem, thumbprint } = loaded;
				const notice = expiryNotice(loaded, options.certificate, now());
				if (named !== thumbprint) {
					if (notice !== null) options.warn?.(notice);
					const opened = await openToOthers(options.certificate);
					if (opened !== null) options.warn?.(opened);
				}
				named = thumbprint;
				names = { ...names, thumbprint };
				const { ClientCertificateCredential } = await import("@azure/identity");
				const credential = new ClientCertificateCredential(
					tenantId,
					clientId,
					{ certificate: pem },
					{
						authorityHost,
						httpClient,
						retryOptions: { maxRetries: 0 }, // the Graph client retries
						...(disableInstanceDiscovery === undefined ? {} : { disableInstanceDiscovery }),
					},
				);
				return await credential.getToken(scopes, abortSignal === undefined ? {} : { abortSignal });
			} catch (error) {
				abortSignal?.throwIfAborted();
				throw withClockSkew(signInFailure(error, names, failure(), refusal()), connector);
			}
		},
	};
}
