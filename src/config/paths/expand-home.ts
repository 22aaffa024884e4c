import { join, resolve } from "node:path";
import { userHome } from "./user-home.ts";

/**
 * A path as typed into a field or after `--source=`, which no shell has seen: a leading `~` is the home folder of this user. The path of
 * another user's home (`~ann/users.csv`) stays as it is. Undefined when it starts with `~` and the home folder is not known.
 */
export function expandHome(path: string): string | undefined {
	if (!/^~(?=$|[/\\])/.test(path)) return path;
	const home = userHome();
	return home === undefined ? undefined : join(home, path.slice(1));
}

/** What is wrong with a path that `expandHome` can't expand, and what to do, to follow the path. */
export const homeNeeded =
	"needs the home folder of this user, which is not known: HOME is not an absolute path. Use an absolute path";

/**
 * The absolute path of a file: `~` is the user's home folder, and a relative path starts at the working folder. A path in a home folder
 * that is not known stays as it is, for its reader to refuse.
 */
export function absolutePath(path: string): string {
	const expanded = expandHome(path);
	return expanded === undefined ? path : resolve(expanded);
}
