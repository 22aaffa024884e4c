import { type BigIntStats, statSync } from "node:fs";
import { fileRefusal } from "../text/file-refusal.ts";
import { ConfigError } from "./errors/config-error.ts";
import { type Home, secretsFile, settingsFile } from "./home.ts";

/**
 * Differs after each change to settings or secrets. Reads neither, so it can be asked for each user of a cycle.
 *
 * @throws ConfigError when this user may not look at them
 */
export function revisionOf(home: Home): string {
	return [settingsFile(home), secretsFile(home)]
		.map((file) => {
			const stats = statsOf(file);
			return stats === undefined ? "none" : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
		})
		.join(", ");
}

function statsOf(file: string): BigIntStats | undefined {
	try {
		return statSync(file, { bigint: true, throwIfNoEntry: false });
	} catch (error) {
		throw new ConfigError("unreadable", fileRefusal(file, "read", error), error);
	}
}
