import { z } from "zod";

/** What an access token says about permissions. */
export type TokenClaims = {
	/** `unknown`: it is not a JWT, or has neither `roles` nor `scp`. */
	readonly kind: "application" | "user" | "unknown";
	/** Permissions of Microsoft Graph: an application's `roles`, or a user's `scp`. */
	readonly permissions: ReadonlySet<string>;
	/** Template ids of the user's directory roles; null when the token does not list them. */
	readonly directoryRoles: ReadonlySet<string> | null;
};

const unknown: TokenClaims = { kind: "unknown", permissions: new Set(), directoryRoles: null };

/** @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
const payload = z.object({
	roles: z.array(z.string()).optional(),
	scp: z.string().optional(),
	wids: z.array(z.string()).optional(),
});

/** Reads the claims of a token without verifying it: Graph decides, this only explains. */
export function readTokenClaims(token: string): TokenClaims {
	const parts = token.split(".");
	if (parts.length !== 3) return unknown;
	let content: unknown;
	try {
		content = JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString());
	} catch {
		return unknown; // encrypted, or not a JWT
	}
	const { roles, scp, wids } = payload.safeParse(content).data ?? {};
	if (scp !== undefined)
		return {
			kind: "user",
			permissions: new Set(scp.split(" ")),
			directoryRoles: wids === undefined ? null : new Set(wids),
		};
	return roles === undefined
		? unknown
		: { kind: "application", permissions: new Set(roles), directoryRoles: null };
}
