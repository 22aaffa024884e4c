import { readFileSync } from "node:fs";
import { fileRefusal } from "../../text/file-refusal.ts";
import { ConfigError } from "../errors/config-error.ts";
import { otherThanFile } from "../paths/path-problem.ts";
import { writePrivately } from "./write-privately.ts";

/**
 * The text of a file in which the operator chose something for all profiles; undefined without one. Synchronous: the first frame needs it.
 *
 * @throws ConfigError `unreadable`
 */
export function readPreferenceText(file: string): string | undefined {
	try {
		const other = otherThanFile(file);
		if (other !== undefined) throw new Error(other);
		return readFileSync(file, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
		throw new ConfigError("unreadable", fileRefusal(file, "read", error), error);
	}
}

/** Saves preferences as JSON. Rejects with `ConfigError` `unwritable`. */
export async function writePreferenceJson(file: string, content: object): Promise<void> {
	try {
		await writePrivately(file, `${JSON.stringify(content, null, "\t")}\n`);
	} catch (error) {
		throw new ConfigError("unwritable", fileRefusal(file, "written", error), error);
	}
}
