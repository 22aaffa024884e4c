import { join } from "node:path";
import { writePrivately } from "../../config/json/write-privately.ts";
import { readFileText } from "../../config/paths/read-file.ts";
import { type EntraSchema, EntraSchemaError, readDocument } from "../../entra-schema/document.ts";

/** A job's schema as it was last shown here, so that a later write notices what others have changed since. */
export type LastRead = {
	/** Undefined when it was never shown here. */
	readonly get: () => Promise<EntraSchema | undefined>;
	readonly set: (schema: EntraSchema) => Promise<void>;
};

/**
 * Keeps it as a file, readable only by its owner.
 *
 * @param folder made when it does not exist
 */
export function openLastRead(folder: string, jobId: string): LastRead {
	const file = join(folder, `${jobId.replace(/[^\w.-]/g, "_")}.last-read.json`);
	return {
		async get() {
			try {
				return readDocument(JSON.parse(await readFileText(file)));
			} catch (error) {
				const isAbsent = error instanceof Error && "code" in error && error.code === "ENOENT";
				// A file that was cut short says nothing about what was shown.
				if (isAbsent || error instanceof SyntaxError || error instanceof EntraSchemaError) return undefined;
				throw error;
			}
		},
		set: (schema) => writePrivately(file, JSON.stringify(schema)),
	};
}
