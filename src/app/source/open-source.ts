import type { Profile } from "../../config/profile.ts";
import type { Connector } from "../../http/connector.ts";
import { type Directory, DirectoryError } from "../../ports/directory.ts";
import type { DemoConnection } from "../profile/demo-connection.ts";

/** Limits for requests; absent: those of a cycle. */
export type RequestLimits = { readonly retries: number; readonly timeoutMs: number };

/** For a person who waits for the answer: one retry after a lost connection, then the error. */
export const interactiveLimits: RequestLimits = { retries: 1, timeoutMs: 10_000 };

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
			const { tenantId, clientId, application, graphUrl, signIn } = source;
			const needed = signIn === "accessToken" ? "access token" : "client secret";
			if (secret === undefined)
				throw new DirectoryError("unauthorized", `The ${needed} for Entra ID is not saved.`, undefined, {
					type: "enter-source-credentials",
				});
			const [{ createEntraDirectory }, { signInWithSecret, signInWithToken }, { enteredSecret }] =
				await Promise.all([
					import("../../entra/directory.ts"),
					import("../../entra/sign-in.ts"),
					import("../../entra/entered-secret.ts"),
				]);
			const entered = enteredSecret(secret, needed);
			const credential =
				signIn === "accessToken"
					? signInWithToken(entered)
					: await signInWithSecret({ tenantId, clientId, clientSecret: entered, graphUrl, connector });
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
