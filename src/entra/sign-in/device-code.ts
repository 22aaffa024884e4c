import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { type Connector, defaultConnector } from "../../http/connector.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { AccessToken, AccessTokenSource } from "../graph/access-token.ts";
import { withClockSkew } from "../graph/clock-skew.ts";
import { authorityFor } from "./authority.ts";
import { signInFailure } from "./failure.ts";
import { slowingDown } from "./slow-down.ts";
import { createSignInTransport } from "./transport.ts";

/** What a person has to do to sign in. */
export type DeviceCode = {
	/** The page to open. */
	readonly url: string;
	/** The code to enter there. */
	readonly code: string;
	/** Milliseconds since 1970. */
	readonly expires: number;
	/** Ends the sign-in: the waiting request rejects with `unauthorized`. */
	readonly cancel: () => void;
};

/** A person who signs in with a browser, on any machine. */
export type DeviceCodeSignIn = {
	/** Id or domain name of the tenant. */
	readonly tenantId: string;
	/** Application (client) id of an app registration that allows public client flows. */
	readonly clientId: string;
	/** Called with the code to show, and with null when it is no longer needed. */
	readonly show: (code: DeviceCode | null) => void;
	/** Graph's URL, which determines the cloud; default: the public one. */
	readonly graphUrl?: string | undefined;
	/** Default the cloud's own, such as `https://login.microsoftonline.com`. Needs TLS, also on loopback. */
	readonly authorityHost?: string | undefined;
	/** True for an authority that is not in Microsoft's list of clouds, such as a private one. */
	readonly disableInstanceDiscovery?: boolean | undefined;
	/** Proxy and certificates; default: proxies from the process's environment. */
	readonly connector?: Connector | undefined;
	/** Waits when the service asks to be asked less often. */
	readonly pause?: ((ms: number, signal: AbortSignal) => Promise<unknown>) | undefined;
};

/**
 * A request for claims that asks for none: with one, MSAL renews the token with the refresh token, and does not take it from its cache.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
const noClaims = '{"access_token":{}}';

/** Lifetime in seconds of a code whose answer gives none: Entra's default. */
const defaultLifetime = 900;
const shown = z.object({
	verificationUri: z.string(),
	userCode: z.string(),
	expiresIn: z.number().default(defaultLifetime),
});

/**
 * Signs in with a device code (RFC 8628). Nothing is sent before the first token is requested. Tokens and the refresh token, with which
 * tokens are renewed without a person, are kept in memory only and end with the process. Requests at the same time share one code.
 * Its tokens reject with `DirectoryError` `unauthorized` or `network`, with the fix in the message.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export function signInWithDeviceCode(options: DeviceCodeSignIn): AccessTokenSource {
	const { tenantId, clientId, disableInstanceDiscovery, show } = options;
	const authorityHost = options.authorityHost ?? authorityFor(options.graphUrl);
	const names = { tenantId, clientId, authorityHost };
	const connector = options.connector ?? defaultConnector;
	const { httpClient: direct, failure, refusal } = createSignInTransport(connector);
	const pause = options.pause ?? ((ms, signal) => setTimeout(ms, undefined, { signal }));
	const httpClient = slowingDown({ httpClient: direct, refusal, pause });
	let cancel = (): void => undefined;

	const open = async () => {
		const { DeviceCodeCredential } = await import("@azure/identity");
		return new DeviceCodeCredential({
			tenantId,
			clientId,
			authorityHost,
			httpClient,
			retryOptions: { maxRetries: 0 }, // the Graph client retries
			...(disableInstanceDiscovery === undefined ? {} : { disableInstanceDiscovery }),
			userPromptCallback(info) {
				const { verificationUri: url, userCode: code, expiresIn } = shown.parse(info);
				show({ url, code, expires: Date.now() + expiresIn * 1000, cancel });
			},
		});
	};
	let credential: ReturnType<typeof open> | undefined;
	let running: Promise<AccessToken> | undefined;

	const signIn = async (scopes: string | string[], isRenewal: boolean): Promise<AccessToken> => {
		const canceled = Promise.withResolvers<never>();
		const stop = new AbortController();
		cancel = () => {
			stop.abort();
			canceled.reject(new DirectoryError("unauthorized", "The sign-in was canceled. Nothing was changed."));
		};
		try {
			credential ??= open();
			const token = (await credential).getToken(scopes, {
				abortSignal: stop.signal,
				...(isRenewal ? { claims: noClaims } : {}),
			});
			return await Promise.race([token, canceled.promise]);
		} catch (error) {
			throw withClockSkew(signInFailure(error, names, failure(), refusal()), connector);
		} finally {
			running = undefined;
			show(null);
		}
	};

	return {
		async getToken(scopes, { abortSignal: signal, isRenewal = false } = {}) {
			signal?.throwIfAborted();
			running ??= signIn(scopes, isRenewal);
			const abort = () => cancel();
			signal?.addEventListener("abort", abort, { once: true });
			try {
				return await running;
			} catch (error) {
				signal?.throwIfAborted();
				throw error;
			} finally {
				signal?.removeEventListener("abort", abort);
			}
		},
	};
}
