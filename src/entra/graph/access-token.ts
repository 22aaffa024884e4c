import { DirectoryError } from "../../ports/source/directory.ts";
import { errorMessage } from "../../text/error-message.ts";

/** A bearer token for Microsoft Graph, and when it expires (milliseconds since 1970). */
export type AccessToken = { readonly token: string; readonly expiresOnTimestamp: number };

/**
 * A source of access tokens: the shape of `TokenCredential` in @azure/identity, which is not imported here.
 * Rejects with `DirectoryError` (see `src/entra/sign-in/`), or with an error of its own.
 */
export interface AccessTokenSource {
	getToken(scopes: string | string[], options?: TokenOptions): Promise<AccessToken | null>;
}

export type TokenOptions = {
	readonly abortSignal?: AbortSignal;
	/** Whether Graph refused the previous token before it expired, so that another one is needed, not one from a cache. */
	readonly isRenewal?: boolean;
};

/** Access tokens of one scope, requested once and kept until shortly before they expire. */
export interface TokenCache {
	/** A valid token. Rejects with `DirectoryError`, or the signal's reason when aborted. */
	token(signal?: AbortSignal): Promise<string>;
	/** Forgets this token, which the server rejected. */
	drop(token: string): void;
}

/** A token that expires sooner than this, in ms, is replaced before it is used. */
const renewBeforeMs = 120_000;

export function createTokenCache(source: AccessTokenSource, scope: string, now: () => number): TokenCache {
	let kept: AccessToken | undefined;
	let asking: Promise<AccessToken> | undefined;
	let isRenewal = false;

	const ask = async (): Promise<AccessToken> => {
		try {
			const given = await source.getToken(scope, { isRenewal });
			if (!given) throw new DirectoryError("unauthorized", "Signing in to Entra gave no access token.");
			kept = given;
			isRenewal = false;
			return given;
		} catch (error) {
			if (error instanceof DirectoryError) throw error;
			const words = errorMessage(error);
			throw new DirectoryError("unauthorized", `Signing in to Entra failed: ${words}`, error);
		} finally {
			asking = undefined;
		}
	};

	return {
		async token(signal) {
			signal?.throwIfAborted();
			if (kept && kept.expiresOnTimestamp - now() > renewBeforeMs) return kept.token;
			// One request for all callers; an aborted caller stops waiting without canceling it for the others.
			asking ??= ask();
			const given = await (signal ? Promise.race([asking, aborted(signal)]) : asking);
			return given.token;
		},
		drop(token) {
			if (kept?.token !== token) return;
			kept = undefined;
			isRenewal = true;
		},
	};
}

function aborted(signal: AbortSignal): Promise<never> {
	return new Promise((_resolve, reject) => {
		signal.addEventListener("abort", () => reject(signal.reason), { once: true });
	});
}
