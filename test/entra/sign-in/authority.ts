import { createServer } from "node:https";
import { createConnector } from "../../../src/http/connector.ts";
import { listening } from "../../http/loopback.ts";
import { certificate, privateKey } from "../../http/self-signed.ts";

/** A request to the sign-in service: the last part of its path, and its form. */
export type SignInRequest = { readonly path: string; readonly form: URLSearchParams };

export type SignInAnswer = { readonly status?: number; readonly body: object };

const tenantId = "11111111-2222-4333-8444-555555555555";
const clientId = "22222222-2222-4333-8444-555555555555";

/**
 * A sign-in service under TLS that answers `devicecode` and `token` as the test says.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export async function openAuthority(answer: (request: SignInRequest) => SignInAnswer) {
	const requests: SignInRequest[] = [];
	let base = "";
	const server = createServer({ key: privateKey, cert: certificate }, (request, response) => {
		let body = "";
		request.on("data", (chunk) => {
			body += String(chunk);
		});
		request.on("end", () => {
			const { pathname } = new URL(request.url ?? "", base);
			const path = pathname.split("/").at(-1) ?? "";
			const one = { path, form: new URLSearchParams(body) };
			requests.push(one);
			const given =
				path === "openid-configuration" ? { body: configuration(`${base}/${tenantId}`) } : answer(one);
			response
				.writeHead(given.status ?? 200, { "content-type": "application/json" })
				.end(JSON.stringify(given.body));
		});
	});
	base = await listening(server, "https");
	return {
		/** All requests, among them those for the configuration. */
		requests,
		asked: (path: string) => requests.filter((one) => one.path === path),
		options: {
			tenantId,
			clientId,
			authorityHost: base,
			disableInstanceDiscovery: true,
			connector: createConnector({ ca: certificate }),
		},
	};
}

function configuration(tenant: string) {
	return {
		token_endpoint: `${tenant}/oauth2/v2.0/token`,
		device_authorization_endpoint: `${tenant}/oauth2/v2.0/devicecode`,
		authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
		end_session_endpoint: `${tenant}/oauth2/v2.0/logout`,
		issuer: `${tenant}/v2.0`,
		jwks_uri: `${tenant}/discovery/v2.0/keys`,
	};
}

const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");

/** The answer with a token. With `user`, it can be renewed without a person. */
export function tokenAnswer(token: string, seconds = 3600, user?: string): SignInAnswer {
	const body = { token_type: "Bearer", access_token: token, expires_in: seconds };
	if (user === undefined) return { body };
	const claims = {
		oid: user,
		tid: tenantId,
		preferred_username: user,
		iss: "https://sts.example",
		aud: clientId,
	};
	return {
		body: {
			...body,
			refresh_token: `refresh-${user}`,
			id_token: `${part({ alg: "none" })}.${part(claims)}.x`,
			client_info: part({ uid: user, utid: tenantId }),
			scope: "https://graph.microsoft.com/.default",
		},
	};
}

/** The answer of the sign-in service to a request that it refuses. */
export function refused(error: string, description: string): SignInAnswer {
	return { status: 400, body: { error, error_description: description, error_codes: [] } };
}
