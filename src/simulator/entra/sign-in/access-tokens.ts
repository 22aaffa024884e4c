import { randomBytes, randomUUID } from "node:crypto";
import { guidFrom } from "../../loopback/guid.ts";
import type { JsonObject } from "../../loopback/json.ts";
import { allPermissions } from "./permissions.ts";

/** Who signs in: an application, or a user in a browser. */
export type Identity =
	| { readonly kind: "application" }
	| { readonly kind: "user"; readonly userPrincipalName: string };

/** What a valid token allows. */
export interface TokenGrant {
	readonly permissions: ReadonlySet<string>;
}

interface Issued extends TokenGrant {
	expiry: number;
}

/** The tenant and the client that tokens are for. */
export interface Audience {
	readonly tenantId: string;
	readonly clientId: string;
}

/** Directory roles of a user who signs in: Application Administrator and Reports Reader. */
const directoryRoles = ["9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "4a5d8f65-41da-4de4-8968-e035b65339cf"];

/** The issued access tokens. */
export class AccessTokens {
	readonly #issued = new Map<string, Issued>();
	readonly #clock: () => number;
	/** Lifetime of a new token in seconds. */
	lifetime = 3_600;
	/** What an administrator has consented to: contained in tokens issued from now on. */
	permissions: readonly string[] = allPermissions;
	/** Template ids of the directory roles that a new token of a user lists. */
	directoryRoles: readonly string[] = directoryRoles;

	/** @param clock milliseconds since 1970 */
	constructor(clock: () => number) {
		this.#clock = clock;
	}

	/** A new token in the form of a JSON Web Token, because clients parse it. */
	issue({ tenantId, clientId }: Audience, issuer: string, identity: Identity): string {
		const now = Math.floor(this.#clock() / 1000);
		const granted =
			identity.kind === "application"
				? { idtyp: "app", roles: [...this.permissions] }
				: {
						idtyp: "user",
						scp: this.permissions.join(" "),
						wids: [...this.directoryRoles],
						upn: identity.userPrincipalName,
						oid: guidFrom(identity.userPrincipalName),
					};
		const token = jsonWebToken({
			aud: "https://graph.microsoft.com",
			iss: issuer,
			iat: now,
			nbf: now,
			exp: now + this.lifetime,
			appid: clientId,
			tid: tenantId,
			uti: randomUUID(),
			...granted,
		});
		const expiry = (now + this.lifetime) * 1000;
		this.#issued.set(token, { expiry, permissions: new Set(this.permissions) });
		return token;
	}

	/** What a token allows, or why it is not valid. */
	check(token: string): TokenGrant | "expired" | "unknown" {
		const issued = this.#issued.get(token);
		if (issued === undefined) return "unknown";
		return this.#clock() < issued.expiry ? issued : "expired";
	}

	/** Expires all tokens issued so far. */
	expireAll(): void {
		for (const issued of this.#issued.values()) issued.expiry = Number.NEGATIVE_INFINITY;
	}
}

const encode = (part: JsonObject): string => Buffer.from(JSON.stringify(part)).toString("base64url");

/** A JSON Web Token with a random signature: clients of Entra do not verify it. */
export function jsonWebToken(claims: JsonObject): string {
	const signature = randomBytes(32).toString("base64url");
	return `${encode({ typ: "JWT", alg: "RS256" })}.${encode(claims)}.${signature}`;
}
