import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { type Answer, json, type Request } from "../loopback/exchange.ts";
import type { JsonObject } from "../loopback/json.ts";
import type { Routes } from "../loopback/routes.ts";

/** The registered application that may sign in. */
export interface Client {
	readonly tenantId: string;
	readonly clientId: string;
	readonly clientSecret: string;
}

/** The issued access tokens. */
export class AccessTokens {
	readonly #expiry = new Map<string, number>();
	readonly #clock: () => number;
	/** Lifetime of a new token in seconds. */
	lifetime = 3_600;

	constructor(clock: () => number) {
		this.#clock = clock;
	}

	/** A new token in the form of a JSON Web Token, because clients parse it. */
	issue(client: Client, issuer: string): string {
		const now = Math.floor(this.#clock() / 1000);
		const header = { typ: "JWT", alg: "RS256" };
		const claims = {
			aud: "https://graph.microsoft.com",
			iss: issuer,
			iat: now,
			nbf: now,
			exp: now + this.lifetime,
			appid: client.clientId,
			idtyp: "app",
			tid: client.tenantId,
			uti: randomUUID(),
		};
		const signature = randomBytes(32).toString("base64url");
		const token = `${encode(header)}.${encode(claims)}.${signature}`;
		this.#expiry.set(token, (now + this.lifetime) * 1000);
		return token;
	}

	check(token: string): "valid" | "expired" | "unknown" {
		const expiry = this.#expiry.get(token);
		if (expiry === undefined) return "unknown";
		return this.#clock() < expiry ? "valid" : "expired";
	}

	/** Expires all tokens issued so far. */
	expireAll(): void {
		for (const token of this.#expiry.keys()) this.#expiry.set(token, Number.NEGATIVE_INFINITY);
	}
}

const encode = (part: JsonObject): string => Buffer.from(JSON.stringify(part)).toString("base64url");

/** Token endpoint and its discovery document (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow). */
export function tokenEndpoint(client: Client, tokens: AccessTokens): Routes {
	return {
		"GET /{tenant}/v2.0/.well-known/openid-configuration": (request, tenant) =>
			json(200, discovery(request, tenant)),
		"POST /{tenant}/oauth2/v2.0/token": (request, tenant) => {
			const refused = refusal(new URLSearchParams(request.body), tenant, client);
			if (refused) return refused;
			return json(
				200,
				{
					token_type: "Bearer",
					expires_in: tokens.lifetime,
					ext_expires_in: tokens.lifetime,
					access_token: tokens.issue(client, `${request.origin}/${tenant}/v2.0`),
				},
				{ "cache-control": "no-store" },
			);
		},
	};
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

/** Why a token is denied, as an error code of Entra. */
function refusal(form: URLSearchParams, tenant: string, client: Client): Answer | undefined {
	const id = form.get("client_id") ?? "";
	if (tenant.toLowerCase() !== client.tenantId) {
		return refuse(400, "invalid_request", 90002, `Tenant '${tenant}' not found.`);
	}
	if (form.get("grant_type") !== "client_credentials") {
		return refuse(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
	}
	if (id.toLowerCase() !== client.clientId) {
		return refuse(
			400,
			"unauthorized_client",
			700016,
			`Application with identifier '${id}' was not found in the directory.`,
		);
	}
	if (!equal(form.get("client_secret") ?? "", client.clientSecret)) {
		return refuse(401, "invalid_client", 7000215, "Invalid client secret provided.");
	}
	if (!/\/\.default(\s|$)/.test(form.get("scope") ?? "")) {
		return refuse(400, "invalid_scope", 1002012, "The scope must end with /.default for client credentials.");
	}
	return undefined;
}

function refuse(status: number, error: string, code: number, message: string): Answer {
	const trace = randomUUID();
	return json(status, {
		error,
		error_description: `AADSTS${code}: ${message} Trace ID: ${trace}`,
		error_codes: [code],
		trace_id: trace,
		correlation_id: trace,
	});
}

function equal(given: string, expected: string): boolean {
	const [a, b] = [Buffer.from(given), Buffer.from(expected)];
	return a.length === b.length && timingSafeEqual(a, b);
}
