import type { Profile } from "../../config/profile.ts";
import type { LoadKeyring } from "../../entra/sign-in/certificate/keyring-module.ts";
import { RemediableError } from "../../ports/errors/remediable-error.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import { tenantUrl } from "../../setup/deployment.ts";
import { AccessKeyError, entryOfToken, savedTokenToSend, tokenWithEntry } from "../../sumo/access-key.ts";
import { classicBase, readTenantUrl } from "../../sumo/tenant-url.ts";

/** The SCIM URL that a profile or a draft of one means: the deployment's, or the custom one. */
export function scimUrlOf({ target }: Pick<Profile, "target">): string {
	return target.deployment === "custom" ? (target.scimUrl ?? "") : tenantUrl(target.deployment);
}

/**
 * The Secret Token as it is sent: the saved one, completed from the keyring of the operating system where it refers to an entry.
 *
 * @param load for tests
 * @throws RemediableError without an access key, and when the keyring or what it holds cannot be used; TenantUrlError
 */
export async function readToken(
	profile: Pick<Profile, "target">,
	saved: string | undefined,
	load?: LoadKeyring,
): Promise<string> {
	if (saved === undefined) throw refused("The access key is not saved.");
	const isSumo = classicBase(readTenantUrl(scimUrlOf(profile)).url) !== null;
	const entry = entryOfToken(saved);
	const label = entry === undefined ? "" : `The keyring entry "${entry}" cannot be used: `;
	try {
		if (entry === undefined) return savedTokenToSend(saved, isSumo);
		const { readFromKeyring } = await import("../../entra/sign-in/certificate/keyring.ts");
		const content = Buffer.from(await readFromKeyring(entry, load)).toString("utf8");
		return tokenWithEntry(saved, content, isSumo);
	} catch (error) {
		if (error instanceof AccessKeyError) throw refused(`${label}${error.message}`, error);
		if (error instanceof DirectoryError) throw refused(error.message, error);
		throw error;
	}
}

function refused(message: string, cause?: unknown): RemediableError {
	return new RemediableError(message, { type: "enter-credentials" }, cause);
}
