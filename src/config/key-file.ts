import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileRefusal } from "../text/file-refusal.ts";
import { ConfigError } from "./errors/config-error.ts";
import type { Home } from "./home.ts";
import { otherThanFile } from "./paths/path-problem.ts";

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
	const file = keyFilePath(home);
	try {
		const other = otherThanFile(file);
		if (other !== undefined) throw new Error(other);
		return readFileSync(file, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
		throw new ConfigError("unreadable", fileRefusal(file, "read", error), error);
	}
}
