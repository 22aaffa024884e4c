import { randomBytes, timingSafeEqual } from "node:crypto";
import { type Answer, json, type Request } from "../../loopback/exchange.ts";
import { guidFrom } from "../../loopback/guid.ts";
import type { JsonObject } from "../../loopback/json.ts";
import type { Handler, Routes } from "../../loopback/routes.ts";
import { type AccessTokens, type Audience, type Identity, jsonWebToken } from "./access-tokens.ts";
import type { ClientCertificates } from "./client-assertion.ts";
import type { DeviceCodes } from "./device-codes.ts";
import { SignInRefusal } from "./sign-in-refusal.ts";

/** The registered application that may sign in. */
export interface Client extends Audience {
	readonly clientSecret: string;
}

/** What the endpoint works with. */
export interface SignInParts {
	readonly client: Client;
	readonly tokens: AccessTokens;
	readonly certificates: ClientCertificates;
	readonly deviceCodes: DeviceCodes;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
/** What MSAL sends in place of the standard's name. */
const shortDeviceGrant = "device_code";

/**
 * Token endpoint, device code endpoint and the discovery document: client credentials with a secret or a certificate, device code, and
 * refresh tokens (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow).
 */
export function tokenEndpoint(parts: SignInParts): Routes {
	const { client, deviceCodes, clock } = parts;
	const refreshTokens = new Map<string, string>();
	const guarded =
		(handler: Handler): Handler =>
		(...given) => {
			try {
				return handler(...given);
			} catch (error) {
				if (error instanceof SignInRefusal) return error.answer(clock());
				throw error;
			}
		};
	return {
		"GET /{tenant}/v2.0/.well-known/openid-configuration": (request, tenant) =>
			json(200, discovery(request, tenant)),
		"POST /{tenant}/oauth2/v2.0/devicecode": guarded((request, tenant) => {
			checkClient(new URLSearchParams(request.body), tenant, client);
			const { deviceCode, userCode, expires, interval } = deviceCodes.begin();
			const verification = `${request.origin}/devicelogin`;
			return json(200, {
				user_code: userCode,
				device_code: deviceCode,
				verification_uri: verification,
				expires_in: Math.round((expires - clock()) / 1_000),
				interval,
				message: `To sign in, use a web browser to open the page ${verification} and enter the code ${userCode} to authenticate.`,
			});
		}),
		"POST /{tenant}/oauth2/v2.0/token": guarded((request, tenant) => {
			const form = new URLSearchParams(request.body);
			checkClient(form, tenant, client);
			const issuer = `${request.origin}/${tenant}/v2.0`;
			switch (form.get("grant_type")) {
				case "client_credentials":
					authenticate(form, `${request.origin}${request.path}`, parts);
					checkScope(form);
					return answer(parts, issuer, { kind: "application" });
				case deviceGrant:
				case shortDeviceGrant: {
					const userPrincipalName = deviceCodes.redeem(form.get("device_code") ?? "");
					return answer(parts, issuer, { kind: "user", userPrincipalName }, refreshTokens);
				}
				case "refresh_token": {
					const userPrincipalName = refreshTokens.get(form.get("refresh_token") ?? "");
					if (userPrincipalName === undefined) {
						throw new SignInRefusal(
							400,
							"invalid_grant",
							700082,
							"The refresh token has expired or is unknown.",
						);
					}
					return answer(parts, issuer, { kind: "user", userPrincipalName }, refreshTokens);
				}
				default:
					throw new SignInRefusal(
						400,
						"unsupported_grant_type",
						70003,
						"The app requested an unsupported grant type.",
					);
			}
		}),
	};
}

function answer(
	{ client, tokens, clock }: SignInParts,
	issuer: string,
	identity: Identity,
	refreshTokens?: Map<string, string>,
): Answer {
	const body: JsonObject = {
		token_type: "Bearer",
		expires_in: tokens.lifetime,
		ext_expires_in: tokens.lifetime,
		access_token: tokens.issue(client, issuer, identity),
	};
	if (identity.kind === "user") {
		const { userPrincipalName } = identity;
		const refreshToken = randomBytes(32).toString("base64url");
		refreshTokens?.set(refreshToken, userPrincipalName);
		const oid = guidFrom(userPrincipalName);
		const now = Math.floor(clock() / 1_000);
		Object.assign(body, {
			scope: tokens.permissions.join(" "),
			refresh_token: refreshToken,
			client_info: Buffer.from(JSON.stringify({ uid: oid, utid: client.tenantId })).toString("base64url"),
			id_token: jsonWebToken({
				aud: client.clientId,
				iss: issuer,
				iat: now,
				nbf: now,
				exp: now + 3_600,
				name: userPrincipalName,
				oid,
				preferred_username: userPrincipalName,
				sub: guidFrom(`${client.clientId} ${oid}`),
				tid: client.tenantId,
				ver: "2.0",
			}),
		});
	}
	return json(200, body, { "cache-control": "no-store" });
}

function discovery({ origin }: Request, tenant: string): JsonObject {
	const base = `${origin}/${tenant}`;
	return {
		token_endpoint: `${base}/oauth2/v2.0/token`,
		token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
		jwks_uri: `${base}/discovery/v2.0/keys`,
		response_modes_supported: ["query", "fragment", "form_post"],
		subject_types_supported: ["pairwise"],
		id_token_signing_alg_values_supported: ["RS256"],
		response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
		scopes_supported: ["openid", "profile", "email", "offline_access"],
		issuer: `${base}/v2.0`,
		authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
		device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
		end_session_endpoint: `${base}/oauth2/v2.0/logout`,
		tenant_region_scope: "EU",
		cloud_instance_name: "microsoftonline.com",
		cloud_graph_host_name: "graph.windows.net",
		msgraph_host: "graph.microsoft.com",
	};
}

/** Throws a SignInRefusal for another tenant or client. */
function checkClient(form: URLSearchParams, tenant: string, client: Client): void {
	const id = form.get("client_id") ?? "";
	if (tenant.toLowerCase() !== client.tenantId) {
		throw new SignInRefusal(400, "invalid_request", 90002, `Tenant '${tenant}' not found.`);
	}
	if (id.toLowerCase() !== client.clientId) {
		throw new SignInRefusal(
			400,
			"unauthorized_client",
			700016,
			`Application with identifier '${id}' was not found in the directory.`,
		);
	}
}

/** Throws a SignInRefusal for a wrong secret or an assertion that does not hold. */
function authenticate(form: URLSearchParams, endpoint: string, parts: SignInParts): void {
	const { client, certificates, clock } = parts;
	const assertion = form.get("client_assertion");
	if (assertion !== null && form.get("client_assertion_type") === assertionType) {
		certificates.accept(assertion, client, endpoint, clock());
	} else if (!equal(form.get("client_secret") ?? "", client.clientSecret)) {
		throw new SignInRefusal(401, "invalid_client", 7000215, "Invalid client secret provided.");
	}
}

function checkScope(form: URLSearchParams): void {
	if (/\/\.default(\s|$)/.test(form.get("scope") ?? "")) return;
	throw new SignInRefusal(
		400,
		"invalid_scope",
		1002012,
		"The scope must end with /.default for client credentials.",
	);
}

function equal(given: string, expected: string): boolean {
	const [a, b] = [Buffer.from(given), Buffer.from(expected)];
	return a.length === b.length && timingSafeEqual(a, b);
}
