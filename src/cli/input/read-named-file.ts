import { fileReason } from "../../config/paths/path-problem.ts";
import { readFileBytes } from "../../config/paths/read-file.ts";
import { UsageError } from "../options/usage-error.ts";

/** The content of a file that an option or argument names. Rejects with `UsageError`. */
export async function readNamedFile(file: string): Promise<Buffer> {
	try {
		return await readFileBytes(file);
	} catch (error) {
		throw new UsageError(`Can't read ${file}: ${fileReason(error)}.`);
	}
}
