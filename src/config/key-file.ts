import { join } from "node:path";
import type { Home } from "./home.ts";
import { readPreferenceText } from "./json/preference-file.ts";

/** The file that gives actions of the console other keys, for all profiles. */
export function keyFilePath(home: Home): string {
	return join(home.config, "keys.yaml");
}

/**
 * The text of the file of keys; undefined when there is none.
 *
 * @throws ConfigError `unreadable`
 */
export function readKeyFileText(home: Home): string | undefined {
	return readPreferenceText(keyFilePath(home));
}
