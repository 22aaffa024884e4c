import { lstatSync, readlinkSync, statSync } from "node:fs";

/**
 * What is wrong with a symbolic link whose file is not there, such as one to a disk that is not mounted, to follow its path; undefined for
 * anything else. Such a file is lost, not new.
 *
 * @param path of the link
 */
export function lostLink(path: string): string | undefined {
	if (statSync(path, { throwIfNoEntry: false }) !== undefined) return undefined;
	if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return undefined;
	return `is a link to ${readlinkSync(path)}, which does not exist. Put the file there (is its disk mounted?), or remove the link`;
}
