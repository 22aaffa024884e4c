import { z } from "zod";

const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });

/** The authority and the client to sign in with. */
export interface SignIn {
	/** The authority host without the tenant. */
	readonly authorityUrl: string;
	readonly tenantId: string;
	readonly clientId: string;
	readonly clientSecret: string;
}

/** The simulator rejected the sign-in. */
export class SignInRefused extends Error {
	readonly code = "sign-in-refused";
	readonly status: number;

	constructor(status: number) {
		super(`the Entra simulator refused to sign in (status ${status})`);
		this.name = "SignInRefused";
		this.status = status;
	}
}

/**
 * A credential in the shape of @azure/identity's TokenCredential that signs in at the simulator.
 * MSAL refuses an authority without TLS, so the demo cannot use @azure/identity itself.
 * Throws a SignInRefused.
 */
export function simulatorCredential({ authorityUrl, tenantId, clientId, clientSecret }: SignIn): {
	getToken(
		scopes?: string | string[],
		options?: { readonly isRenewal?: boolean },
	): Promise<{ token: string; expiresOnTimestamp: number }>;
} {
	let cached: { token: string; expiresOnTimestamp: number } | undefined;
	return {
		async getToken(_scopes, { isRenewal = false } = {}) {
			if (!isRenewal && cached && cached.expiresOnTimestamp - Date.now() > 60_000) return cached;
			const response = await fetch(`${authorityUrl}/${tenantId}/oauth2/v2.0/token`, {
				method: "POST",
				body: new URLSearchParams({
					grant_type: "client_credentials",
					client_id: clientId,
					client_secret: clientSecret,
					scope: "https://graph.microsoft.com/.default",
				}),
			});
			if (!response.ok) throw new SignInRefused(response.status);
			const { access_token, expires_in } = tokenSchema.parse(await response.json());
			cached = { token: access_token, expiresOnTimestamp: Date.now() + expires_in * 1000 };
			return cached;
		},
	};
}
