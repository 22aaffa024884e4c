import { extname } from "node:path";
import { type Directory, DirectoryError } from "../ports/directory.ts";
import { csvFormat } from "./csv-file.ts";
import { createFileDirectory } from "./file-directory.ts";
import { jsonFormat } from "./json-file.ts";

/**
 * Opens a file of users by its extension: `.json`, or `.csv`, `.tsv` or `.txt` (the delimiter is detected).
 *
 * @throws DirectoryError `invalid` for another kind of file. A file that can't be read fails at the first read.
 */
export function openFileDirectory(path: string): Directory {
	switch (extname(path).toLowerCase()) {
		case ".json":
			return createFileDirectory(path, jsonFormat);
		case ".csv":
		case ".tsv":
		case ".txt":
			return createFileDirectory(path, csvFormat);
		default:
			throw new DirectoryError(
				"invalid",
				`${path} is not a file of users: its name must end in .json or .csv.`,
			);
	}
}
