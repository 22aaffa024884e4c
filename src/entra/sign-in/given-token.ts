import { z } from "zod";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { AccessTokenSource } from "../graph/access-token.ts";

/** The expiry in a JWT's payload, in seconds since 1970 (RFC 7519 §4.1.4). */
const payload = z.object({ exp: z.number() });

/**
 * An existing token, for example from `az account get-access-token --resource-type ms-graph`.
 * It cannot be renewed: after the expiry in its JWT, tokens reject with `unauthorized`. A token that is not a JWT is used until Graph rejects it.
 */
export function signInWithToken(token: string, now: () => number = Date.now): AccessTokenSource {
	const given = token.trim().replace(/^Bearer\s+/i, "");
	const endsAt = readEnd(given);
	return {
		async getToken() {
			if (given === "") throw new DirectoryError("unauthorized", `The access token is missing. ${howToGet}`);
			if (endsAt !== undefined && endsAt <= now()) {
				const when = new Date(endsAt).toISOString().slice(0, 16).replace("T", " ");
				throw new DirectoryError("unauthorized", `The access token expired at ${when} UTC. ${howToGet}`);
			}
			return { token: given, expiresOnTimestamp: endsAt ?? Number.MAX_SAFE_INTEGER };
		},
	};
}

const howToGet =
	'Get a new one, for example by "az account get-access-token --resource-type ms-graph --query accessToken --output tsv".';

function readEnd(token: string): number | undefined {
	const parts = token.split(".");
	if (parts.length !== 3) return undefined;
	try {
		const { data } = payload.safeParse(JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString()));
		return data && data.exp * 1000;
	} catch {
		return undefined; // not a JWT: used until Graph rejects it
	}
}
