import { homedir } from "node:os";
import { extname, join } from "node:path";
import { type Directory, DirectoryError } from "../ports/directory.ts";
import { csvFormat } from "./csv/csv-file.ts";
import { createFileDirectory } from "./file-directory.ts";
import type { FileFormat } from "./format/file-format.ts";
import { jsonFormat } from "./json/json-file.ts";

/**
 * Opens a file of users by its extension: `.json`, or `.csv`, `.tsv` or `.txt` (the delimiter is detected). `~/` is the user's home, as a
 * path that was typed into a field or after `--source=` has not been seen by a shell.
 *
 * @throws DirectoryError `invalid` for another kind of file. A file that can't be read fails at the first read.
 */
export function openFileDirectory(path: string): Directory {
	const file = expandHome(path);
	return createFileDirectory(file, formatFor(file));
}

/** @throws DirectoryError `invalid` for an extension that is not a file of users */
export function formatFor(path: string): FileFormat {
	switch (extname(path).toLowerCase()) {
		case ".json":
			return jsonFormat;
		case ".csv":
		case ".tsv":
		case ".txt":
			return csvFormat;
		default:
			throw new DirectoryError(
				"invalid",
				`${path} is not a file of users: its name must end in .json or .csv.`,
			);
	}
}

export function expandHome(path: string): string {
	return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;
}
