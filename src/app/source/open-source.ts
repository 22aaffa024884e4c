import type { Profile } from "../../config/profile.ts";
import type { AccessTokenSource } from "../../entra/graph/access-token.ts";
import type { Connector } from "../../http/connector.ts";
import { type Directory, DirectoryError } from "../../ports/source/directory.ts";
import type { DemoConnection } from "../profile/demo-connection.ts";

/** Limits for requests; absent: those of a cycle. */
export type RequestLimits = { readonly retries: number; readonly timeoutMs: number };

/** For a person who waits for the answer: one retry after a lost connection, then the error. */
export const interactiveLimits: RequestLimits = { retries: 1, timeoutMs: 10_000 };

/**
 * Signs in to Entra as a profile says. Nothing is sent before the first token is needed.
 *
 * @throws DirectoryError when the secret is missing
 */
export async function signIn(
	source: Extract<Profile["source"], { type: "entra" }>,
	secret: string | undefined,
	connector: Connector,
): Promise<AccessTokenSource> {
	const { tenantId, clientId, graphUrl, signIn: kind } = source;
	if (kind !== "clientSecret" && kind !== "accessToken") {
		const [{ signInWithMachine }, { authorityFor }] = await Promise.all([
			import("../../entra/sign-in/machine.ts"),
			import("../../entra/sign-in/authority.ts"),
		]);
		return signInWithMachine({ kind, tenantId, clientId, authorityHost: authorityFor(graphUrl), connector });
	}
	const needed = kind === "accessToken" ? "access token" : "client secret";
	if (secret === undefined)
		throw new DirectoryError("unauthorized", `The ${needed} for Entra ID is not saved.`, undefined, {
			type: "enter-source-credentials",
		});
	const { enteredSecret } = await import("../../entra/sign-in/entered-secret.ts");
	const entered = enteredSecret(secret, needed);
	if (kind === "accessToken") {
		const { signInWithToken } = await import("../../entra/sign-in/given-token.ts");
		return signInWithToken(entered);
	}
	const { signInWithSecret } = await import("../../entra/sign-in/client-secret.ts");
	return signInWithSecret({ tenantId, clientId, clientSecret: entered, graphUrl, connector });
}

/**
 * Opens the source of a profile.
 *
 * @throws DirectoryError when a secret is missing, or the demo tenant is not running
 */
export async function openSource(
	source: Profile["source"],
	secret: string | undefined,
	demo: DemoConnection | undefined,
	connector: Connector,
	limits?: RequestLimits,
): Promise<Directory> {
	switch (source.type) {
		case "file": {
			const { openFileDirectory } = await import("../../directory/open.ts");
			return openFileDirectory(source.path);
		}
		case "demo": {
			if (demo === undefined) {
				throw new DirectoryError("unavailable", "The demo tenant is not running.", undefined, {
					type: "start-demo",
				});
			}
			const { createEntraDirectory } = await import("../../entra/directory.ts");
			return createEntraDirectory({ ...demo, ...limits, connector, label: "Demo tenant" });
		}
		case "entra": {
			const { tenantId, application, graphUrl } = source;
			const { createEntraDirectory } = await import("../../entra/directory.ts");
			const credential = await signIn(source, secret, connector);
			return createEntraDirectory({
				credential,
				application,
				graphUrl,
				connector,
				...limits,
				label: tenantId === "" ? "Entra ID" : `Entra ID ${tenantId}`,
			});
		}
	}
}
