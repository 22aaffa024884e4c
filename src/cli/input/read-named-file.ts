import { readFile } from "node:fs/promises";
import { errorMessage } from "../../text/error-message.ts";
import { UsageError } from "../options/usage-error.ts";

/** The content of a file that an option or argument names. Rejects with `UsageError`. */
export async function readNamedFile(file: string): Promise<Buffer> {
	try {
		return await readFile(file);
	} catch (error) {
		throw new UsageError(`Can't read ${file}: ${errorMessage(error)}`);
	}
}
