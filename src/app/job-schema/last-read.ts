import { join } from "node:path";
import { readText } from "../../config/json/json-file.ts";
import { writePrivately } from "../../config/json/write-privately.ts";
import { type EntraSchema, EntraSchemaError, readDocument } from "../../entra-schema/document.ts";
import { jobFileName } from "../tenant/job-file-name.ts";

/** A job's schema as it was last shown here, so that a later write notices what others have changed since. */
export type LastRead = {
	/** Undefined when it was never shown here. Throws `ConfigError` when the file cannot be read. */
	readonly get: () => Promise<EntraSchema | undefined>;
	readonly set: (schema: EntraSchema) => Promise<void>;
};

/**
 * Keeps it as a file, readable only by its owner.
 *
 * @param folder made when it does not exist
 */
export function openLastRead(folder: string, jobId: string): LastRead {
	const file = join(folder, `${jobFileName(jobId)}.last-read.json`);
	return {
		async get() {
			const text = await readText(file);
			try {
				return text === undefined ? undefined : readDocument(JSON.parse(text));
			} catch (error) {
				// A file that was cut short says nothing about what was shown.
				if (error instanceof SyntaxError || error instanceof EntraSchemaError) return undefined;
				throw error;
			}
		},
		set: (schema) => writePrivately(file, JSON.stringify(schema)),
	};
}
