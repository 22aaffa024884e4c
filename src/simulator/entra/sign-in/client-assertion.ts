import { constants, createHash, verify, X509Certificate } from "node:crypto";
import { z } from "zod";
import { parseJson } from "../../loopback/json.ts";
import type { Audience } from "./access-tokens.ts";
import { SignInRefusal } from "./sign-in-refusal.ts";

const headerSchema = z.looseObject({
	alg: z.enum(["RS256", "PS256"]),
	x5t: z.string().exactOptional(),
	"x5t#S256": z.string().exactOptional(),
});

/** A workload that may sign in with the tokens of its platform. */
export type FederatedCredential = {
	/** Who issues its tokens, such as the OpenID issuer of a Kubernetes cluster. */
	readonly issuer: string;
	/** `system:serviceaccount:NAMESPACE:NAME` */
	readonly subject: string;
	/** The public key of the issuer, in PEM, in place of its key set, which is not read. */
	readonly publicKey: string;
};

/** The audience that Entra recommends for such tokens. */
const exchange = "api://AzureADTokenExchange";
const claimsSchema = z.looseObject({
	aud: z.union([z.string(), z.array(z.string())]),
	iss: z.string(),
	sub: z.string(),
	exp: z.number(),
	nbf: z.number().exactOptional(),
});

/** How far the clock of a client may be off, in seconds. */
const tolerance = 300;

/** The certificates that a client may sign in with. */
export class ClientCertificates {
	readonly #byThumbprint = new Map<string, X509Certificate>();
	readonly #federated: FederatedCredential[] = [];

	/** Lets a workload sign in. */
	trust(credential: FederatedCredential): void {
		this.#federated.push(credential);
	}

	/** Registers a certificate in PEM. Throws for anything else. */
	register(pem: string): void {
		const certificate = new X509Certificate(pem);
		for (const algorithm of ["sha1", "sha256"]) {
			const thumbprint = createHash(algorithm).update(certificate.raw).digest("base64url");
			this.#byThumbprint.set(thumbprint, certificate);
		}
	}

	/**
	 * Accepts a client assertion that a registered certificate has signed for this client. Throws a SignInRefusal.
	 *
	 * @param endpoint the address of the token endpoint, for which the assertion must be
	 * @param now milliseconds since 1970
	 * @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials
	 */
	accept(assertion: string, { clientId, tenantId }: Audience, endpoint: string, now: number): void {
		const [head = "", body = "", signature = ""] = assertion.split(".");
		const header = headerSchema.safeParse(decode(head));
		const claims = claimsSchema.safeParse(decode(body));
		if (!header.success || !claims.success) {
			throw new SignInRefusal(400, "invalid_request", 50027, "JWT token is invalid or malformed.");
		}
		if (header.data.x5t === undefined && header.data["x5t#S256"] === undefined) {
			this.#acceptFederated(assertion, claims.data, now);
			return;
		}
		const thumbprint = header.data["x5t#S256"] ?? header.data.x5t ?? "";
		const certificate = this.#byThumbprint.get(thumbprint);
		if (!certificate) {
			throw new SignInRefusal(
				401,
				"invalid_client",
				700027,
				`The certificate with identifier used to sign the client assertion is not registered on application. [Thumbprint of key used by client: '${Buffer.from(thumbprint, "base64url").toString("hex").toUpperCase()}']`,
			);
		}
		const padding =
			header.data.alg === "PS256" ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
		const key = { key: certificate.publicKey, padding };
		if (!verify("sha256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"))) {
			throw new SignInRefusal(
				401,
				"invalid_client",
				700027,
				"The signature of the client assertion is not valid.",
			);
		}
		const { aud, iss, sub, exp, nbf = 0 } = claims.data;
		const audiences = [endpoint, endpoint.replace("/oauth2/v2.0/token", "/v2.0")];
		if (![aud].flat().some((one) => audiences.includes(one))) {
			throw new SignInRefusal(
				401,
				"invalid_client",
				700023,
				`Client assertion audience claim does not match. Tenant: '${tenantId}'.`,
			);
		}
		if (iss !== clientId || sub !== clientId) {
			throw new SignInRefusal(
				401,
				"invalid_client",
				700021,
				"Client assertion application identifier doesn't match 'client_id' parameter.",
			);
		}
		refuseOutsideTime({ exp, nbf }, now);
	}

	/**
	 * Accepts the token of a workload's platform.
	 *
	 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
	 */
	#acceptFederated(assertion: string, claims: z.output<typeof claimsSchema>, now: number): void {
		const { iss, sub, aud, exp, nbf = 0 } = claims;
		const found = this.#federated.find(({ issuer, subject }) => issuer === iss && subject === sub);
		if (!found || ![aud].flat().includes(exchange)) {
			throw new SignInRefusal(
				401,
				"invalid_client",
				70021,
				`No matching federated identity record found for presented assertion. Assertion Issuer: '${iss}'. Assertion Subject: '${sub}'. Assertion Audience: '${[aud].flat().join(", ")}'.`,
			);
		}
		const [head = "", body = "", signature = ""] = assertion.split(".");
		if (
			!verify("sha256", Buffer.from(`${head}.${body}`), found.publicKey, Buffer.from(signature, "base64url"))
		) {
			throw new SignInRefusal(
				401,
				"invalid_client",
				700211,
				"The signature of the presented assertion is not valid.",
			);
		}
		refuseOutsideTime({ exp, nbf }, now);
	}
}

/** Both claims are in seconds since 1970. */
function refuseOutsideTime({ exp, nbf }: { readonly exp: number; readonly nbf: number }, now: number): void {
	const seconds = now / 1_000;
	if (seconds <= exp + tolerance && seconds >= nbf - tolerance) return;
	throw new SignInRefusal(
		401,
		"invalid_client",
		700024,
		"Client assertion is not within its valid time range.",
	);
}

const decode = (part: string) => parseJson(Buffer.from(part, "base64url").toString("utf8"));
