import { statSync } from "node:fs";
import { type Home, secretsFile, settingsFile } from "./home.ts";

/** Differs after each change to settings or secrets. Reads neither, so it can be asked for each user of a cycle. */
export function revisionOf(home: Home): string {
	return [settingsFile(home), secretsFile(home)]
		.map((file) => {
			const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
			return stats === undefined ? "none" : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
		})
		.join(", ");
}
