import { extname } from "node:path";
import { expandHome, homeNeeded } from "../config/paths/expand-home.ts";
import { type Directory, DirectoryError } from "../ports/source/directory.ts";
import { csvFormat } from "./csv/csv-file.ts";
import { createFileDirectory } from "./file-directory.ts";
import type { FileFormat } from "./format/file-format.ts";
import { jsonFormat } from "./json/json-file.ts";

/**
 * Opens a file of users by its extension: `.json`, or `.csv`, `.tsv` or `.txt` (the delimiter is detected). `~/` is the home folder of this user.
 *
 * @throws DirectoryError `invalid` for another kind of file, and for `~/` when the home folder is not known. A file that can't be read fails at the first read.
 */
export function openFileDirectory(path: string): Directory {
	const file = sourcePath(path);
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
				`${path} is not a file of users: its name must end in .json or .csv.${adviceFor(path)}`,
			);
	}
}

/** How files of other kinds become one of these. Empty for any other. */
function adviceFor(path: string): string {
	const [, advice = ""] = otherKinds.find(([ending]) => ending.test(path)) ?? [];
	return advice;
}

const otherKinds: readonly (readonly [ending: RegExp, advice: string])[] = [
	[/\.(?:jsonl|ndjson)$/i, " Put its lines into one list: `jq -s . FILE > users.json`."],
	[/\.ya?ml$/i, " Save users of the Azure CLI with `az ad user list -o json`."],
	[/\.(?:gz|tgz|zip|bz2|xz|zst|7z)$/i, " Unpack it first."],
	[/\.(?:xls[xmb]?|ods|numbers)$/i, ' In the spreadsheet, save it as "CSV UTF-8 (Comma delimited)".'],
];

/**
 * The path of a file of users as typed, with `~` as the home folder of this user.
 *
 * @throws DirectoryError `invalid` when the home folder is needed and not known
 */
export function sourcePath(path: string): string {
	const file = expandHome(path);
	if (file === undefined) throw new DirectoryError("invalid", `${path} ${homeNeeded}.`);
	return file;
}
