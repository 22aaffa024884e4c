import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EntraSchema } from "../../entra-schema/document.ts";
import { makePrivateFolder } from "../../store/sqlite/private-folder.ts";
import { jobFileName } from "../tenant/job-file-name.ts";

/**
 * Keeps a job's schema as a file before it is replaced: `mapping import` reads it. One file for each time, readable only by
 * its owner. Resolves with the path of the file.
 *
 * @param folder made when it does not exist
 * @param now milliseconds since 1970
 */
export async function backUpSchema(
	folder: string,
	jobId: string,
	schema: EntraSchema,
	now: number,
): Promise<string> {
	makePrivateFolder(folder);
	const time = new Date(now).toISOString().replace(/[:.]/g, "-");
	const name = `${jobFileName(jobId)}-${time}.json`;
	const file = join(folder, name);
	await writeFile(file, JSON.stringify(schema, null, 2), { mode: 0o600 });
	return file;
}
