import type { Profile } from "../../config/profile.ts";
import { type Directory, DirectoryError } from "../../ports/source/directory.ts";
import type { DemoConnection } from "../profile/demo-connection.ts";
import { registrationOf, type SignInParts, signIn } from "./sign-in.ts";

/** Limits for requests; absent: those of a cycle. */
export type RequestLimits = { readonly retries: number; readonly timeoutMs: number };

/** For a person who waits for the answer: one retry after a lost connection, then the error. */
export const interactiveLimits: RequestLimits = { retries: 1, timeoutMs: 10_000 };

export type SourceParts = SignInParts & {
	/** The demo tenant, when it runs. */
	readonly demo: DemoConnection | undefined;
	readonly limits?: RequestLimits | undefined;
};

/**
 * Opens the source of a profile.
 *
 * @throws DirectoryError when a secret is missing, or the demo tenant is not running
 */
export async function openSource(
	source: Profile["source"],
	secret: string | undefined,
	parts: SourceParts,
): Promise<Directory> {
	const { demo, connector, limits } = parts;
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
			const credential = await signIn(source, secret, parts);
			return createEntraDirectory({
				credential,
				application,
				graphUrl,
				connector,
				registration: () => registrationOf(source, secret),
				...limits,
				label: tenantId === "" ? "Entra ID" : `Entra ID ${tenantId}`,
			});
		}
	}
}
