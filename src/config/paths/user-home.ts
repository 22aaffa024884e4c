import { homedir } from "node:os";
import { isAbsolute } from "node:path";

/**
 * The home folder of this user; undefined when it is not known: HOME is empty or relative, or is not set for a user without an entry
 * in the system's list of users, as in a container. A relative one must not be used: files would appear in the working folder.
 */
export function userHome(): string | undefined {
	try {
		const folder = homedir();
		return isAbsolute(folder) ? folder : undefined;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ERR_SYSTEM_ERROR") return undefined;
		throw error;
	}
}
